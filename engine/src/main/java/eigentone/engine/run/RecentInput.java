package eigentone.engine.run;

import eigentone.engine.AudioThread;
import eigentone.engine.ControlThread;
import java.util.concurrent.atomic.AtomicLong;

/// The last frames that came in, written by the audio thread and read by another.
public final class RecentInput {
    /// Twice what is read, so that the reader has time.
    private static final int SIZE = 2 * Live.WARM_UP_FRAMES;

    private final int channels;
    private final float[][] ring;
    private final AtomicLong written = new AtomicLong();

    RecentInput(int channels) {
        this.channels = channels;
        ring = new float[channels][SIZE];
    }

    @AudioThread
    void write(float[][] in, int from, int frames) {
        long w = written.getPlain();
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < frames; t++) {
                ring[c][(int) ((w + t) & (SIZE - 1))] = in[c][from + t];
            }
        }
        written.setRelease(w + frames);
    }

    /// Copies the last frames, as many as the arrays of `into` hold, at most [Live#WARM_UP_FRAMES];
    /// what lies before frame 0 is silence.
    ///
    /// @return the frame after the last one
    @ControlThread
    public long read(float[][] into) {
        while (true) {
            long end = written.getAcquire();
            for (int c = 0; c < Math.min(channels, into.length); c++) {
                float[] x = into[c];
                for (int t = 0; t < x.length; t++) {
                    long at = end - x.length + t;
                    x[t] = at < 0 ? 0 : ring[c][(int) (at & (SIZE - 1))];
                }
            }
            if (written.getAcquire() - end < SIZE - Live.WARM_UP_FRAMES) {
                return end;
            }
        }
    }
}
