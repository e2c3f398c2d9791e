package eigentone.engine.node.source;

import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.fma;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.List;

/// Pink noise: equally strong in every octave, as rain and wind nearly are.
///
///     H(z) = (1 + b/z) prod (1 - q_k/z) / (1 - p_k/z),  p_k = e^(-2 pi c 4^-k), q_k = e^(-4 pi c 4^-k)
///
/// applied to uniform white noise. One pole for every two octaves with a zero half way to the next
/// falls by 3 dB an octave; b mends what is left near half the sample rate. The ladder hangs from the
/// sample rate and ends below 6 Hz, so the figures hold at every rate: within 0.1 dB of -3 dB per
/// octave from 20 Hz to 0.42 of the sample rate (20 kHz at 48 kHz). Effective value 0.25, so that
/// peaks seldom pass 1. Computed as a sum of first-order sections, which suits float32.
///
/// Source: the ladder of poles and zeros is S. J. Orfanidis, "Introduction to Signal Processing", 1996,
/// appendix B; the spacing and b are ours, found by search.
///
/// @param channels width of the output
public record PinkNoise(int channels) implements Recurrence {
    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Independent channels.");

    public static final NodeType TYPE =
            new NodeType(
                    "pink-noise",
                    "source",
                    "Pink noise: equally strong in every octave.",
                    "Orfanidis 1996, Introduction to Signal Processing, appendix B",
                    List.of(CHANNELS),
                    s -> new PinkNoise(s.size("channels")));

    /// The highest pole as part of the sample rate, the zero that mends the top, and the ladder's
    /// end.
    private static final double TOP = 0.128, MEND = 0.125, LOWEST_HZ = 6.5;

    private static final double EFFECTIVE = 0.25;

    @Override
    public void define(Definition d) {
        double[][] response = response(d.sampleRateHz());
        Vec decay = d.constant(response[0]), weights = d.constant(response[1]);
        double direct = response[2][0];

        Vec white = d.uniform(channels).times(2).minus(1);
        Vec before = d.state("white", channels);
        d.next(before, white);
        Vec mended = fma(before, MEND, white);
        Vec[] out = new Vec[channels];
        for (int c = 0; c < channels; c++) {
            Vec sections = d.state("sections" + c, decay.length());
            d.next(sections, fma(sections, decay, mended.at(c)));
            out[c] = fma(mended.at(c), direct, d.next(sections).dot(weights));
        }
        d.output("out", concat(out[0], Arrays.copyOfRange(out, 1, channels)));
    }

    /// The filter as a sum: its poles, their residues, and the direct gain with the mending zero.
    static double[][] response(double sampleRateHz) {
        double[] poles = ladder(sampleRateHz, 1), zeros = ladder(sampleRateHz, 2);
        int n = poles.length;
        double direct = 1;
        double[] residues = new double[n];
        for (int k = 0; k < n; k++) {
            direct *= zeros[k] / poles[k];
            residues[k] = 1;
            for (int j = 0; j < n; j++) {
                residues[k] *= 1 - zeros[j] / poles[k];
                residues[k] /= j == k ? 1 : 1 - poles[j] / poles[k];
            }
        }
        double scale = EFFECTIVE / effective(poles, residues, direct);
        for (int k = 0; k < n; k++) {
            residues[k] *= scale;
        }
        return new double[][] {poles, residues, {direct * scale, MEND}};
    }

    private static double[] ladder(double sampleRateHz, double shift) {
        int n = 1 + (int) Math.ceil(Math.log(TOP * sampleRateHz / LOWEST_HZ) / Math.log(4));
        double[] roots = new double[n];
        Arrays.setAll(roots, k -> Math.exp(-2 * Math.PI * shift * TOP * Math.pow(4, -k)));
        return roots;
    }

    /// Effective value of the filter's output for white noise that is uniform in -1..1.
    private static double effective(double[] poles, double[] residues, double direct) {
        // The response h_t = direct at t = 0 plus sum of r p^t; with the mending zero the power is
        // (1 + b^2) r_0 + 2 b r_1, where r_0 and r_1 are its correlations at lags 0 and 1.
        double lag0 = direct * direct, lag1 = 0;
        for (int i = 0; i < poles.length; i++) {
            lag0 += 2 * direct * residues[i];
            lag1 += direct * residues[i] * poles[i];
            for (int j = 0; j < poles.length; j++) {
                double product = residues[i] * residues[j] / (1 - poles[i] * poles[j]);
                lag0 += product;
                lag1 += product * poles[j];
            }
        }
        double power = ((1 + MEND * MEND) * lag0 + 2 * MEND * lag1) / 3;
        return Math.sqrt(power);
    }
}
