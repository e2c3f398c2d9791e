package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.floor;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.sin2pi;
import static eigentone.engine.language.Functions.sqrt;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import java.util.Arrays;
import java.util.List;

/// The room: sound goes round a net of delay lines that loses nothing but what `t60` says.
///
///     e = A2 A1 x[n - predelay]
///     s_i = line_i[D_i + m_i],  r_i = L_i s_i,  line <- U r + B e,  wet = C U r
///
/// U is orthogonal, so the net alone keeps its energy for ever; the losses L_i ([Decay]) make every
/// mode fall by 60 dB in `t60` seconds. The lengths D_i are different primes, times `size`. A
/// quarter of the lines moves by m_i, slowly and by cubic interpolation, which keeps the modes from
/// ringing and costs the top octave some of its decay. A1, A2 are [SchroederAllpass]es that shorten
/// the time until single echoes are no longer heard. B gives the input channels to the lines in
/// turn; C takes two rows of a Hadamard matrix, so that left and right share no more than chance.
/// Noise is as loud in the room as outside, whatever t60.
///
/// Source: M. Gerzon, "Synthetic stereo reverberation", Studio Sound 13, 1971, and "Unitary
/// (energy-preserving) multichannel networks with feedback", Electronics Letters 12(11), 1976;
/// J. Stautner and M. Puckette, Computer Music Journal 6(1), 1982; J.-M. Jot and A. Chaigne, AES
/// Convention 90, 1991 (losses); S. Schlecht and E. Habets, "On lossless feedback delay networks",
/// IEEE Trans. Signal Processing 65(6), 2017 (lossless for all lengths).
///
/// Controls: [#PREDELAY], [#DIFFUSION], [#SIZE], [#T60], [Decay#DAMPING], [Decay#CROSSOVER], [#DEPTH],
/// [#RATE], [#FREEZE], [#MIX].
///
/// @param lines 4, 8 or 16
/// @param mixing the orthogonal matrix
/// @param channels of the input, 1 or 2; the output is stereo
public record GerzonNetwork(int lines, Mixing mixing, int channels) implements Recurrence {
    /// The orthogonal matrix U.
    public enum Mixing {
        /// Every line feeds every line alike, by N log2 N additions.
        HADAMARD,
        /// The reflection 1 - 2/N: a line keeps most of its sound to itself. Sparser at first.
        HOUSEHOLDER
    }

    public static final ControlSpec PREDELAY =
            ControlSpec.linear("predelay", "s", 0, 0.25, 0.01, "Time before the room answers.")
                    .unsmoothed();

    public static final ControlSpec DIFFUSION =
            ControlSpec.linear(
                    "diffusion", "", 0, 0.8, 0.6, "0: separate echoes, 0.6: a dense wash.");

    public static final ControlSpec SIZE =
            ControlSpec.exponential("size", "", 0.25, 4, 1, "How far apart the walls are.")
                    .withSmoothing(0.5);

    public static final ControlSpec T60 =
            ControlSpec.exponential("t60", "s", 0.1, 30, 2, "Time to fall by 60 dB.");

    public static final ControlSpec DEPTH =
            ControlSpec.linear("depth", "s", 0, 0.005, 0.0005, "How far the walls move.");

    public static final ControlSpec RATE =
            ControlSpec.exponential("rate", "Hz", 0.02, 5, 0.5, "How fast the walls move.");

    public static final ControlSpec FREEZE =
            ControlSpec.linear(
                            "freeze", "", 0, 1, 0, "1: holds the sound, nothing fades or enters.")
                    .withSmoothing(0.05);

    public static final ControlSpec MIX =
            ControlSpec.linear("mix", "", 0, 1, 0.3, "0: the input alone, 1: the room alone.");

    /// Shorter than any line by half and more, and no multiples of each other.
    private static final double[] DIFFUSER_SECONDS = {0.0041, 0.0103};

    /// A mean free path of 8 to 27 m; the ratio keeps low multiples of the lengths apart.
    private static final double SHORTEST_SECONDS = 0.0233, LONGEST_SECONDS = 0.0797;

    /// Where t60 is shorter than the lines, the first echoes are not raised by more than 12 dB.
    private static final double LEAST_KEPT = 1.0 / 16;

