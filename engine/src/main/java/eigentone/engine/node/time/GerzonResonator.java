package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.atan;
import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.cos2pi;
import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import eigentone.engine.node.filter.DcBlock;
import java.util.List;

/// The room played as an instrument: strings at one bridge. Strike it with a click or a burst of
/// noise, or sing into it.
///
///     s_i = line_i[D_i],  r_i = L_i s_i,  line <- r - (2/N) sum(r) + x / sqrt(N)
///     out = sum of +-r_i / sqrt(N)
///
/// A Gerzon network whose orthogonal matrix is the reflection 1 - 2/N. Without losses its modes
/// are where sum_i cot(pi f T_i) = 0, T_i the time in line i: N equal strings that meet in one
/// point. String i is tuned to i^stretch times the note, T_i = 1 / (f i^stretch); for the note
/// itself to be a mode, the first string must be
///
///     T_1 = (1/2 + atan(sum_{i>1} cot(pi f T_i)) / pi) / f,
///
/// a little shorter than the period, and no mode is lower: the left side falls from infinity at 0
/// to its first pole at 1 / T_1 > f. Lengths are exact at f, the lag of the losses included.
///
/// Source: M. Gerzon, "Unitary (energy-preserving) multichannel networks with feedback",
/// Electronics Letters 12(11), 1976; the reflection as a junction of strings: J. Smith, "Physical
/// Audio Signal Processing", 2010. The closed form for T_1 is ours.
///
/// Controls: [Pitch#PITCH], [#STRETCH], [#T60], [Decay#DAMPING], [Decay#CROSSOVER].
///
/// @param lines strings, 2 to 16
public record GerzonResonator(int lines) implements Recurrence {
    /// Below, the lines would be longer than they are worth.
    private static final double MIN_HZ = 20;

    public static final ControlSpec STRETCH =
            ControlSpec.linear(
                    "stretch",
                    "",
                    0.3,
                    2,
                    1,
                    "1: strings on the note's multiples; else bell-like.");

    public static final ControlSpec T60 =
            ControlSpec.exponential("t60", "s", 0.05, 30, 3, "Time to fall by 60 dB.");

    public static final NodeType TYPE =
            new NodeType(
                    "gerzon-resonator",
                    "time",
                    "The room played as an instrument: strings at one bridge, struck by what comes in.",
                    "Gerzon, Electronics Letters 12(11), 1976; Smith, Physical Audio Signal"
                            + " Processing, 2010. The tuning is ours.",
                    List.of(new Setting.Size("lines", 2, 16, 8, "Strings at the bridge.")),
                    s -> new GerzonResonator(s.size("lines")));

    @Override
    public void define(Definition d) {
        double rate = d.sampleRateHz();
        Vec cycles = Pitch.cyclesPerFrame(d).clamp(MIN_HZ / rate, Tuned.MAX_CYCLES_PER_FRAME);
        DelayLine line = d.delay("line", lines, d.frames(1 / MIN_HZ) + 2);

        // Periods of the note that each string lasts, and how the losses delay it.
        Vec ratios = exp2(d.constant(log2OfNumbers()).times(d.control(STRETCH).negate()));
        Vec seconds = ratios.over(cycles).times(1 / rate);
        Vec damping = d.control(Decay.DAMPING);
        Decay decay = Decay.of(d, seconds, d.control(T60), damping, d.constant(1));
        Vec lag = decay.lagCycles(cycles);

        // What a line can be at the least, it is: the first string makes up for that too.
        Vec upper = ratios.max(fma(cycles, Tuned.MIN_FRAMES, lag)).slice(1, lines);
        Vec cotangents = cos2pi(upper.times(0.5)).over(sin2pi(upper.times(0.5)));
        Vec first = atan(cotangents.sum()).times(1 / Math.PI).plus(0.5);
        Vec frames = concat(first, upper).minus(lag).over(cycles);

        Vec x = DcBlock.of(d, "offset", d.input("in", 1)).times(1 / Math.sqrt(lines));
        Vec r = decay.of(d, "damped", Tuned.read(d, "tuned", line, frames, cycles), 1);
        Vec joined = fma(r.sum(), -2.0 / lines, r).plus(x);
        d.feed(line, joined.clamp(-Delay.LIMIT, Delay.LIMIT));
        d.output("out", r.dot(d.constant(signs())));
    }

    private double[] log2OfNumbers() {
        double[] logs = new double[lines];
        for (int i = 0; i < lines; i++) {
            logs[i] = Math.log(i + 1) / Math.log(2);
        }
        return logs;
    }

    /// Alternating, so that modes in which the bridge stands still are heard too.
    private double[] signs() {
        double[] signs = new double[lines];
        for (int i = 0; i < lines; i++) {
            signs[i] = (i % 2 == 0 ? 1 : -1) / Math.sqrt(lines);
        }
        return signs;
    }
}
