package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;

/// The metadata blocks of a FLAC file, of which only STREAMINFO is kept.
///
/// We read them ourselves because the decoder's library allocates what a picture or cue block
/// claims. Source: RFC 9639, sections 7 and 8; an ID3v2 tag before the stream is skipped.
///
/// @param streamInfo the 34 bytes of STREAMINFO
/// @param sampleRateHz 1..1,048,575 Hz
/// @param channels 1..8
/// @param bits 4..24 bits a sample
/// @param frames claimed length, 0 for unknown
record FlacHeader(byte[] streamInfo, int sampleRateHz, int channels, int bits, long frames) {
    /// Bytes of a STREAMINFO block.
    static final int STREAM_INFO_BYTES = 34;

    /// A block may be 16 MiB, so this already allows for a file larger than any.
    private static final int MAX_BLOCKS = 10_000;

    /// The decoder's library cannot read the 33 bits of a 32-bit difference channel.
    private static final int MAX_BITS = 24;

    /// Reads to the first audio frame and leaves the cursor there.
    static FlacHeader parse(ByteSource source) throws IOException {
        Path file = source.file();
        skipId3(source);
        if (!source.tag("header").equals("fLaC")) {
            throw new SoundFileException(
                    file,
                    "after the ID3 tag",
                    "FLAC",
                    "another format, perhaps MP3",
                    "converting it to WAV or FLAC");
        }
        byte[] info = null;
        boolean last = false;
        for (int block = 0; !last && block < MAX_BLOCKS; block++) {
            String place = "metadata block " + block + " at byte " + source.position();
            long head = source.u32be(place);
            last = head >>> 31 != 0;
            int type = (int) (head >>> 24 & 0x7f);
            int bytes = (int) (head & 0xff_ffff);
            if ((block == 0) != (type == 0) || (block == 0 && bytes != STREAM_INFO_BYTES)) {
                throw new SoundFileException(
                        file,
                        place,
                        "one STREAMINFO of 34 bytes, and first",
                        "block type " + type + " of " + bytes + " bytes",
                        "exporting the sound again");
            }
            if (block == 0) {
                info = new byte[STREAM_INFO_BYTES];
                if (source.read(info, 0, info.length) < info.length) {
                    throw source.truncated(place);
                }
            } else {
                if (bytes > source.remaining()) {
                    throw source.truncated(place);
                }
                source.seek(source.position() + bytes);
            }
        }
        if (info == null || !last) {
            throw source.truncated("metadata");
        }
        return checked(file, info);
    }

    private static FlacHeader checked(Path file, byte[] info) throws SoundFileException {
        long packed = 0; // 20 bits rate, 3 channels - 1, 5 bits - 1, 36 frames
        for (int i = 10; i < 18; i++) {
            packed = packed << 8 | (info[i] & 0xff);
        }
        int rate = (int) (packed >>> 44);
        int channels = (int) (packed >>> 41 & 7) + 1;
        int bits = (int) (packed >>> 36 & 31) + 1;
        if (rate < 1 || bits < 4 || bits > MAX_BITS) {
            throw new SoundFileException(
                    file,
                    "STREAMINFO",
                    "a rate of 1 Hz or more and 4..24 bits",
                    rate + " Hz and " + bits + " bits",
                    "converting it to 24-bit FLAC or WAV");
        }
        return new FlacHeader(info, rate, channels, bits, packed & 0xf_ffff_ffffL);
    }

    private static void skipId3(ByteSource source) throws IOException {
        byte[] head = new byte[10];
        boolean id3 =
                source.read(head, 0, 10) == 10
                        && head[0] == 'I'
                        && head[1] == 'D'
                        && head[2] == '3';
        long bytes = 0;
        for (int i = 6; i < 10; i++) {
            bytes = bytes << 7 | (head[i] & 0x7f);
        }
        source.seek(id3 ? 10 + bytes : 0);
    }
}
