package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.atan;
import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.tanPi;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;

/// Losses of delay lines in a lossless network such that everything decays at the wanted rate.
///
/// A signal that has spent t seconds in a line is turned down by what t seconds of decay cost:
///
///     low = 10^(-3 t / t60),  high = 10^(-3 t damping / t60)
///     l = one-pole low-pass of x at the crossover,  y = high x + (low - high) l
///
/// So all modes of the network decay alike, whatever its matrix and the lengths of its lines.
///
/// Source: J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial
/// reverberators", AES Convention 90, 1991. Their one-pole ties the highs' decay to half the sample
/// rate; this shelf has its corner at a frequency of its own.
///
/// @param low gain of each line well below the crossover
/// @param high gain of each line well above it
/// @param g gain of a trapezoidal integrator at the crossover
record Decay(Vec low, Vec high, Vec g) {
    static final double LOG2_OF_1000 = Math.log(1000) / Math.log(2);

    /// See [eigentone.engine.node.filter.Cutoff#MAX_CYCLES_PER_FRAME].
    private static final double MAX_CYCLES_PER_FRAME = 0.49;

    static final ControlSpec DAMPING =
            ControlSpec.exponential(
                    "damping",
                    "",
                    1,
                    30,
                    3,
                    "How many times faster the highs decay; 1: no faster.");

    static final ControlSpec CROSSOVER =
            ControlSpec.exponential(
                    "crossover", "Hz", 100, 20000, 3000, "Above this frequency it is damped.");

    /// @param seconds of each line
    /// @param t60Seconds time to decay by 60 dB, a scalar
    /// @param loss 1, or less to decay slower: 0 keeps everything
    static Decay of(Definition d, Vec seconds, Vec t60Seconds, Vec damping, Vec loss) {
        Vec octaves = seconds.times(loss.over(t60Seconds).times(-LOG2_OF_1000));
        Vec hz = d.control(CROSSOVER);
        return new Decay(
                exp2(octaves),
                exp2(octaves.times(damping)),
                tanPi(hz.times(1 / d.sampleRateHz()).min(MAX_CYCLES_PER_FRAME)));
    }

    /// `x` with its losses, times `scale`; adds the state `name`.
    Vec of(Definition d, String name, Vec x, double scale) {
        Vec s = d.state(name, x.length());
        Vec v = x.minus(s).times(g.over(g.plus(1)));
        Vec l = v.plus(s);
        d.next(s, l.plus(v));
        return fma(l, low.minus(high).times(scale), x.times(high.times(scale)));
    }

    /// How many cycles of `cyclesPerFrame` the losses come late.
    Vec lagCycles(Vec cyclesPerFrame) {
        Vec w = tanPi(cyclesPerFrame).over(g);
        return atan(w).minus(atan(w.times(high.over(low)))).times(1 / (2 * Math.PI));
    }
}
