package eigentone.engine.node.filter;

import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The mixing desk's equaliser band: one of the cookbook's eight responses.
///
/// The transfer functions are those of the Audio EQ Cookbook; instead of its direct form, which
/// float32 spoils at low cutoffs, the same function is mixed from the two-integrator loop
/// ([StateVariable]): y = m0 x + m1 v1 + m2 v2, with A = 10^(gain/40) and
///
///     lowpass    0, 0, 1             peak        1, k (A^2 - 1), 0       k = 1/(A q)
///     highpass   1, -k, -1           low-shelf   1, k (A - 1), A^2 - 1   g / sqrt(A)
///     bandpass   0, k, 0             high-shelf  A^2, k A (1 - A), 1 - A^2   g sqrt(A)
///     notch      1, -k, 0
///     allpass    1, -2 k, 0          k = 1/q and g = tan(pi cutoff / rate) where not said
///
/// Source: R. Bristow-Johnson, "Audio EQ Cookbook", W3C Note 2021; mixing coefficients: A. Simper,
/// "SvfLinearTrapOptimised2", Cytomic 2013.
///
/// Controls: [Cutoff#CUTOFF], [Cutoff#SHIFT], [Cutoff#Q]; [#GAIN] for the peak and the shelves.
///
/// @param response which of the eight
/// @param channels signals side by side
public record Biquad(Response response, int channels) implements Recurrence {
    /// The cookbook's filters; `BANDPASS` is the one of 0 dB at its peak.
    public enum Response {
        LOWPASS,
        HIGHPASS,
        BANDPASS,
        NOTCH,
        ALLPASS,
        PEAK,
        LOW_SHELF,
        HIGH_SHELF;

        /// The name in patches, e.g. `low-shelf`.
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static final ControlSpec GAIN =
            ControlSpec.linear(
                    "gain", "dB", -36, 36, 0, "How far the peak or shelf is raised or lowered.");

    public static final NodeType TYPE =
            new NodeType(
                    "biquad",
                    "filter",
                    "The mixing desk's equaliser band: one of eight responses.",
                    "Bristow-Johnson, Audio EQ Cookbook, W3C Note 2021; realised as Simper 2013.",
                    List.of(
                            new Setting.Choice(
                                    "response",
                                    Arrays.stream(Response.values()).map(Response::id).toList(),
                                    "What the filter does to the spectrum."),
                            Cutoff.CHANNELS),
                    s -> {
                        String name = s.choice("response").replace('-', '_');
                        return new Biquad(
                                Response.valueOf(name.toUpperCase(Locale.ROOT)),
                                s.size("channels"));
                    });

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        Vec g = Cutoff.integratorGain(d);
        Vec k = d.constant(1).over(d.control(Cutoff.Q));
        switch (response) {
            case LOWPASS -> d.output("out", loop(d, x, g, k).low());
            case HIGHPASS -> {
                StateVariable v = loop(d, x, g, k);
                d.output("out", fma(v.band(), k.negate(), x).minus(v.low()));
            }
            case BANDPASS -> d.output("out", loop(d, x, g, k).band().times(k));
            case NOTCH -> d.output("out", fma(loop(d, x, g, k).band(), k.negate(), x));
            case ALLPASS -> d.output("out", fma(loop(d, x, g, k).band(), k.times(-2), x));
            case PEAK -> {
                Vec a = amplitude(d), narrow = k.over(a);
                Vec m1 = narrow.times(a.times(a).minus(1));
                d.output("out", fma(loop(d, x, g, narrow).band(), m1, x));
            }
            case LOW_SHELF -> {
                Vec a = amplitude(d);
                StateVariable v = loop(d, x, g.over(sqrt(a)), k);
                Vec m1 = k.times(a.minus(1)), m2 = a.times(a).minus(1);
                d.output("out", fma(v.low(), m2, fma(v.band(), m1, x)));
            }
            case HIGH_SHELF -> {
                Vec a = amplitude(d), m0 = a.times(a);
                StateVariable v = loop(d, x, g.times(sqrt(a)), k);
                Vec m1 = k.times(a.minus(m0)), m2 = d.constant(1).minus(m0);
                d.output("out", fma(v.low(), m2, fma(v.band(), m1, x.times(m0))));
            }
        }
    }

    private static StateVariable loop(Definition d, Vec x, Vec g, Vec k) {
        return StateVariable.of(d, "loop", x, g, k);
    }

    /// A = 10^(gain/40), the square root of the gain.
    private static Vec amplitude(Definition d) {
        return exp2(d.control(GAIN).times(Math.log(10) / Math.log(2) / 40));
    }
}
