package eigentone.models.cell.orthogonal;

import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.cos2pi;
import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.reflect;
import static eigentone.engine.language.Functions.sin2pi;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import eigentone.models.cell.orthogonal.OrthogonalCell.Activation;
import eigentone.models.cell.voice.Onset;
import eigentone.models.initial.Seeded;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// An orthogonal network as a tuned pad: harmonics that turn for a very long time, struck or blown.
///
///     h' = phi(Q (r R(t) Q^T h + u)),   y = c . Q^T h
///     R turns plane k by k t 2^(detune z_k / 1200),   Q = H_1 ... H_m (mirrors)
///
/// The recurrent matrix Q R Q^T is orthogonal with eigenvalues e^(+-i k t): a harmonic series on the
/// note. r = 10^(-3 / (decay rate)) is the only loss. z_k is random, 0 for the fundamental. With phi =
/// none the planes do not hear each other; with tanh loud sounds saturate in the mixed basis Q, where
/// every unit carries every harmonic, and with modReLU soft ones are swallowed.
///
/// u strikes plane k with level k^-tilt, blows on it with noise and lets `in` drive it, both times
/// sqrt(1 - r^2), so that the decay does not change their loudness.
///
/// Source: Mhammedi et al. 2017, arXiv:1612.00188; Arjovsky et al. 2016, arXiv:1511.06464. The
/// eigenvalues tied to a note are ours.
///
/// In tune within 1 cent at 27 to 4200 Hz with activation none, struck; noise lets the pitch waver by
/// its bandwidth, 2.2 / decay Hz.
///
/// Controls: [Pitch#PITCH], [#DECAY], [#DETUNE], [#TILT], [#BREATH], [#DRIVE], [Onset#GATE],
/// [Onset#VELOCITY].
///
/// @param harmonics planes: half the units
/// @param mirrors m, how well the basis is mixed
/// @param seed of z, Q and the harmonics' phases
public record OrthogonalPad(int harmonics, int mirrors, Activation activation, long seed)
        implements Recurrence {
    public static final ControlSpec DECAY =
            ControlSpec.exponential("decay", "s", 0.05, 120, 6, "Time in which it falls by 60 dB.");
    public static final ControlSpec DETUNE =
            ControlSpec.linear(
                    "detune",
                    "cents",
                    0,
                    100,
                    4,
                    "How far the overtones stray from the harmonic series.");
    public static final ControlSpec TILT =
            ControlSpec.linear("tilt", "", 0, 3, 1, "How much softer high harmonics are struck.");
    public static final ControlSpec BREATH =
            ControlSpec.linear("breath", "", 0, 1, 0, "Noise that keeps it sounding.");
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
                    "orthogonal",
                    "cell",
                    "A tuned pad: harmonics in a network that loses nothing but what you allow.",
                    "Mhammedi et al. 2017, arXiv:1612.00188; eigenvalues tied to the note",
                    List.of(
                            new Setting.Size("harmonics", 1, 32, 8, "Harmonics; two units each."),
                            new Setting.Size("mirrors", 1, 4, 1, "Reflections that mix the units."),
                            new Setting.Choice(
                                    "activation",
                                    List.of("none", "tanh", "modrelu"),
                                    "What each unit does to its sum."),
                            Seeded.SEED),
                    s ->
                            new OrthogonalPad(
                                    s.size("harmonics"),
                                    s.size("mirrors"),
                                    Activation.valueOf(
                                            s.choice("activation").toUpperCase(Locale.ROOT)),
                                    s.size("seed")));

    private static final double SIXTY_DB = 3 * Math.log(10);

    @Override
    public void define(Definition d) {
        int n = harmonics;
        Vec x = d.input("in", 1), h = d.state("h", 2 * n);
        double[] number = new double[n], octaves = new double[n], stray = new double[n];
        double[] cosines = new double[n], sines = new double[n];
        SplittableRandom random = new SplittableRandom(seed);
        for (int k = 0; k < n; k++) {
            number[k] = k + 1;
            octaves[k] = Math.log(k + 1) / Math.log(2);
            stray[k] = k == 0 ? 0 : random.nextGaussian() / 1200;
            double phase = 2 * Math.PI * random.nextDouble();
            cosines[k] = Math.cos(phase);
            sines[k] = Math.sin(phase);
        }

        Vec bend = exp2(d.constant(stray).times(d.control(DETUNE)));
        Vec turn = d.constant(number).times(Pitch.cyclesPerFrame(d)).times(bend);
        Vec heard = turn.lessThan(Pitch.MAX_CYCLES_PER_FRAME);
        Vec held = turn.min(Pitch.MAX_CYCLES_PER_FRAME);
        Vec radius = exp(d.constant(-SIXTY_DB / d.sampleRateHz()).over(d.control(DECAY)));
        Vec cos = cos2pi(held).times(radius), sin = sin2pi(held).times(radius);

        Vec[] mirror = new Vec[mirrors];
        for (int i = 0; i < mirrors; i++) {
            String name = "mirror" + (i + 1);
            mirror[i] =
                    d.weight(name, Shape.vector(2 * n), Seeded.by(seed, name, Initial.normal(1)));
        }
        Vec plane = h;
        for (int i = 0; i < mirrors; i++) {
            plane = reflect(plane, mirror[i]);
        }
        Vec re = plane.slice(0, n), im = plane.slice(n, 2 * n);

        Vec falling = exp2(d.constant(octaves).times(d.control(TILT)).negate());
        Vec level = falling.over(falling.sum()).times(heard);
        Vec loss = sqrt(d.constant(1).minus(radius.times(radius)).max(0));
        Vec steady = fma(x, d.control(DRIVE), d.normal(1).times(d.control(BREATH)));
        Vec excited = level.times(fma(loss, steady, Onset.strike(d)));
        // Random phases keep the strike from being a click.
        Vec re2 = fma(d.constant(cosines), excited, cos.times(re).minus(sin.times(im)));
        Vec im2 = fma(d.constant(sines), excited, sin.times(re).plus(cos.times(im)));
        Vec next = concat(re2, im2);
        for (int i = mirrors - 1; i >= 0; i--) {
            next = reflect(next, mirror[i]);
        }
        d.next(h, activation.of(d, next));
        d.output("out", re.sum());
    }
}
