package eigentone.engine.run;

import eigentone.engine.AudioThread;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The greatest sample of each channel since it was last asked for.
public final class LevelMeter {
    private final AtomicIntegerArray peaks;

    LevelMeter(int channels) {
        peaks = new AtomicIntegerArray(channels);
    }

    @AudioThread
    void record(float[][] channels, int frames) {
        for (int c = 0; c < channels.length; c++) {
            float peak = Float.intBitsToFloat(peaks.getAcquire(c)), before = peak;
            float[] x = channels[c];
            for (int t = 0; t < frames; t++) {
                peak = Math.max(peak, Math.abs(x[t]));
            }
            if (peak > before) {
                peaks.setRelease(c, Float.floatToRawIntBits(peak));
            }
        }
    }

    /// The peak of a channel since the last call, as a gain.
    public float take(int channel) {
        return Float.intBitsToFloat(peaks.getAndSet(channel, 0));
    }
}
