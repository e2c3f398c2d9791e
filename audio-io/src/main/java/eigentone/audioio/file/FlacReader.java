package eigentone.audioio.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jflac.ChannelData;
import org.jflac.FLACDecoder;
import org.jflac.FrameListener;
import org.jflac.frame.Frame;
import org.jflac.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/// Streams a FLAC file through the jFLAC decoder, one frame of at most 65,536 samples at a time.
///
/// The library resynchronises after damage and replaces bad frames by silence; here damage is an
/// error instead, as is whatever the library throws on a malformed frame. It sees only STREAMINFO
/// and the audio frames (see [FlacHeader]). One thread at a time.
final class FlacReader implements SoundReader {
    private final ByteSource source;
    private final FlacHeader header;
    private final float scale;
    private final FLACDecoder decoder;

    private ChannelData[] decoded = {};
    private int decodedFrames;
    private int decodedUsed;
    private long framesRead;
    private boolean ended;

    FlacReader(ByteSource source) throws IOException {
        this.source = source;
        this.header = FlacHeader.parse(source);
        this.scale = Math.scalb(1f, 1 - header.bits());
        this.decoder = new FLACDecoder(new BareStream(source, header.streamInfo()));
        decoder.addFrameListener(new StopAtDamage());
        try {
            decoder.readStreamInfo();
        } catch (RuntimeException e) {
            throw damaged("STREAMINFO", e);
        }
    }

    @Override
    public double sampleRateHz() {
        return header.sampleRateHz();
    }

    @Override
    public int channels() {
        return header.channels();
    }

    @Override
    public long frames() {
        return header.frames() == 0 ? UNKNOWN : header.frames();
    }

    @Override
    public long missingFrames() {
        return 0;
    }

    @Override
    public String description() {
        return "FLAC " + header.bits() + "-bit";
    }

    @Override
    public long nonFiniteSamples() {
        return 0;
    }

    @Override
    public int read(float[][] planar, int offset, int frames) throws IOException {
        for (int c = 0; c < channels(); c++) {
            Objects.checkFromIndexSize(offset, frames, planar[c].length);
        }
        int done = 0;
        while (done < frames && (decodedUsed < decodedFrames || decodeFrame())) {
            int step = Math.min(frames - done, decodedFrames - decodedUsed);
            for (int c = 0; c < channels(); c++) {
                int[] codes = decoded[c].getOutput();
                for (int i = 0; i < step; i++) {
                    planar[c][offset + done + i] = codes[decodedUsed + i] * scale;
                }
            }
            decodedUsed += step;
            framesRead += step;
            done += step;
        }
        return done;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// Decodes the next FLAC frame; false when the sound is complete.
    private boolean decodeFrame() throws IOException {
        long total = header.frames();
        if (ended || (total > 0 && framesRead >= total)) {
            return false;
        }
        Frame frame;
        try {
            frame = decoder.readNextFrame();
        } catch (EOFException e) {
            frame = null;
        } catch (RuntimeException e) {
            throw damaged("frame " + framesRead, e);
        } catch (IOException e) {
            // The decoder throws IOException for bad content too.
            if (source.failed()) {
                throw e;
            }
            throw damaged("frame " + framesRead, e);
        }
        if (decoder.getBadFrames() > 0) {
            throw damaged("frame " + framesRead, null);
        }
        if (frame == null) {
            ended = true;
            if (total > 0) {
                throw new SoundFileException(
                        source.file(),
                        "",
                        total + " frames as its header says",
                        framesRead + " before the end of the file",
                        "copying or exporting the file again");
            }
            return false;
        }
        if (frame.header.channels != channels() || frame.header.bitsPerSample != header.bits()) {
            throw damaged("frame " + framesRead, null);
        }
        decoded = decoder.getChannelData();
        decodedUsed = 0;
        decodedFrames = frame.header.blockSize;
        if (total > 0) {
            decodedFrames = (int) Math.min(decodedFrames, total - framesRead);
        }
        return true;
    }

    private SoundFileException damaged(String place, @Nullable Throwable cause) {
        ended = true;
        decodedFrames = 0;
        return new SoundFileException(
                source.file(),
                place,
                "intact FLAC data",
                "damage",
                "copying or exporting the file again",
                cause);
    }

    /// Stops the decoder where it would log an error and go on, at the end of a file for ever.
    private static final class StopAtDamage implements FrameListener {
        @Override
        public void processMetadata(Metadata metadata) {}

        @Override
        public void processFrame(Frame frame) {}

        @Override
        public void processError(String message) {
            throw new IllegalStateException(message);
        }
    }

    /// The file as if it had no metadata but STREAMINFO.
    private static final class BareStream extends InputStream {
        private final ByteSource source;
        private final byte[] start;
        private int startUsed;

        BareStream(ByteSource source, byte[] streamInfo) {
            this.source = source;
            this.start = new byte[8 + streamInfo.length];
            byte[] head = {'f', 'L', 'a', 'C', (byte) 0x80, 0, 0, (byte) streamInfo.length};
            System.arraycopy(head, 0, start, 0, 8);
            System.arraycopy(streamInfo, 0, start, 8, streamInfo.length);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int at, int count) throws IOException {
            if (startUsed < start.length) {
                int step = Math.min(count, start.length - startUsed);
                System.arraycopy(start, startUsed, into, at, step);
                startUsed += step;
                return step;
            }
            int got = source.read(into, at, count);
            return got == 0 && count > 0 ? -1 : got;
        }
    }
}
