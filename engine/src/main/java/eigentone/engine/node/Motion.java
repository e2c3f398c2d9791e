package eigentone.engine.node;

import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.select;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;

/// Slow motion in float32: steps so small that a plain sum would lose them.
public final class Motion {
    private Motion() {}

    /// `value` + `step`, where what float32 rounds off is carried into the next frame (Kahan 1965).
    ///
    /// `value` is the state that the result (perhaps held to a range) goes back to. Without it a
    /// sum near 1 stands still for steps under 3e-8, which is a motion of three minutes at 192 kHz.
    ///
    /// @param name of the motion; declares the state `name` + `Carried`
    public static Vec add(Definition d, String name, Vec value, Vec step) {
        Vec carried = d.state(name + "Carried", value.length());
        Vec whole = step.plus(carried);
        Vec sum = value.plus(whole);
        d.next(carried, whole.minus(sum.minus(value)));
        return sum;
    }

    /// The part of the way to its target that an exponential approach covers in one frame, 1 -
    /// e^(-n), for time constants that last 1/n frames.
    ///
    /// The difference would cancel for small n, so there the series stands.
    public static Vec approach(Vec timeConstantsPerFrame) {
        Vec n = timeConstantsPerFrame;
        Vec inner = n.times(-1.0 / 4).plus(1).times(n).times(-1.0 / 3).plus(1);
        Vec series = inner.times(n).times(-1.0 / 2).plus(1).times(n);
        return select(n.lessThan(0.05), series, exp(n.negate()).negate().plus(1));
    }

    /// [#approach] for a time constant in seconds, which must be above 0.
    public static Vec approach(Definition d, Vec seconds) {
        return approach(d.constant(1 / d.sampleRateHz()).over(seconds));
    }
}
