package eigentone.app.render;

import eigentone.audioio.file.SoundWriter;
import eigentone.audioio.measure.LoudnessMeter;
import eigentone.audioio.measure.TruePeakMeter;
import eigentone.engine.run.OfflineRender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Takes finished blocks to the file, the meters and the fingerprint, and keeps them for the
/// picture.
///
/// Blocks are gathered into chunks of a fixed length, so that nothing depends on how long they are.
/// What is quiet after [#tail()] waits until something louder follows, and is dropped in the end.
final class Recorder implements OfflineRender.Sink {
    /// Long enough to be cheap, short enough to show the tail's end to a tenth of a second.
    private static final int CHUNK_FRAMES = 4096;

    /// Below this nothing is heard: -100 dBFS.
    private static final float QUIET = 1e-5f;

    private final SoundWriter writer;
    private final LoudnessMeter loudness;
    private final TruePeakMeter peaks;
    private final MessageDigest digest;
    private final int channels;
    private final List<float[][]> kept = new ArrayList<>();
    private final List<float[][]> waiting = new ArrayList<>();
    private final ByteBuffer bytes;
    private final boolean keeps;
    private long keptFramesAtMost;
    private float[][] chunk;
    private int filled;
    private long received;
    private long lastLoud = -1;
    private long fadeFrom = Long.MAX_VALUE;
    private int fadeFrames = 1;
    private long tailFrom = Long.MAX_VALUE;
    private long frames;

    /// @param keptFramesAtMost how many frames are kept for the picture; 0 for none
    Recorder(SoundWriter writer, double sampleRateHz, int channels, long keptFramesAtMost) {
        this.writer = writer;
        this.channels = channels;
        this.keptFramesAtMost = keptFramesAtMost;
        keeps = keptFramesAtMost > 0;
        loudness = new LoudnessMeter(sampleRateHz, channels);
        peaks = new TruePeakMeter(sampleRateHz, channels);
        chunk = new float[channels][CHUNK_FRAMES];
        bytes = ByteBuffer.allocate(CHUNK_FRAMES * channels * Float.BYTES);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The sound will be cut at frame `end`: its last `length` frames fade out in a straight line.
    void fadeOut(long end, int length) {
        fadeFrames = (int) Math.max(1, Math.min(length, end));
        fadeFrom = end - fadeFrames;
    }

    /// From here on quiet chunks wait.
    void tail() {
        tailFrom = received;
    }

    @Override
    public void write(float[][] planar, int count) throws IOException {
        int at = 0;
        while (at < count) {
            int n = Math.min(CHUNK_FRAMES - filled, count - at);
            for (int c = 0; c < channels; c++) {
                System.arraycopy(planar[c], at, chunk[c], filled, n);
            }
            fade(n);
            filled += n;
            received += n;
            at += n;
            if (filled == CHUNK_FRAMES) {
                pass();
            }
        }
    }

    /// Fades the `n` frames that have just arrived, and notes the last loud one.
    private void fade(int n) {
        for (int i = 0; i < n; i++) {
            long frame = received + i;
            float gain =
                    frame < fadeFrom
                            ? 1
                            : Math.max(0, (float) (fadeFrom + fadeFrames - frame) / fadeFrames);
            for (int c = 0; c < channels; c++) {
                float x = chunk[c][filled + i] * gain;
                chunk[c][filled + i] = x;
                if (Math.abs(x) > QUIET) {
                    lastLoud = frame;
                }
            }
        }
    }

    private void pass() throws IOException {
        long chunkStart = received - filled;
        if (chunkStart >= tailFrom && lastLoud < chunkStart) {
            waiting.add(trimmed(filled));
            filled = 0;
            return;
        }
        for (float[][] quiet : waiting) {
            commit(quiet, quiet[0].length);
        }
        waiting.clear();
        commit(chunk, filled);
        filled = 0;
    }

    private float[][] trimmed(int count) {
        float[][] copy = new float[channels][];
        for (int c = 0; c < channels; c++) {
            copy[c] = Arrays.copyOf(chunk[c], count);
        }
        return copy;
    }

    private void commit(float[][] planar, int count) throws IOException {
        writer.write(planar, 0, count);
        loudness.add(planar, 0, count);
        peaks.add(planar, 0, count);
        bytes.clear();
        for (int t = 0; t < count; t++) {
            for (int c = 0; c < channels; c++) {
                bytes.putFloat(planar[c][t]);
            }
        }
        digest.update(bytes.array(), 0, bytes.position());
        frames += count;
        if (keptFramesAtMost > 0) {
            float[][] copy = new float[channels][];
            for (int c = 0; c < channels; c++) {
                copy[c] = Arrays.copyOf(planar[c], count);
            }
            kept.add(copy);
            if (frames > keptFramesAtMost) {
                kept.clear();
                keptFramesAtMost = 0;
            }
        }
    }

    /// Ends the sound: what is left of a chunk goes to the file, what waits is dropped.
    void finish() throws IOException {
        if (filled > 0) {
            pass();
        }
        waiting.clear();
    }

    /// Frames since the last one that could be heard.
    long quietFrames() {
        return received - 1 - lastLoud;
    }

    /// Frames in the file.
    long frames() {
        return frames;
    }

    /// True when the sound was to be kept for a picture and has become too long for that.
    boolean gaveUpKeeping() {
        return keeps && keptFramesAtMost == 0;
    }

    /// The whole sound, `[channel][frame]`; what was kept is given away.
    float[][] takeKept() {
        float[][] whole = new float[channels][(int) frames];
        for (int c = 0; c < channels; c++) {
            int at = 0;
            for (float[][] part : kept) {
                System.arraycopy(part[c], 0, whole[c], at, part[c].length);
                at += part[c].length;
            }
        }
        kept.clear();
        return whole;
    }

    double peakDbfs() {
        return peaks.samplePeakDbfs();
    }

    double truePeakDbtp() {
        return peaks.truePeakDbtp();
    }

    double integratedLufs() {
        return loudness.integratedLufs();
    }

    /// SHA-256 of the samples as interleaved little-endian float32.
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