    public static final NodeType TYPE =
            new NodeType(
                    "gerzon-network",
                    "time",
                    "The room: a stereo reverberation that fades exactly as long as it says.",
                    "Gerzon, Studio Sound 13, 1971, and Electronics Letters 12(11), 1976; Stautner and"
                            + " Puckette, CMJ 6(1), 1982; Jot and Chaigne, AES 90, 1991; Schlecht and"
                            + " Habets, IEEE TSP 65(6), 2017.",
                    List.of(
                            new Setting.Choice(
                                    "lines", List.of("8", "4", "16"), "More lines: a denser room."),
                            new Setting.Choice(
                                    "mixing",
                                    List.of("hadamard", "householder"),
                                    "How the lines feed each other: all alike, or mostly themselves."),
                            new Setting.Size("channels", 1, 2, 2, "Channels of the input.")),
                    s ->
                            new GerzonNetwork(
                                    Integer.parseInt(s.choice("lines")),
                                    s.choice("mixing").equals("hadamard")
                                            ? Mixing.HADAMARD
                                            : Mixing.HOUSEHOLDER,
                                    s.size("channels")));

    public GerzonNetwork {
        if (lines != 4 && lines != 8 && lines != 16) {
            throw new IllegalArgumentException(
                    "gerzon-network 'lines': expected 4, 8 or 16, got " + lines);
        }
    }

    @Override
    public void define(Definition d) {
        int moving = lines / 4, still = lines - moving;
        double rate = d.sampleRateHz();
        double[] primes = primeFrames(rate);
        Vec freeze = d.control(FREEZE), open = d.constant(1).minus(freeze);

        Vec x = d.input("in", channels);
        DelayLine before = d.delay("before", channels, d.frames(PREDELAY.max()) + 1);
        d.feed(before, x);
        Vec entering = before.read(floor(d.control(PREDELAY).times(rate).plus(0.5)));
        Vec smeared = diffused(d, entering).times(open);

        Vec lengths = floor(d.constant(primes).times(d.control(SIZE)).plus(0.5));
        int longest = (int) Math.ceil(Arrays.stream(primes).max().orElseThrow() * SIZE.max());
        DelayLine movingLines = d.delay("moving", moving, longest + d.frames(DEPTH.max()) + 3);
        DelayLine stillLines = d.delay("still", still, longest + 1);
        Vec swing = sway(d, moving).times(d.control(DEPTH).times(open).times(rate));
        Vec whole = floor(swing);
        Vec s =
                concat(
                        movingLines.readCubic(
                                lengths.slice(0, moving).plus(whole), swing.minus(whole)),
                        stillLines.read(lengths.slice(moving, lines)));

        Vec seconds = lengths.times(1 / rate);
        Decay decay = Decay.of(d, seconds, d.control(T60), d.control(Decay.DAMPING), open);
        Vec mixed = mix(decay.of(d, "damped", s, mixingScale()));
        Vec lineInputs = mixed.plus(spread(smeared));
        d.feed(movingLines, lineInputs.slice(0, moving));
        d.feed(stillLines, lineInputs.slice(moving, lines));

        Vec wet = stereo(d, mixed).times(level(d, seconds));
        Vec dry = channels == 1 ? x.repeat(2) : x;
        d.output("out", lerp(dry, wet, d.control(MIX)));
    }

    /// `x` through two allpasses, so that a click enters the lines as a cluster of echoes.
    private Vec diffused(Definition d, Vec x) {
        Vec g = d.control(DIFFUSION), size = d.control(SIZE), y = x;
        int last = 0;
        for (int stage = 0; stage < DIFFUSER_SECONDS.length; stage++) {
            double[] primes = new double[channels];
            for (int c = 0; c < channels; c++) {
                double seconds = DIFFUSER_SECONDS[stage] * (1 + 0.1 * c);
                last = Primes.atLeast(Math.max(last + 1, (int) (seconds * d.sampleRateHz())));
                primes[c] = last;
            }
            int longest = (int) Math.ceil(last * SIZE.max()) + 1;
            DelayLine line = d.delay("diffuser" + stage, channels, longest);
            Vec w1 = line.read(floor(d.constant(primes).times(size).plus(0.5)));
            Vec w = fma(w1, g, y);
            d.feed(line, w);
            y = w1.minus(w.times(g));
        }
        return y;
    }

