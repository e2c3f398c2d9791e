package eigentone.bench.node;

import static eigentone.engine.language.Functions.fma;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.List;

/// P4: complex one-poles side by side, a diagonal state space driven by one real input.
///
///     z_k = p_k z_k + x, p_k = r exp(j 2 pi F_k / rate), r = 10^(-3 / (T60_k rate))
///     y   = sum of w_k Re z_k
///
/// Times of 0.05 to 3 s, frequencies of 40 to 12000 Hz and weights come from [Noise].
public record Resonators(int states) implements Recurrence {
    static final NodeType TYPE =
            new NodeType(
                    "bench-resonators",
                    "filter",
                    "P4: complex resonators side by side, mono.",
                    "",
                    List.of(new Setting.Size("states", 1, 256, 256, "How many.")),
                    s -> new Resonators(s.size("states")));

    @Override
    public void define(Definition d) {
        double[] poleRe = new double[states], poleIm = new double[states];
        double[] minusIm = new double[states], weight = new double[states];
        Noise noise = new Noise(12345);
        for (int k = 0; k < states; k++) {
            double decaySeconds = 0.05 * Math.pow(60, noise.next());
            double turn = 2 * Math.PI * 40 * Math.pow(300, noise.next()) / d.sampleRateHz();
            double radius = Math.pow(10, -3 / (decaySeconds * d.sampleRateHz()));
            poleRe[k] = radius * Math.cos(turn);
            poleIm[k] = radius * Math.sin(turn);
            minusIm[k] = -poleIm[k];
            weight[k] = (2 * noise.next() - 1) / 16;
        }
        Vec x = d.input("in", 1);
        Vec re = d.state("re", states), im = d.state("im", states);
        Vec pr = d.constant(poleRe), pi = d.constant(poleIm);
        d.next(re, fma(pr, re, fma(d.constant(minusIm), im, x)));
        d.next(im, fma(pi, re, pr.times(im)));
        d.output("out", d.next(re).dot(d.constant(weight)));
    }
}
