package eigentone.models.cell.vanilla;

import static eigentone.engine.language.Functions.cos2pi;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sin2pi;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import eigentone.models.cell.voice.Onset;
import eigentone.models.cell.voice.PhaseRing;
import eigentone.models.initial.Orthogonal;
import eigentone.models.initial.Seeded;
import java.util.List;

/// A saturating network that sings: from sine to square by its gain, and into chaos by a knob.
///
///     h' = tanh(g R(t) h + chaos W (h - P h) + drive U x)
///
/// an Elman network whose recurrent matrix g R(t) turns the ring of units by the note's angle t per
/// frame ([PhaseRing]): rank 2, both its eigenvalues g e^(+-it). Below g = 1 it is a resonator for
/// what comes in, above it oscillates at the same pitch and squares off. P takes the pure turn of the
/// ring out of h. W is random orthogonal and couples what is left, the overtones of all units: from
/// 0.05 on the pitch strays by tens of cents, from about 0.5 there may be none (110 Hz, three seeds).
///
/// Source: Elman 1990, doi:10.1207/s15516709cog1402_1; the gain as the way into chaos: Sompolinsky,
/// Crisanti and Sommers, Phys. Rev. Lett. 61, 1988, doi:10.1103/PhysRevLett.61.259. The ring is ours.
///
/// In tune within 3 cents at 27 to 4200 Hz while chaos is 0, nothing comes in and the gain is at most 2
/// (9 units) or 3 (15 units); with more the units stick at their limits and low notes go flat.
///
/// Controls: [Pitch#PITCH], [#GAIN], [#CHAOS], [#DRIVE], [PhaseRing#BRIGHTNESS].
///
/// @param inputs channels of `in`
/// @param units on the ring
/// @param wild whether there is W at all; without it a step costs a third less
/// @param seed of W, U and the tone's mixture
public record ElmanRing(int inputs, int units, boolean wild, long seed) implements Recurrence {
    public static final ControlSpec GAIN =
            ControlSpec.linear(
                    "gain",
                    "",
                    0.5,
                    4,
                    1.6,
                    "Feedback of the ring: below 1 it rings out, from 1 it sings, higher is squarer.");
    public static final ControlSpec CHAOS =
            ControlSpec.linear(
                    "chaos",
                    "",
                    0,
                    2,
                    0,
                    "Feedback of the overtones from every unit to every other: growl, then noise.");
    public static final ControlSpec DRIVE =
            ControlSpec.linear("drive", "", 0, 4, 1, "Gain of the sound that comes in.");

    public static final NodeType TYPE =
            new NodeType(
                    "elman",
                    "cell",
                    "A saturating network that sings: from sine to square, and into chaos.",
                    "Elman 1990, doi:10.1207/s15516709cog1402_1; our ring tunes it",
                    List.of(
                            new Setting.Size(
                                    "units",
                                    3,
                                    32,
                                    9,
                                    "Units on the ring: more hold the pitch better."),
                            new Setting.Size("inputs", 1, 8, 1, "Channels that come in."),
                            new Setting.Choice(
                                    "wild",
                                    List.of("dense", "none"),
                                    "None: no chaos, and less work for the machine."),
                            Seeded.SEED),
                    s ->
                            new ElmanRing(
                                    s.size("inputs"),
                                    s.size("units"),
                                    s.choice("wild").equals("dense"),
                                    s.size("seed")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = d.state("h", units);
        PhaseRing ring = PhaseRing.half(d, units);
        Vec p = ring.along(h), q = ring.across(h), pure = ring.spread(p, q);

        Vec turn = Pitch.cyclesPerFrame(d), g = d.control(GAIN);
        Vec cos = cos2pi(turn).times(g), sin = sin2pi(turn).times(g);
        Vec turned = ring.spread(p.times(cos).minus(q.times(sin)), p.times(sin).plus(q.times(cos)));

        // Spread over the units' phases so that a full-scale input moves the ring by about 1.
        Vec driven = d.linear("input", units, x, Seeded.by(seed, "input", Initial.normal(0.5)));
        Vec excited = fma(driven, d.control(DRIVE), ring.cos().times(Onset.firstFrame(d)));

        Vec tame = turned.plus(excited);
        d.next(h, tanh(wild ? fma(overtones(d, h, pure), d.control(CHAOS), tame) : tame));
        d.output("out", ring.voice(d, h, pure, seed));
    }

    private Vec overtones(Definition d, Vec h, Vec pure) {
        Initial any = Seeded.by(seed, "wild", Orthogonal.haar());
        return d.linear("wild", units, h.minus(pure), any);
    }
}