    /// Different primes in equal steps of ratio, in the lines' order.
    ///
    /// Line 2k and 2k + 1 are told apart by the Thue-Morse sequence, and so are short and long
    /// lines of both: that balances left against right. A quarter of the way into the list keeps
    /// the moving lines, which are the first, from being the shortest.
    double[] primeFrames(double rate) {
        double[] frames = new double[lines];
        int[] filled = {0, 0};
        int last = 0;
        for (int i = 0; i < lines; i++) {
            double part = (double) i / (lines - 1);
            double seconds = SHORTEST_SECONDS * Math.pow(LONGEST_SECONDS / SHORTEST_SECONDS, part);
            last = Primes.atLeast(Math.max(last + 1, (int) (seconds * rate)));
            int side = Integer.bitCount(i) % 2;
            int place = Math.floorMod(filled[side]++ - lines / 8, lines / 2);
            frames[2 * place + side] = last;
        }
        return frames;
    }

    /// Slow sines in -1..1 whose sum is 0, so that the room's pitch stays.
    private static Vec sway(Definition d, int count) {
        double[] starts = new double[count];
        for (int i = 0; i < count; i++) {
            starts[i] = (double) i / count;
        }
        Vec phase = Pitch.phase(d, "sway", d.control(RATE).times(1 / d.sampleRateHz()), 0).now();
        return sin2pi(d.constant(starts).plus(phase));
    }

    /// What the butterflies of a Hadamard matrix leave out, done where the losses are.
    private double mixingScale() {
        return mixing == Mixing.HADAMARD ? 1 / Math.sqrt(lines) : 1;
    }

    private Vec mix(Vec r) {
        return switch (mixing) {
            case HADAMARD -> butterflies(r);
            case HOUSEHOLDER -> fma(r.sum(), -2.0 / lines, r);
        };
    }

    /// Sums and differences of neighbours, log2 N times: sqrt(N) times a Hadamard matrix.
    private Vec butterflies(Vec r) {
        int[] even = new int[lines / 2], odd = new int[lines / 2];
        for (int i = 0; i < lines / 2; i++) {
            even[i] = 2 * i;
            odd[i] = 2 * i + 1;
        }
        Vec v = r;
        for (int n = lines; n > 1; n /= 2) {
            Vec a = v.gather(even), b = v.gather(odd);
            v = concat(a.plus(b), a.minus(b));
        }
        return v;
    }

    /// The input's channels to the lines in turn.
    private Vec spread(Vec x) {
        int[] turns = new int[lines];
        for (int i = 0; i < lines; i++) {
            turns[i] = i % channels;
        }
        return x.gather(turns);
    }

    /// Two orthogonal sums of all lines.
    private Vec stereo(Definition d, Vec mixed) {
        if (mixing == Mixing.HADAMARD) {
            // Entries 2 and 3 of U r are such sums, and both treat even and odd lines alike.
            return mixed.slice(2, 4);
        }
        double[] left = new double[lines], right = new double[lines];
        for (int i = 0; i < lines; i++) {
            left[i] = (i / 2 % 2 == 0 ? 1 : -1) / Math.sqrt(lines);
            right[i] = (i + i / 2) % 2 == 0 ? 1 / Math.sqrt(lines) : -1 / Math.sqrt(lines);
        }
        return concat(mixed.dot(d.constant(left)), mixed.dot(d.constant(right)));
    }

    /// What makes noise as loud behind the room as before it: a turn through the lines keeps k of
    /// the energy (the mean over the lines), so that they hold k / (1 - k) of what enters in a
    /// frame.
    private Vec level(Definition d, Vec seconds) {
        Vec octaves = seconds.over(d.control(T60)).times(-2 * Decay.LOG2_OF_1000);
        Vec kept = exp2(octaves).sum().times(1.0 / lines);
        return sqrt(d.constant(1).minus(kept).over(kept.max(LEAST_KEPT)));
    }
}
