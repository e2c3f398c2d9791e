package eigentone.bench.node;

import static eigentone.engine.language.Functions.concat;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.stream.IntStream;

/// P2: sixteen damped delay lines that feed each other by a Householder matrix; mono to stereo.
///
///     s_i  = d_i[n - M_i]
///     lp_i = lp_i + (1 - a_i) (s_i - lp_i), a_i = 0.2 + 0.02 i
///     d_i  = x / 4 + 0.97 (lp_i - 2/16 sum_j lp_j)
///     L    = sum of s_i / 4, the odd ones negated; R: those with an odd i/2
public record DelayNetwork() implements Recurrence {
    static final NodeType TYPE =
            NodeType.of("bench-fdn", "time", "P2: a reverberator.", "", new DelayNetwork());

    /// Primes, in about equal ratios.
    private static final double[] FRAMES = {
        809, 883, 967, 1061, 1153, 1259, 1381, 1511, 1637, 1801, 1973, 2143, 2347, 2557, 2801, 3061
    };

    private static final int LINES = FRAMES.length;

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", 1);
        DelayLine lines = d.delay("lines", LINES, (int) FRAMES[LINES - 1]);
        Vec s = lines.read(d.constant(FRAMES));
        Vec lp = d.state("damped", LINES);
        Vec damping =
                d.constant(IntStream.range(0, LINES).mapToDouble(i -> 0.8 - 0.02 * i).toArray());
        d.next(lp, lp.plus(damping.times(s.minus(lp))));
        Vec back = d.next(lp).minus(d.next(lp).sum().times(2.0 / LINES)).times(0.97);
        d.feed(lines, x.times(0.25).plus(back));
        d.output("out", concat(s.dot(d.constant(signs(1))), s.dot(d.constant(signs(2)))));
    }

    private static double[] signs(int run) {
        double[] signs = new double[LINES];
        Arrays.setAll(signs, i -> i / run % 2 == 0 ? 0.25 : -0.25);
        return signs;
    }
}
