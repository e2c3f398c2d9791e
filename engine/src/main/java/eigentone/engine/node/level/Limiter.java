package eigentone.engine.node.level;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.matvec;
import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Decibels;
import eigentone.engine.node.Kaiser;
import eigentone.engine.node.Motion;
import java.util.ArrayList;
import java.util.List;

/// Keeps the true peak under a ceiling, for the end of a mix.
///
///     peak      p = greatest |x| on a grid of a quarter frame, with a parabola through each top
///     wanted    r = max(0, 1 - ceiling / p)
///     ahead     m = greatest r of the next L + 2 M frames
///     release   e' = max(m, e + (1 - e^(-1/(release rate))) (m - e))
///     attack    s = mean over L/2 frames of the mean over L/2 frames of e
///     out       y = (1 - s) x, delayed to meet its gain
///
/// Between samples a signal can be 3 dB and more above them, so the peak is sought on the signal as the
/// converter will draw it: a windowed sinc of 32 frames at each quarter frame. The maximum of the
/// look-ahead takes log2 delays: of 2 frames, of 4, of 8.. Since the mean runs over a part of that window
/// only, the full reduction is there when the peak is. All channels get one gain.
///
/// Measured by a meter with 16 points a frame at 44.1, 48 and 96 kHz: fs/4 sines with a peak between the
/// samples, other sines to 0.42 of the sample rate with their onsets, clicks, bursts and noise up to
/// 20 kHz end within 0.1 dB of the ceiling. For white noise up to half the rate, whose true peak depends on
/// the meter's filter, it is 0.5 dB. The output is [#latencyFrames] late: 82 frames at 48 kHz.
///
/// Source: true-peak estimation after ITU-R BS.1770-5, annex 2, with a longer filter and the parabola; the
/// maximum by doubling after M. van Herk, Pattern Recognition Letters 13, 1992, in its power-of-two form.
///
/// @param channels width of `in` and `out`
///
/// Controls: [#CEILING], [#RELEASE].
public record Limiter(int channels) implements Recurrence {
    public static final ControlSpec CEILING =
            ControlSpec.linear("ceiling", "dBTP", -24, 0, -1, "No true peak is above it.");
    public static final ControlSpec RELEASE =
            ControlSpec.exponential("release", "s", 0.005, 2, 0.1, "Time constant of recovering.");

    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 8, 2, "Width of input and output; all get one gain.");

    public static final NodeType TYPE =
            new NodeType(
                    "limiter",
                    "level",
                    "Keeps the true peak under a ceiling.",
                    "ITU-R BS.1770-5, annex 2; van Herk 1992",
                    List.of(CHANNELS),
                    s -> new Limiter(s.size("channels")));

    /// Shortest attack that leaves a bass tone smooth.
    private static final double LOOK_AHEAD_SECONDS = 0.0015;

    /// Length of the interpolating filter and the shape of its Kaiser window.
    private static final int TAPS = 32;

    private static final double KAISER_BETA = 3;

    /// The gain holds still for so many frames around a peak, since these shape the curve there.
    private static final int MARGIN = 4;

    /// The attack's length at a sample rate, a power of two.
    private static int attackFrames(double sampleRateHz) {
        return Math.max(4, Integer.highestOneBit((int) (LOOK_AHEAD_SECONDS * sampleRateHz)));
    }

    /// How much later the output is than the input, in frames.
    public static int latencyFrames(double sampleRateHz) {
        return TAPS / 2 + attackFrames(sampleRateHz) + MARGIN - 2;
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels), ceiling = Decibels.gain(d.control(CEILING));
        int attack = attackFrames(d.sampleRateHz());

        Vec peak = peaks(d, x).greatest().max(1e-9);
        Vec wanted = d.constant(1.0).minus(ceiling.over(peak)).max(0);
        Vec ahead = greatestOf(d, wanted, attack + 2 * MARGIN);

        Vec held = d.state("held", 1);
        Vec part = Motion.approach(d, d.control(RELEASE));
        Vec falling = Motion.add(d, "held", held, ahead.minus(held).times(part));
        d.next(held, falling.max(ahead));

        Vec smooth = mean(d, "first", mean(d, "second", d.next(held), attack / 2), attack / 2);
        DelayLine late = d.delay("late", channels, latencyFrames(d.sampleRateHz()));
        d.feed(late, x);
        Vec gain = d.constant(1.0).minus(smooth);
        d.output("out", late.read(late.maxFrames()).times(gain));
    }

    /// True-peak candidates of the frame TAPS / 2 ago, four for each channel.
    private static Vec peaks(Definition d, Vec x) {
        List<Vec> all = new ArrayList<>();
        for (int c = 0; c < x.length(); c++) {
            Vec past = d.state("past" + c, TAPS - 1), lastQuarter = d.state("quarter" + c, 1);
            Vec frames = concat(past, x.at(c));
            d.next(past, frames.slice(1, TAPS));
            Vec between = matvec(d.constant(quarters()), frames);
            d.next(lastQuarter, between.at(2));
            Vec grid =
                    abs(concat(lastQuarter, frames.at(TAPS / 2 - 1), between, frames.at(TAPS / 2)));
            all.add(tops(grid));
        }
        return concat(all.getFirst(), all.subList(1, all.size()).toArray(Vec[]::new));
    }

    /// Each inner point of the grid, or the top of the parabola through it and its neighbours where
    /// it is above both: b + (a - c)² / (8 (2 b - a - c)).
    private static Vec tops(Vec grid) {
        int n = grid.length();
        Vec a = grid.slice(0, n - 2), b = grid.slice(1, n - 1), c = grid.slice(2, n);
        Vec tilt = a.minus(c), bend = b.times(2).minus(a).minus(c);
        Vec isTop = abs(tilt).lessThan(bend);
        return b.plus(select(isTop, tilt.times(tilt).over(select(isTop, bend.times(8), 1.0)), 0.0));
    }

    /// Windowed-sinc rows that give the signal a quarter, a half and three quarters of a frame
    /// after entry TAPS / 2 - 1; each row sums to 1.
    private static double[][] quarters() {
        double[][] rows = new double[3][TAPS];
        for (int q = 0; q < 3; q++) {
            double sum = 0;
            for (int i = 0; i < TAPS; i++) {
                double t = i - (TAPS / 2 - 1) - (q + 1) / 4.0;
                rows[q][i] = Kaiser.sinc(t, t / (TAPS / 2), KAISER_BETA);
                sum += rows[q][i];
            }
            for (int i = 0; i < TAPS; i++) {
                rows[q][i] /= sum;
            }
        }
        return rows;
    }

    /// Greatest of this and the last `frames` - 1 values: each delay doubles the span.
    private static Vec greatestOf(Definition d, Vec value, int frames) {
        Vec most = value;
        for (int span = 1; span < frames; ) {
            int more = Math.min(span, frames - span);
            DelayLine line = d.delay("most" + span, 1, more);
            d.feed(line, most);
            most = most.max(line.read(more));
            span += more;
        }
        return most;
    }

    /// Mean of this and the last `frames` - 1 values, a power of two: sums of sums, so nothing
    /// drifts.
    private static Vec mean(Definition d, String name, Vec value, int frames) {
        Vec sum = value;
        for (int span = 1; span < frames; span *= 2) {
            DelayLine line = d.delay(name + span, 1, span);
            d.feed(line, sum);
            sum = sum.plus(line.read(span));
        }
        return sum.times(1.0 / frames);
    }
}
