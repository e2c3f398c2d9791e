package eigentone.bench.result;

import static eigentone.engine.language.Functions.matvec;
import static eigentone.engine.language.Functions.sigmoid;

import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.List;

/// A room of delay lines that hear each other, each duller and softer every time around.
///
///     v = lines,  s' = p s + (1 - p) v,  lines <- U (g s') + b x,  y = c . v + k x
///
/// with U orthogonal, p and g in 0..1, all of them learnt; only the lengths are given. Source: J.-M.
/// Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators", 90th AES
/// Convention, 1991.
///
/// @param lengths of the lines in frames: primes, so that echoes seldom meet
/// @param t60Seconds a first guess of how long it rings
record DelayNetworkReverb(List<Integer> lengths, double t60Seconds) implements Recurrence {
    static final String MATRIX = "matrix";

    @Override
    public void define(Definition d) {
        int n = lengths.size();
        Shape each = Shape.vector(n);
        double[] frames = lengths.stream().mapToDouble(l -> l).toArray(), loss = new double[n];
        for (int i = 0; i < n; i++) {
            // 60 dB in t60: the logit of the gain for one time around.
            double gain = Math.pow(10, -3 * frames[i] / (t60Seconds * d.sampleRateHz()));
            loss[i] = Math.log(gain / (1 - gain));
        }
        Vec x = d.input("in", 1), s = d.state("dull", n);
        DelayLine lines = d.delay("lines", n, lengths.stream().max(Integer::compare).orElse(1));
        Vec v = lines.read(d.constant(frames));
        Vec p = sigmoid(d.weight("damping", each, Initial.constant(-2)));
        Vec g = sigmoid(d.weight("gain", each, Initial.of(loss)));
        d.next(s, v.plus(p.times(s.minus(v))));
        Vec u = d.weight(MATRIX, new Shape(n, n), Initial.constant(0));
        Vec b = d.weight("entering", each, Initial.normal(0.3));
        d.feed(lines, matvec(u, g.times(d.next(s))).plus(b.times(x)));
        Vec c = d.weight("leaving", each, Initial.normal(0.3));
        d.output(
                "out",
                c.dot(v).plus(d.weight("direct", Shape.vector(1), Initial.constant(1)).times(x)));
    }
}
