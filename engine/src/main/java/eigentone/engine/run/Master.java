package eigentone.engine.run;

import eigentone.engine.AudioThread;

/// The last stage before a file or device: no constant offset leaves, nothing beyond -0.3 dBFS, and
/// nothing not finite.
///
/// A high-pass at 5 Hz takes the offset away, as [eigentone.engine.node.filter.DcBlock] does. Up to
/// [#KNEE] the signal then passes unchanged; above it bends smoothly towards the ceiling: y = k +
/// (c
/// - k) t / (1 + t), t = (x - k) / (c - k). No latency.
@AudioThread
public final class Master {
    /// -0.3 dBFS.
    public static final float CEILING = 0.96605086f;

    /// About -1.9 dBFS: a signal that stays below is untouched.
    public static final float KNEE = 0.8f;

    private static final double CUTOFF_HZ = 5;

    /// Far below what a float can add to a sound; nothing smaller goes round in the high-pass.
    private static final double NOTHING = 1e-20;

    private final double step;
    private final double[] offset;
    private long bent;

    public Master(int channels, double sampleRateHz) {
        double g = StrictMath.tan(Math.PI * CUTOFF_HZ / sampleRateHz);
        step = g / (1 + g);
        offset = new double[channels];
    }

    /// Changes `frames` frames of every channel in place.
    public void protect(float[][] channels, int frames) {
        for (int c = 0; c < channels.length; c++) {
            float[] x = channels[c];
            double s = offset[c];
            for (int t = 0; t < frames; t++) {
                double in = Float.isFinite(x[t]) ? x[t] : 0;
                double v = (in - s) * step;
                float y = (float) (in - v - s);
                s += 2 * v;
                s = Math.abs(s) < NOTHING ? 0 : s;
                float size = Math.abs(y);
                if (size > KNEE) {
                    bent++;
                    y = Math.copySign(bent(size), y);
                }
                x[t] = size < NOTHING ? 0 : y;
            }
            offset[c] = s;
        }
    }

    private static float bent(float size) {
        float range = CEILING - KNEE;
        float t = (size - KNEE) / range;
        return t > 1e6f ? CEILING : KNEE + range * (t / (1 + t));
    }

    /// Samples that had to be bent so far.
    public long bentSamples() {
        return bent;
    }
}
