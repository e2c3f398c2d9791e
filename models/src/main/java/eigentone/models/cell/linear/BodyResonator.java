package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.matvec;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.models.initial.Orthogonal;
import eigentone.models.initial.Seeded;
import java.util.List;
import java.util.SplittableRandom;

/// The body of an instrument that does not exist: a random linear network that a sound makes ring.
///
///     h' = r A h + B x,   y = sqrt(1 - r^2) C h,   out = x + mix (y - x)
///
/// A is orthogonal with one resonance for every two units, at random frequencies between `lowest` and
/// `highest` (evenly by octave), in a random basis; r = 10^(-3 / (decay rate)). So whatever A, B and C
/// are, the network is stable for every decay, and the sample rate does not move the resonances.
///
/// Source: the state-space form as in [DenseStateSpace]; the design is ours. No definite pitch.
///
/// Controls: [#DECAY], [#MIX].
///
/// @param channels of `in` and `out`
/// @param pairs of units: resonances
/// @param lowestHz resonance
/// @param highestHz resonance, below 0.45 of the sample rate or else brought there
/// @param seed of A, B and C
public record BodyResonator(int channels, int pairs, double lowestHz, double highestHz, long seed)
        implements Recurrence {
    public static final ControlSpec DECAY =
            ControlSpec.exponential(
                    "decay", "s", 0.005, 20, 0.4, "Time in which the body falls by 60 dB.");
    public static final ControlSpec MIX =
            ControlSpec.linear("mix", "", 0, 1, 0.5, "From the sound itself to the body's answer.");

    public static final NodeType TYPE =
            new NodeType(
                    "linear-state-space",
                    "cell",
                    "The body of an instrument that does not exist, rung by what comes in.",
                    "Kalman 1963, doi:10.1137/0301010; random orthogonal design of ours",
                    List.of(
                            new Setting.Size("channels", 1, 8, 1, "Channels in and out."),
                            new Setting.Size("pairs", 1, 32, 8, "Resonances of the body."),
                            new Setting.Numbers(
                                    "range",
                                    2,
                                    2,
                                    10,
                                    20_000,
                                    List.of(80.0, 4000.0),
                                    "Lowest and highest resonance in Hz."),
                            Seeded.SEED),
                    s ->
                            new BodyResonator(
                                    s.size("channels"),
                                    s.size("pairs"),
                                    s.numbers("range")[0],
                                    s.numbers("range")[1],
                                    s.size("seed")));

    @Override
    public void define(Definition d) {
        int units = 2 * pairs;
        Vec x = d.input("in", channels), h = d.state("h", units);
        Vec a =
                d.weight(
                        "a",
                        new Shape(units, units),
                        Seeded.by(seed, "a", Orthogonal.rotations(angles(d))));
        // Unit rows of B and C: white noise of some level at the input gives about that level.
        Initial spread = Initial.normal(1 / Math.sqrt(units));
        Vec b = d.weight("b", new Shape(units, channels), Seeded.by(seed, "b", spread));
        Vec c = d.weight("c", new Shape(channels, units), Seeded.by(seed, "c", Initial.normal(1)));

        Vec radius = exp(d.constant(-ModalBank.SIXTY_DB / d.sampleRateHz()).over(d.control(DECAY)));
        Vec level = sqrt(d.constant(1).minus(radius.times(radius)).max(0));
        d.next(h, matvec(a, h).times(radius).plus(matvec(b, x)));
        d.output("out", lerp(x, matvec(c, d.next(h)).times(level), d.control(MIX)));
    }

    private double[] angles(Definition d) {
        SplittableRandom random = new SplittableRandom(seed);
        double highest = Math.min(highestHz, 0.45 * d.sampleRateHz());
        double[] angles = new double[pairs];
        for (int k = 0; k < pairs; k++) {
            double hertz =
                    lowestHz * Math.pow(highest / lowestHz, (k + random.nextDouble()) / pairs);
            angles[k] = 2 * Math.PI * hertz / d.sampleRateHz();
        }
        return angles;
    }
}
