package eigentone.engine.run;

import eigentone.engine.AudioThread;

/// The last stage before a file or device: nothing leaves beyond -0.3 dBFS, and nothing not finite.
///
/// Up to [#KNEE] the signal passes unchanged; above it bends smoothly towards the ceiling: y = k +
/// (c - k) t / (1 + t), t = (x - k) / (c - k). It has no state and no latency.
@AudioThread
public final class Master {
    /// -0.3 dBFS.
    public static final float CEILING = 0.96605086f;

    /// About -1.9 dBFS: a signal that stays below is untouched.
    public static final float KNEE = 0.8f;

    private Master() {}

    /// Bends `frames` frames of every channel in place; returns how many samples were changed.
    public static int protect(float[][] channels, int frames) {
        int changed = 0;
        for (int c = 0; c < channels.length; c++) {
            float[] x = channels[c];
            for (int t = 0; t < frames; t++) {
                float v = x[t], size = Math.abs(v);
                if (!(size <= KNEE)) {
                    changed++;
                    x[t] = Float.isFinite(v) ? Math.copySign(bent(size), v) : 0;
                }
            }
        }
        return changed;
    }

    private static float bent(float size) {
        float range = CEILING - KNEE;
        float t = (size - KNEE) / range;
        return t > 1e6f ? CEILING : KNEE + range * (t / (1 + t));
    }
}
