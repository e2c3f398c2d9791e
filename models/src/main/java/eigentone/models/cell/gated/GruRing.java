package eigentone.models.cell.gated;

import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.sigmoid;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.models.cell.voice.Onset;
import eigentone.models.cell.voice.PhaseRing;
import eigentone.models.cell.voice.TimeStep;
import eigentone.models.initial.Orthogonal;
import eigentone.models.initial.Seeded;
import java.util.List;

/// A gated network in its own limit cycle: a reedy drone that a sound coming in can pull about.
///
///     v  = gain (P h + 1/d J h)                          where the ring points, and where it goes
///     r  = 2 sigmoid(reset v)                            reset gate
///     n  = tanh(r v + chaos W (h - P h) + drive U x)             candidate
///     h' = (1 - z) n + z h,   1 - z = e(pitch)           update gate
///
/// The update gate is the clock: it lets in so much of the candidate per frame that the ring turns once
/// a period ([TimeStep]). P takes the pure turn of the ring out of h, J is P a quarter turn on, d the
/// damping. The reset gate opens for one half of the wave, which brings the even overtones of a reed.
///
/// Source: Cho et al. 2014, arXiv:1406.1078. The gates' values are written down instead of their
/// pre-activations (a sigmoid next to 1 has too few digits for a pitch); the reset gate is doubled, so
/// that it rests at 1; ring and clock are ours.
///
/// In tune within 3 cents at 27 to 2100 Hz while chaos is 0, nothing comes in, gain at most 2 and reset
/// at most 1 (9 units); with more gain or reset high notes bend, as they do next to the update gate's
/// limit, 0.17 of the sample rate. Chaos hears overtones only:
/// 0.2 costs up to 6 cents, 1 about 50 (110 Hz, three seeds).
///
/// Controls: [Pitch#PITCH], [#GAIN], [#RESET], [#CHAOS], [#DRIVE], [#SWAY], [PhaseRing#BRIGHTNESS].
///
/// @param inputs channels of `in`
/// @param units on the ring, odd
/// @param seed of W, U and the tone's mixture
public record GruRing(int inputs, int units, long seed) implements Recurrence {
    public static final ControlSpec GAIN =
            ControlSpec.linear(
                    "gain",
                    "",
                    0.5,
                    4,
                    2,
                    "How strongly the ring feeds itself; below 1 it dies away.");
    public static final ControlSpec RESET =
            ControlSpec.linear(
                    "reset",
                    "",
                    0,
                    4,
                    1,
                    "How far the reset gate follows the wave: even overtones.");
    public static final ControlSpec CHAOS =
            ControlSpec.linear(
                    "chaos",
                    "",
                    0,
                    4,
                    0,
                    "Feedback of the overtones from every unit to every other: growl, then noise.");
    public static final ControlSpec DRIVE =
            ControlSpec.linear(
                    "drive", "", 0, 4, 1, "How far the sound coming in enters the candidate.");
    public static final ControlSpec SWAY =
            ControlSpec.linear(
                    "sway",
                    "",
                    0,
                    1,
                    0,
                    "How far the sound coming in opens the update gate: it bends the pitch.");

    public static final NodeType TYPE =
            new NodeType(
                    "gru",
                    "cell",
                    "A gated network in its own limit cycle: a reedy drone.",
                    "Cho et al. 2014, arXiv:1406.1078; the update gate is our clock",
                    List.of(
                            new Setting.Size(
                                    "units",
                                    3,
                                    31,
                                    9,
                                    "Units on the ring; an even number gets one more."),
                            new Setting.Size("inputs", 1, 8, 1, "Channels that come in."),
                            Seeded.SEED),
                    s -> new GruRing(s.size("inputs"), s.size("units") | 1, s.size("seed")));

    public GruRing {
        if (units % 2 == 0) {
            throw new IllegalArgumentException(
                    "gru, units: expected an odd number, got %d; try %d"
                            .formatted(units, units + 1));
        }
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = d.state("h", units);
        PhaseRing ring = PhaseRing.whole(d, units);
        Vec p = ring.along(h), q = ring.across(h), pure = ring.spread(p, q);
        Vec a = d.control(GAIN), b = a.times(1 / TimeStep.DAMPING);
        Vec v = ring.spread(p.times(a).minus(q.times(b)), q.times(a).plus(p.times(b)));

        Vec r = sigmoid(v.times(d.control(RESET))).times(2);
        Vec wild =
                d.linear("wild", units, h.minus(pure), Seeded.by(seed, "wild", Orthogonal.haar()));
        Vec driven = d.linear("input", units, x, Seeded.by(seed, "input", Initial.normal(0.5)));
        Vec others = fma(wild, d.control(CHAOS), driven.times(d.control(DRIVE)));
        Vec n = tanh(fma(r, v, others));

        // tanh holds the bend between nothing and the octave above.
        Vec bend = tanh(x.sum().times(d.control(SWAY))).plus(1);
        Vec entering = TimeStep.tuned(d, bend).leak();
        // Half of full scale is near the limit cycle, so a note speaks at once.
        Vec start = ring.cos().times(Onset.firstFrame(d).times(0.5));
        d.next(h, lerp(h, n, entering).plus(start));
        d.output("out", ring.voice(d, h, pure, seed));
    }
}
