package eigentone.engine.node.modulation;

import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.lookup;
import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Motion;
import java.util.Arrays;
import java.util.List;

/// An envelope of as many segments as you like.
///
///     y = from + (level_k - from) bend(t),  bend(t) = t / (t + (1 - t) 2^(-6 curve)),  t in 0..1
///
/// Segment k goes to `levels[k]` within `times[k]`. At the end of the sustain segment it waits until
/// the gate closes; the segments after it are the release. A gate that opens begins segment 1 from
/// where the level is, and one that closes early goes straight to the release.
///
/// @param levels where each segment ends
/// @param times how long each lasts, s; as many as levels
/// @param sustain the segment, counted from 1, after which it waits; 0 runs through
///
/// Controls: [#GATE], [#VELOCITY] (scales all levels of a note), [#CURVE], [#STRETCH].
public record Envelope(List<Double> levels, List<Double> times, int sustain) implements Recurrence {
    public static final ControlSpec GATE = ControlSpec.gate("gate", "Open while the note is held.");
    public static final ControlSpec VELOCITY =
            ControlSpec.linear("velocity", "", 0, 1, 1, "How hard the note is struck.")
                    .unsmoothed();
    public static final ControlSpec CURVE =
            ControlSpec.linear(
                    "curve",
                    "",
                    -1,
                    1,
                    0,
                    "0 straight, above 0 fast at first, below 0 slow at first.");
    public static final ControlSpec STRETCH =
            ControlSpec.exponential("stretch", "", 0.01, 100, 1, "All times multiplied by this.");

    private static final int MOST = 32;
    public static final Setting.Numbers LEVELS =
            new Setting.Numbers(
                    "levels",
                    1,
                    MOST,
                    -1,
                    1,
                    List.of(1.0, 0.4, 0.7, 0.0),
                    "Level at each segment's end.");
    public static final Setting.Numbers TIMES =
            new Setting.Numbers(
                    "times",
                    1,
                    MOST,
                    0,
                    60,
                    List.of(0.02, 0.2, 0.5, 0.4),
                    "Seconds of each segment.");
    public static final Setting.Size SUSTAIN =
            new Setting.Size(
                    "sustain",
                    0,
                    MOST,
                    3,
                    "Wait after this segment while the gate is open; 0 for none.");

    public static final NodeType TYPE =
            new NodeType(
                    "envelope",
                    "modulation",
                    "An envelope of many segments with a sustain point and a curve.",
                    "",
                    List.of(LEVELS, TIMES, SUSTAIN),
                    s ->
                            new Envelope(
                                    list(s.numbers("levels")),
                                    list(s.numbers("times")),
                                    s.size("sustain")));

    public Envelope {
        levels = List.copyOf(levels);
        times = List.copyOf(times);
        if (levels.size() != times.size()) {
            throw new IllegalArgumentException(
                    "node type 'envelope', setting 'times': expected %d numbers, one for each level, got %d"
                            .formatted(levels.size(), times.size()));
        }
        if (sustain > levels.size()) {
            throw new IllegalArgumentException(
                    "node type 'envelope', setting 'sustain': expected 0..%d, a segment there is, got %d"
                            .formatted(levels.size(), sustain));
        }
    }

    private static List<Double> list(double[] v) {
        return Arrays.stream(v).boxed().toList();
    }

    private static double[] array(List<Double> v) {
        return v.stream().mapToDouble(x -> x).toArray();
    }

    @Override
    public void define(Definition d) {
        int n = levels.size();
        Vec gate = d.control(GATE).greaterThan(0.5), before = d.state("gateBefore", 1);
        Vec opens = gate.minus(before).max(0), closes = before.minus(gate).max(0);
        d.next(before, gate);

        // Segment n is rest: the level stays where it is.
        Vec segmentState = d.state("segment", Shape.vector(1), n);
        Vec level = d.state("level", 1),
                fromState = d.state("from", 1),
                place = d.state("place", 1);
        Vec peakState = d.state("peak", 1);
        Vec peak = select(opens, d.control(VELOCITY), peakState);
        d.next(peakState, peak);

        Vec jumps = opens, segment = select(opens, 0.0, segmentState);
        if (sustain > 0) {
            // After the last segment there is no release to jump to.
            Vec early = closes.times(segmentState.lessThan(sustain));
            jumps = jumps.plus(early);
            segment = select(early, sustain, segment);
        }
        Vec from = select(jumps, level, fromState), t = select(jumps, 0.0, place);

        Vec frames =
                lookup(d.constant(array(times)), segment)
                        .times(d.control(STRETCH))
                        .times(d.sampleRateHz())
                        .max(1);
        Vec moved = Motion.add(d, "place", t, frames.times(0).plus(1).over(frames)).min(1);
        Vec target = lookup(d.constant(array(levels)), segment).times(peak);
        Vec rest = exp2(d.control(CURVE).times(-6)).times(moved.negate().plus(1));
        Vec y = lerp(from, target, moved.over(moved.plus(rest)));
        Vec next = select(segment.lessThan(n), y, level);
        d.next(level, next);
        d.output("out", next);

        // While the gate is open, the sustain segment is never left.
        Vec ended = select(moved.lessThan(1), 0.0, segment.lessThan(n));
        if (sustain > 0) {
            Vec waits = gate.times(segment.lessThan(sustain)).minus(segment.lessThan(sustain - 1));
            ended = select(waits.greaterThan(0), 0.0, ended);
        }
        d.next(segmentState, segment.plus(ended));
        d.next(fromState, select(ended, next, from));
        d.next(place, select(ended, 0.0, moved));
    }
}
