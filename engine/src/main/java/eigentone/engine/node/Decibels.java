package eigentone.engine.node;

import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.log;

import eigentone.engine.language.Vec;

/// Between decibels and linear gain.
public final class Decibels {
    private static final double NEPERS = Math.log(10) / 20;

    private Decibels() {}

    /// 10^(db / 20).
    public static Vec gain(Vec db) {
        return exp(db.times(NEPERS));
    }

    /// 20 log10(gain) for a gain of 0 or more; 0 gives -759 dB.
    public static Vec of(Vec gain) {
        return log(gain).times(1 / NEPERS);
    }

    /// 10^(db / 20) for a constant.
    public static double gain(double db) {
        return Math.exp(db * NEPERS);
    }
}
