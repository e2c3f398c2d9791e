package eigentone.models.cell.voice;

import static eigentone.engine.language.Functions.fma;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.models.initial.Seeded;
import java.util.Arrays;

/// Units on a ring, each a little later in phase than the one before, like the coils of a motor:
/// what turns on the ring is the pitch, and saturation cannot pull it.
///
///     p = 2/n sum_j h_j cos(a_j),   q = 2/n sum_j h_j sin(a_j)       where on the ring h points
///     spread(p, q)_j = p cos(a_j) + q sin(a_j)                        the n phases of a pure turn
///
/// Two saturating units that turn into each other lock to their own axes, because a square is not
/// round: at 33 Hz, with a gain of 1.2, the pair is 5 % flat or stands still. On a ring of n phases
/// every unit sees the same pure cosine, so each unit's harmonic answer adds up to one real factor on
/// the turn: the angle per step is exactly the intended one. What is left are the harmonics near n
/// (all phases) or 2n (odd saturations), which fall off like the n-th power.
///
/// @param cos of the units' phases
/// @param sin of the units' phases
public record PhaseRing(Vec cos, Vec sin) {
    public static final ControlSpec BRIGHTNESS =
            ControlSpec.linear(
                    "brightness",
                    "",
                    0,
                    2,
                    1,
                    "How much of the units' overtones is heard: 0 is a pure tone.");

    /// Phases over half a turn, j/2n cycles: for saturations with f(-v) = -f(v), where a unit and
    /// its opposite say the same.
    public static PhaseRing half(Definition d, int units) {
        return over(d, units, 0.5);
    }

    /// Phases over a whole turn, j/n cycles: for any saturation; odd n is best.
    public static PhaseRing whole(Definition d, int units) {
        return over(d, units, 1);
    }

    private static PhaseRing over(Definition d, int units, double turns) {
        double[] cos = new double[units], sin = new double[units];
        Arrays.setAll(cos, j -> Math.cos(2 * Math.PI * turns * j / units));
        Arrays.setAll(sin, j -> Math.sin(2 * Math.PI * turns * j / units));
        return new PhaseRing(d.constant(cos), d.constant(sin));
    }

    public int units() {
        return cos.length();
    }

    /// The cosine part of what turns.
    public Vec along(Vec h) {
        return cos.dot(h).times(2.0 / units());
    }

    /// The sine part of what turns.
    public Vec across(Vec h) {
        return sin.dot(h).times(2.0 / units());
    }

    /// The pure turn with parts `p` and `q` in all phases.
    public Vec spread(Vec p, Vec q) {
        return fma(sin, q, cos.times(p));
    }

    /// The ring as one voice: its pure tone, and by the knob `brightness` the overtones of all
    /// units mixed by weights `tone`, which `seed` chooses.
    ///
    /// @param h the units
    /// @param pure `spread(along(h), across(h))`
    public Vec voice(Definition d, Vec h, Vec pure, long seed) {
        // Independent phases of the overtones: their powers add, so one unit's power stays one
        // unit's.
        Vec tone =
                d.weight(
                        "tone",
                        Shape.vector(units()),
                        Seeded.by(seed, "tone", Initial.normal(1 / Math.sqrt(units()))));
        return fma(d.control(BRIGHTNESS), tone.dot(h.minus(pure)), along(h));
    }
}
