package eigentone.app.take;

import eigentone.audioio.file.SoundReader;
import eigentone.engine.run.OfflineRender;
import java.io.Closeable;
import java.io.IOException;

/// Compares a replay, bit for bit, with what was heard, on its way to the file.
final class Verification implements OfflineRender.Sink, Closeable {
    /// No frame differs.
    static final long NONE = -1;

    private final OfflineRender.Sink to;
    private final SoundReader recorded;
    private final float[][] expected;
    private long frame;
    private long first = NONE;
    private long count;

    /// @param to where the replay goes on to
    /// @param recorded is closed with this
    Verification(OfflineRender.Sink to, SoundReader recorded, int blockFrames) {
        this.to = to;
        this.recorded = recorded;
        expected = new float[recorded.channels()][blockFrames];
    }

    @Override
    public void write(float[][] planar, int frames) throws IOException {
        int read = recorded.read(expected, 0, frames);
        for (int t = 0; t < frames; t++) {
            boolean same = t < read;
            for (int c = 0; same && c < expected.length; c++) {
                same =
                        Float.floatToRawIntBits(planar[c][t])
                                == Float.floatToRawIntBits(expected[c][t]);
            }
            if (!same) {
                first = first == NONE ? frame + t : first;
                count++;
            }
        }
        frame += frames;
        to.write(planar, frames);
    }

    /// The first frame that differs, from the beginning of the take, or [#NONE].
    long firstDifference() {
        return first;
    }

    /// Frames that differ.
    long differences() {
        return count;
    }

    @Override
    public void close() throws IOException {
        recorded.close();
    }
}
