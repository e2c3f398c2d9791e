package eigentone.models.cell.gated;

import static eigentone.engine.language.Functions.fma;
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

/// A memory that turns: a hollow wave whose output gate opens and closes with it.
///
///     u  = 2 P h, g = tanh(0.1 (d u + J u) + chaos W (h - P h) + drive U x)    candidate
///     c' = f c + i g,   1 - f = e(pitch),   i = 10 gain sin t          memory
///     h' = o tanh(c'),   o = sigmoid(shape u)                          output
///
/// Forget and input gate are the clock: memory is lost and renewed at the rate that turns the ring once
/// a period ([TimeStep]). P takes the pure turn of the ring out of h (doubled, for the output gate
/// rests at a half), J is a quarter turn on, d the damping. The candidate is kept small, where tanh is
/// straight, so that the memory itself is a pure turn; it is the read-out that saturates, and the
/// output gate makes it lopsided.
///
/// Source: Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; forget gate: Gers et al.
/// 2000, doi:10.1162/089976600300015015. The gates' values are written down instead of their
/// pre-activations (a sigmoid next to 1 has too few digits for a pitch); ring and clock are ours.
///
/// In tune within 3 cents at 27 to 4200 Hz while chaos is 0, nothing comes in and gain is at most 3.
/// Chaos hears overtones only: 0.2 costs up to 4 cents, 1 about 50 (110 Hz, three seeds).
///
/// Controls: [Pitch#PITCH], [#GAIN], [#SHAPE], [#CHAOS], [#DRIVE], [PhaseRing#BRIGHTNESS].
///
/// @param inputs channels of `in`
/// @param units on the ring, odd
/// @param seed of W, U and the tone's mixture
public record LstmRing(int inputs, int units, long seed) implements Recurrence {
    public static final ControlSpec GAIN =
            ControlSpec.linear(
                    "gain",
                    "",
                    0.5,
                    6,
                    2,
                    "How much is written into the memory: below 1 it fades, higher is squarer.");
    public static final ControlSpec SHAPE =
            ControlSpec.linear(
                    "shape",
                    "",
                    0,
                    4,
                    1,
                    "How far the output gate follows the wave: even overtones.");
    public static final ControlSpec CHAOS =
            ControlSpec.linear(
                    "chaos",
                    "",
                    0,
                    2,
                    0,
                    "Feedback of the overtones from every unit to every other: growl, then noise.");
    public static final ControlSpec DRIVE =
            ControlSpec.linear("drive", "", 0, 4, 1, "How much of the sound coming in is written.");

    public static final NodeType TYPE =
            new NodeType(
                    "lstm",
                    "cell",
                    "A memory that turns: a hollow wave behind an output gate that moves with it.",
                    "Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; the forget gate is our clock",
                    List.of(
                            new Setting.Size(
                                    "units",
                                    3,
                                    31,
                                    9,
                                    "Units on the ring; an even number gets one more."),
                            new Setting.Size("inputs", 1, 8, 1, "Channels that come in."),
                            Seeded.SEED),
                    s -> new LstmRing(s.size("inputs"), s.size("units") | 1, s.size("seed")));

    /// Size of the candidate. Its third harmonic is SMALL^2 / 12 and would turn the memory's phase:
    /// at 1 the pitch is 2 semitones sharp, at 0.1 under 2 cents.
    private static final double SMALL = 0.1;

    public LstmRing {
        if (units % 2 == 0) {
            throw new IllegalArgumentException(
                    "lstm, units: expected an odd number, got %d; try %d"
                            .formatted(units, units + 1));
        }
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", inputs), h = d.state("h", units), c = d.state("c", units);
        PhaseRing ring = PhaseRing.whole(d, units);
        Vec p = ring.along(h), q = ring.across(h);
        Vec pure = ring.spread(p, q), u = pure.times(2);
        Vec quarter = ring.spread(q.negate(), p).times(2);
        Vec v = fma(u, TimeStep.DAMPING, quarter).times(SMALL);

        Vec wild =
                d.linear(
                        "wild",
                        units,
                        h.minus(pure),
                        Seeded.by(seed, "wild", Orthogonal.haar(SMALL)));
        Vec driven = d.linear("input", units, x, Seeded.by(seed, "input", Initial.normal(SMALL)));
        Vec g = tanh(fma(wild, d.control(CHAOS), fma(driven, d.control(DRIVE), v)));

        TimeStep step = TimeStep.tuned(d, d.constant(1));
        Vec i = step.sine().times(d.control(GAIN)).times(1 / SMALL);
        Vec start = ring.cos().times(Onset.firstFrame(d));
        d.next(c, fma(i, g, c.minus(c.times(step.leak()))).plus(start));

        Vec o = sigmoid(u.times(d.control(SHAPE)));
        d.next(h, o.times(tanh(d.next(c))));
        d.output("out", ring.voice(d, h, pure, seed));
    }
}
