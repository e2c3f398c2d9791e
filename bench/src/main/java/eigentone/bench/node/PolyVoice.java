package eigentone.bench.node;

import static eigentone.engine.language.Functions.lookup;
import static eigentone.engine.language.Functions.select;
import static eigentone.engine.language.Functions.sin2pi;
import static eigentone.engine.language.Functions.tanPi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// One voice of P1: two detuned saws, an envelope, and a filter that an LFO and the envelope move.
///
///     f     = 110 2^(K/12) Hz, oscillators 5 cents below and above
///     saw   = 2 p - 1 - blep(p), p' = p + f / rate - 1 where that passes 1
///     blep  = 2 t - t^2 - 1, t = p/dt, in the first step after a fall;
///             t^2 + 2 t + 1, t = (p - 1)/dt, in the last one before
///     e'    = e + coefficient (target - e), by the second of each voice's own clock
///     fc    = 200 + 5000 e' (0.5 + 0.5 sin(2 pi q)) Hz
///     y     = e' lowpass(fc, Q = 2; (sawA + sawB) / 2)
///
/// The filter is the trapezoidal state variable one of A. Simper (2013). As a node it learns by
/// [#VOICE] which of the sixteen it is.
public record PolyVoice() implements Recurrence {
    static final int VOICES = 16;

    static final NodeType TYPE =
            NodeType.of("bench-poly-voice", "source", "One voice of P1.", "", new PolyVoice());

    static final ControlSpec VOICE =
            ControlSpec.integer("voice", 0, VOICES - 1, 0, "Which of the sixteen voices.");

    private static final int[] SEMITONES = {
        0, 3, 7, 10, 12, 15, 19, 22, 24, 27, 31, 34, 36, 39, 43, 46
    };

    private static final double GOLDEN = 0.6180339887;
    private static final double DETUNE_CENTS = 5;

    @Override
    public void define(Definition d) {
        Vec voice = d.control(VOICE);
        d.output("out", sound(d, 1, table -> lookup(d.constant(table), voice)));
    }

    /// `count` voices as entries of one vector.
    ///
    /// @param ofVoice what a table of sixteen is for these voices
    static Vec sound(Definition d, int count, Function<double[], Vec> ofVoice) {
        Vec started = d.state("started", 1);
        d.next(started, d.constant(1));
        Vec low = saw(d, "low", count, started, ofVoice, -DETUNE_CENTS, 0);
        Vec high = saw(d, "high", count, started, ofVoice, DETUNE_CENTS, 0.5);
        Vec e = envelope(d, count, ofVoice);
        Vec q =
                phase(
                        d,
                        "lfo",
                        count,
                        started,
                        d.constant(0),
                        ofVoice.apply(table(v -> (3 + 0.25 * v) / d.sampleRateHz())));
        Vec cutoffHz = e.times(sin2pi(q).times(0.5).plus(0.5)).times(5000).plus(200);
        return filter(d, count, low.plus(high).times(0.5), cutoffHz).times(e);
    }

    private static Vec saw(
            Definition d,
            String name,
            int count,
            Vec started,
            Function<double[], Vec> ofVoice,
            double cents,
            double startCycles) {
        double[] step =
                table(v ->
                        110 * Math.pow(2, SEMITONES[v] / 12.0 + cents / 1200) / d.sampleRateHz());
        Vec dt = ofVoice.apply(step);
        Vec perStep = ofVoice.apply(table(v -> 1 / step[v]));
        Vec start = ofVoice.apply(table(v -> (v * GOLDEN + startCycles) % 1));
        Vec p = phase(d, name, count, started, start, dt);
        Vec after = p.times(perStep), before = p.minus(1).times(perStep);
        Vec fallen = after.times(2).minus(after.times(after)).minus(1);
        Vec falling = before.times(before).plus(before.times(2)).plus(1);
        Vec blep =
                select(
                        p.lessThan(dt),
                        fallen,
                        select(p.greaterThan(dt.negate().plus(1)), falling, 0.0));
        return p.times(2).minus(1).minus(blep);
    }

    /// A phase in cycles, held in 0..1; `start` in the first frame.
    private static Vec phase(
            Definition d, String name, int count, Vec started, Vec start, Vec step) {
        Vec held = d.state(name, count);
        Vec now = select(started, held, start);
        Vec moved = now.plus(step);
        d.next(held, select(moved.lessThan(1), moved, moved.minus(1)));
        return now;
    }

    /// Up within 10 ms, down to 0.6 until half a second, then to 0; each voice 1/16 s further on.
    private static Vec envelope(Definition d, int count, Function<double[], Vec> ofVoice) {
        int second = 48000;
        Vec e = d.state("envelope", count);
        Vec ahead = d.stepModulo(second).plus(ofVoice.apply(table(v -> 3000 * v)));
        Vec c = select(ahead.lessThan(second), ahead, ahead.minus(second));
        Vec attack = c.lessThan(480), held = c.lessThan(24000);
        Vec target = select(attack, 1.0, select(held, 0.6, 0.0));
        Vec coefficient =
                select(
                        attack,
                        approach(d, 0.002),
                        select(held, approach(d, 0.1), approach(d, 0.2)));
        d.next(e, e.plus(coefficient.times(target.minus(e))));
        return d.next(e);
    }

    private static double approach(Definition d, double seconds) {
        return 1 - Math.exp(-1 / (seconds * d.sampleRateHz()));
    }

    private static Vec filter(Definition d, int count, Vec x, Vec cutoffHz) {
        Vec first = d.state("first", count), second = d.state("second", count);
        Vec g = tanPi(cutoffHz.times(1 / d.sampleRateHz()));
        Vec a1 = d.constant(1).over(g.times(g.plus(0.5)).plus(1));
        Vec a2 = g.times(a1), a3 = g.times(a2);
        Vec v3 = x.minus(second);
        Vec v1 = a1.times(first).plus(a2.times(v3));
        Vec v2 = second.plus(a2.times(first)).plus(a3.times(v3));
        d.next(first, v1.times(2).minus(first));
        d.next(second, v2.times(2).minus(second));
        return v2;
    }

    private static double[] table(IntToDoubleFunction ofVoice) {
        return IntStream.range(0, VOICES).mapToDouble(ofVoice).toArray();
    }
}
