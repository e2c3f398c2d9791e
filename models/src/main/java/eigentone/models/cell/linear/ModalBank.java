package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.cos2pi;
import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sin2pi;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import eigentone.models.cell.voice.Onset;
import java.util.Arrays;
import java.util.List;

/// A struck bar, bell or bowl: modes at given ratios that ring out, each in its own time.
///
///     s_k' = r_k e^(i t_k) s_k + level_k (strike + drive sqrt(1 - r_k^2) x)
///     y = sum_k Im s_k'
///     t_k = 2 pi ratio_k f / rate,   r_k = 10^(-3 / (T_k rate)),   T_k = decay decays_k
///
/// a [DiagonalStateSpace] whose poles are written down: T_k is the time in which mode k falls by 60 dB.
/// The mallet: level_k = levels_k exp(-f_k / hardness) / sum of levels. Modes above 0.49 of the sample
/// rate are silent. `decays` and `levels` shorter than `ratios` go on with their last number.
///
/// Unless said it is a marimba's bar, tuned 1 : 3.9 : 9.2 (N. Fletcher and T. Rossing, "The Physics of
/// Musical Instruments", 2nd ed., Springer 1998, ch. 19).
///
/// Source: Gu et al. 2022, arXiv:2206.11893 for the diagonal form; modal synthesis: J.-M. Adrien 1991.
///
/// In tune within 1 cent wherever a mode of ratio 1 is below 0.49 of the sample rate.
///
/// Controls: [Pitch#PITCH], [#DECAY], [#HARDNESS], [#DRIVE], [Onset#GATE], [Onset#VELOCITY].
///
/// @param ratios of the modes' frequencies to the pitch
/// @param decays of the modes' T60 to the knob's
/// @param levels of the modes before the mallet
public record ModalBank(List<Double> ratios, List<Double> decays, List<Double> levels)
        implements Recurrence {
    public static final ControlSpec DECAY =
            ControlSpec.exponential(
                    "decay", "s", 0.02, 60, 1.2, "Time in which the tone falls by 60 dB.");
    public static final ControlSpec HARDNESS =
            ControlSpec.exponential(
                    "hardness",
                    "Hz",
                    100,
                    100_000,
                    6000,
                    "How high the mallet reaches: soft to hard.");
    public static final ControlSpec DRIVE =
            ControlSpec.linear(
                    "drive",
                    "",
                    0,
                    4,
                    1,
                    "Gain of the sound that comes in; steady noise stays as loud.");

    public static final NodeType TYPE =
            new NodeType(
                    "modal",
                    "cell",
                    "A struck bar, bell or bowl: modes that ring out; at first a marimba.",
                    "Gu et al. 2022, arXiv:2206.11893; Fletcher and Rossing 1998, ch. 19",
                    List.of(
                            new Setting.Numbers(
                                    "ratios",
                                    1,
                                    64,
                                    0.01,
                                    100,
                                    List.of(1.0, 3.9, 9.2),
                                    "Frequencies of the modes, as multiples of the pitch."),
                            new Setting.Numbers(
                                    "decays",
                                    1,
                                    64,
                                    0.001,
                                    10,
                                    List.of(1.0, 0.3, 0.1),
                                    "How long each mode rings, as a part of the decay."),
                            new Setting.Numbers(
                                    "levels",
                                    1,
                                    64,
                                    0,
                                    1,
                                    List.of(1.0, 0.5, 0.25),
                                    "How strongly each mode is struck.")),
                    s ->
                            new ModalBank(
                                    list(s.numbers("ratios")),
                                    list(s.numbers("decays")),
                                    list(s.numbers("levels"))));

    /// -ln 0.001: an amplitude falls by 60 dB in that many time constants.
    static final double SIXTY_DB = 3 * Math.log(10);

    public ModalBank {
        ratios = List.copyOf(ratios);
        decays = List.copyOf(decays);
        levels = List.copyOf(levels);
    }

    private static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /// As many numbers as there are modes, the last one again and again where the list is shorter.
    private Vec perMode(Definition d, List<Double> numbers) {
        double[] v = new double[ratios.size()];
        Arrays.setAll(v, k -> numbers.get(Math.min(k, numbers.size() - 1)));
        return d.constant(v);
    }

    @Override
    public void define(Definition d) {
        int n = ratios.size();
        Vec x = d.input("in", 1), re = d.state("re", n), im = d.state("im", n);
        Vec ratio = perMode(d, ratios), hertz = ratio.times(Pitch.hertz(d.control(Pitch.PITCH)));
        Vec turn = hertz.times(1 / d.sampleRateHz());
        Vec heard = turn.lessThan(Pitch.MAX_CYCLES_PER_FRAME);
        Vec struck = perMode(d, levels);
        Vec level =
                struck.times(exp(hertz.over(d.control(HARDNESS)).negate()))
                        .over(struck.sum().max(1e-6))
                        .times(heard);

        Vec t60 = perMode(d, decays).times(d.control(DECAY));
        Vec radius = exp(d.constant(-SIXTY_DB / d.sampleRateHz()).over(t60));
        Vec held = turn.min(Pitch.MAX_CYCLES_PER_FRAME);
        Vec a = radius.times(cos2pi(held)), b = radius.times(sin2pi(held));
        Vec loss = sqrt(d.constant(1).minus(radius.times(radius)).max(0));
        Vec driven = loss.times(x.times(d.control(DRIVE)));
        Vec excited = level.times(driven.plus(Onset.strike(d)));
        d.next(re, fma(a, re, excited).minus(b.times(im)));
        d.next(im, fma(a, im, b.times(re)));
        d.output("out", d.next(im).sum());
    }
}
