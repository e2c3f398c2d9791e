package eigentone.engine.run;

import eigentone.engine.AudioThread;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Sound on its way from the audio thread to one other: a ring of interleaved frames.
///
/// A block that does not fit is left out as a whole and counted; the reader gets silence in its
/// place, so that what is read stays in step with the instrument's frames.
public final class AudioRing {
    private final int channels;
    private final int mask;
    private final float[] samples;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong first = new AtomicLong();

    /// Frames of silence that belong before frame `gapAt` of the ring, until the reader has had
    /// them.
    private final AtomicLong gap = new AtomicLong();

    private final AtomicLong gapAt = new AtomicLong();
    private long leftOut;

    /// @param frames that can wait, rounded up to a power of two
    public AudioRing(int channels, int frames) {
        this.channels = channels;
        int size = Integer.highestOneBit(Math.max(2, frames) * 2 - 1);
        mask = size - 1;
        samples = new float[size * channels];
    }

    public int channels() {
        return channels;
    }

    /// Takes frames `from` to `from + frames` of every channel.
    ///
    /// @param now the instrument's frame that the first of them is
    @AudioThread
    public void write(float[][] planar, int from, int frames, long now) {
        long w = written.getPlain();
        if (w == 0) {
            first.setPlain(now);
        }
        boolean full = w + frames - read.getAcquire() > mask + 1;
        // Only one gap at a time is told: another goes on until the reader has had the first.
        if (full || (leftOut > 0 && gap.getAcquire() > 0)) {
            lost.setRelease(lost.getPlain() + frames);
            leftOut += frames;
            return;
        }
        if (leftOut > 0) {
            gapAt.setPlain(w);
            gap.setRelease(leftOut);
            leftOut = 0;
        }
        for (int c = 0; c < channels; c++) {
            float[] x = planar[c];
            for (int t = 0; t < frames; t++) {
                samples[(int) ((w + t) & mask) * channels + c] = x[from + t];
            }
        }
        written.setRelease(w + frames);
    }

    /// Moves up to `frames` waiting frames to `interleaved`; returns how many there were, 0 only
    /// when none waits.
    public int read(float[] interleaved, int frames) {
        long r = read.getPlain();
        // Before the gap: whoever sees what follows a gap then sees the gap.
        int n = (int) Math.min(frames, written.getAcquire() - r);
        long silence = gap.getAcquire();
        if (silence > 0 && gapAt.getPlain() == r) {
            n = (int) Math.min(frames, silence);
            Arrays.fill(interleaved, 0, n * channels, 0);
            gap.setRelease(silence - n);
            return n;
        }
        n = silence > 0 ? (int) Math.min(n, gapAt.getPlain() - r) : n;
        for (int t = 0; t < n; t++) {
            System.arraycopy(
                    samples,
                    (int) ((r + t) & mask) * channels,
                    interleaved,
                    t * channels,
                    channels);
        }
        read.setRelease(r + n);
        return n;
    }

    /// The instrument's frame with which the sound begins, once some has been read.
    public long firstFrame() {
        return first.getPlain();
    }

    /// Frames that found the ring full.
    public long lost() {
        return lost.getAcquire();
    }
}
