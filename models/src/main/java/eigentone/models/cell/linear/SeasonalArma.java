package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import eigentone.models.cell.voice.Onset;
import java.util.Arrays;
import java.util.List;

/// A forecast of the weather as a plucked string: noise that repeats every season, in a vocal tract.
///
///     s_t = Phi (w s_(t-P+1) + (1 - 2w) s_(t-P) + w s_(t-P-1)) + e_t       the season: one period
///     v_t = s_t + tilt s_(t-1)                                            moving average
///     y_t = sum_i a_i y_(t-i) + level v_t                                  autoregression: formants
///     e_t = pluck_t noise_t + sqrt(1 - Phi^2) (breath noise_t + drive in_t)
///
/// This is the multiplicative seasonal ARMA(2 formants, 1)(1, 0)_P of statistics; a season P = rate / f
/// of one period makes it a string (Karplus and Strong's is the same with w = 1/4). The three seasonal
/// lags lie symmetrically about P, so damping does not move the pitch. The autoregression runs as a
/// lattice of its reflection coefficients k_i, which stays stable however they are rounded:
/// f_(i-1) = f_i - k_i b_(i-1)[t-1], b_i = b_(i-1)[t-1] + k_i f_(i-1).
///
/// Source: Box and Jenkins 1970, ch. 9; Markel and Gray 1976, ch. 5 for the lattice; Karplus and Strong,
/// Computer Music Journal 7(2), 1983, doi:10.2307/3680062.
///
/// In tune within 1 cent at 27 to 2100 Hz; higher strings die before they are a tone, because the
/// interpolation of the delay dulls them too.
///
/// Controls: [Pitch#PITCH], [#DECAY], [#DAMPING], [#BREATH], [#DRIVE], [#TILT],
/// [Onset#GATE], [Onset#VELOCITY].
///
/// @param formants in Hz; those above 0.45 of the sample rate are left out
/// @param bandwidthHz of each formant
public record SeasonalArma(List<Double> formants, double bandwidthHz) implements Recurrence {
    public static final ControlSpec DECAY =
            ControlSpec.exponential(
                    "decay", "s", 0.02, 60, 3, "Time in which the string falls by 60 dB.");
    public static final ControlSpec DAMPING =
            ControlSpec.linear("damping", "", 0, 1, 0.2, "How much sooner high overtones die.");
    public static final ControlSpec BREATH =
            ControlSpec.linear(
                    "breath", "", 0, 1, 0, "Noise that never stops: from plucked to blown.");
    public static final ControlSpec DRIVE =
            ControlSpec.linear(
                    "drive",
                    "",
                    0,
                    4,
                    1,
                    "Gain of the sound that comes in; steady noise stays as loud.");
    public static final ControlSpec TILT =
            ControlSpec.linear("tilt", "", -1, 1, 0.5, "From bright to dark.");

    public static final NodeType TYPE =
            new NodeType(
                    "arma",
                    "cell",
                    "Noise that repeats every period, in a vocal tract: a string that speaks.",
                    "Box and Jenkins 1970, ch. 9; Karplus and Strong 1983, doi:10.2307/3680062",
                    List.of(
                            new Setting.Numbers(
                                    "formants",
                                    1,
                                    6,
                                    50,
                                    12_000,
                                    List.of(500.0, 1500.0, 2500.0),
                                    "Resonances in Hz; at first those of a neutral vowel."),
                            new Setting.Numbers(
                                    "bandwidth",
                                    1,
                                    1,
                                    10,
                                    4000,
                                    List.of(150.0),
                                    "Width of the resonances in Hz.")),
                    s ->
                            new SeasonalArma(
                                    Arrays.stream(s.numbers("formants")).boxed().toList(),
                                    s.numbers("bandwidth")[0]));

    /// Lowest note of the delay line, below any string's: 0.06 s of memory for each voice.
    private static final double LOWEST_HZ = 16;

    public SeasonalArma {
        formants = List.copyOf(formants);
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", 1);
        Vec period = d.constant(1).over(Pitch.cyclesPerFrame(d));
        // Reading P - 1 frames back with cubic interpolation needs a delay of 2.
        period = period.max(3).min(d.frames(1 / LOWEST_HZ));
        DelayLine season = d.delay("season", 1, d.frames(1 / LOWEST_HZ) + 3);

        Vec phi = exp(period.times(-ModalBank.SIXTY_DB / d.sampleRateHz()).over(d.control(DECAY)));
        Vec pluck = d.state("pluck", 1);
        // A burst of a third of a period excites all overtones below the third about evenly.
        d.next(pluck, pluck.times(exp(d.constant(-3).over(period))).plus(Onset.strike(d)));
        Vec loss = sqrt(d.constant(1).minus(phi.times(phi)).max(0));
        Vec noise = d.normal(1).times(0.5);
        Vec steady = fma(noise, d.control(BREATH), x.times(d.control(DRIVE)));
        Vec innovation = fma(noise, d.next(pluck), loss.times(steady));

        Vec s = fma(phi, season.readCubic(period.minus(1)), innovation);
        Vec s1 = d.state("before", 1), s2 = d.state("beforeThat", 1);
        d.next(s1, s);
        d.next(s2, s1);
        Vec w = d.control(DAMPING).times(0.25);
        d.feed(season, fma(w, s.plus(s2), s1.times(d.constant(1).minus(w.times(2)))));

        d.output("out", formants(d, fma(s1, d.control(TILT), s)));
    }

    private Vec formants(Definition d, Vec in) {
        double[] hertz = formants.stream().mapToDouble(f -> f).toArray();
        double[] k =
                ArmaDesign.reflections(
                        ArmaDesign.fromFormants(hertz, bandwidthHz, d.sampleRateHz()));
        // White noise comes out as loud as it goes in: its power grows by 1 / product(1 - k^2).
        double level = 1;
        for (double each : k) {
            level *= Math.sqrt(1 - each * each);
        }
        Vec forward = in.times(level);
        Vec[] late = new Vec[k.length], onward = new Vec[k.length];
        for (int i = 0; i < k.length; i++) {
            late[i] = d.state("tube" + (i + 1), 1);
        }
        for (int i = k.length - 1; i >= 0; i--) {
            forward = fma(late[i], -k[i], forward);
            onward[i] = fma(forward, k[i], late[i]);
        }
        d.next(late[0], forward);
        for (int i = 1; i < k.length; i++) {
            d.next(late[i], onward[i - 1]);
        }
        return forward;
    }
}
