package eigentone.engine.node.filter;

import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.tanPi;

import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;

/// Where a filter acts: the knobs that all filters share, and what their equations need of them.
public final class Cutoff {
    /// The bilinear transform puts half the sample rate at infinity: beyond this part of the rate a
    /// filter's gain g would exceed 32 and float32 would lose its states' low bits.
    public static final double MAX_CYCLES_PER_FRAME = 0.49;

    public static final ControlSpec CUTOFF =
            ControlSpec.exponential(
                    "cutoff", "Hz", 10, 20000, 1000, "Frequency at which the filter acts.");

    public static final ControlSpec SHIFT =
            ControlSpec.linear(
                    "shift",
                    "semitones",
                    -120,
                    120,
                    0,
                    "Moves the cutoff; for envelopes, slow oscillators and key tracking.");

    /// 0.7071 is the flattest low-pass (Butterworth).
    public static final ControlSpec Q =
            ControlSpec.exponential(
                    "q",
                    "",
                    0.1,
                    100,
                    Math.sqrt(0.5),
                    "Resonance as cutoff over bandwidth; 0.7 has no peak.");

    static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 8, 1, "How many signals pass side by side.");

    private Cutoff() {}

    /// tan(pi cutoff / rate): the gain of a trapezoidal integrator that is exact at the cutoff.
    static Vec integratorGain(Definition d) {
        Vec hz = d.control(CUTOFF).times(exp2(d.control(SHIFT).times(1.0 / 12)));
        return tanPi(hz.times(1 / d.sampleRateHz()).min(MAX_CYCLES_PER_FRAME));
    }
}
