package eigentone.engine.run;

import eigentone.engine.AudioThread;

/// From one sound to another in a fixed time at equal power: cosine and sine of a quarter turn.
@AudioThread
final class Crossfade {
    private final float[] gains;
    private int at;

    Crossfade(int frames) {
        gains = new float[frames + 1];
        for (int i = 0; i <= frames; i++) {
            gains[i] = (float) StrictMath.sin(Math.PI / 2 * i / frames);
        }
        at = frames;
    }

    int frames() {
        return gains.length - 1;
    }

    void begin() {
        at = 0;
    }

    /// Fades `frames` frames further, from `old` to `into`; returns whether it has arrived.
    boolean mix(float[][] into, float[][] old, int channels, int frames) {
        int length = frames();
        int n = Math.min(frames, length - at);
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < n; t++) {
                into[c][t] = gains[at + t] * into[c][t] + gains[length - at - t] * old[c][t];
            }
        }
        at += n;
        return at == length;
    }
}
