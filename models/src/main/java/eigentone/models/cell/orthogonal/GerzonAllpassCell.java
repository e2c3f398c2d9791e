package eigentone.models.cell.orthogonal;

import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.matvec;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.models.initial.Orthogonal;
import eigentone.models.initial.Seeded;
import java.util.Arrays;
import java.util.List;

/// A network that smears sound in time and changes nothing else: every frequency leaves as loud as it came.
///
///     [h'; y] = U [h; x],   U orthogonal;   h_i is what h_i' was m_i frames ago
///
/// As U keeps lengths, sum y^2 + stored energy = sum x^2 at any moment, whatever U and the delays m_i are:
/// nothing can blow up. Without delays it is an orthonormal state-space filter, with delays of some
/// milliseconds a reverberator's diffusion, with long ones a room.
///
/// Source: M. A. Gerzon, "Unitary (energy-preserving) multichannel networks with feedback", Electronics
/// Letters 12(11), 1976, doi:10.1049/el:19760214. Designs of U: `random`, uniform over the orthogonal
/// group; `householder`, I - 2 v v^T / (v . v) with all v_i = 1, which sends each delay mostly back
/// to itself (Jot and Chaigne 1991).
///
/// Controls: [#MIX]; the energy balance holds at mix 1.
///
/// @param channels of `in` and `out`
/// @param delaySeconds m_i / rate, rounded up to whole frames, at least one; one for each state
/// @param design of U
/// @param seed of a random U
public record GerzonAllpassCell(int channels, List<Double> delaySeconds, Design design, long seed)
        implements Recurrence {

    /// How U is filled before anything has been learnt.
    public enum Design {
        RANDOM,
        HOUSEHOLDER
    }

    public static final ControlSpec MIX =
            ControlSpec.linear("mix", "", 0, 1, 1, "From the sound itself to the network.");

    public static final NodeType TYPE =
            new NodeType(
                    "gerzon-allpass",
                    "cell",
                    "Smears sound in time, every frequency as loud as it came: clicks become rooms.",
                    "Gerzon 1976, doi:10.1049/el:19760214",
                    List.of(
                            new Setting.Size("channels", 1, 8, 1, "Channels in and out."),
                            // Primes in frames at 48 kHz, so that echoes do not fall together.
                            new Setting.Numbers(
                                    "delays",
                                    1,
                                    32,
                                    0,
                                    2,
                                    List.of(
                                            0.01477, 0.02273, 0.03106, 0.03994, 0.04777, 0.05856,
                                            0.06773, 0.07852),
                                    "Delay of each unit in seconds; 0 is one frame."),
                            new Setting.Choice(
                                    "design",
                                    List.of("random", "householder"),
                                    "The mixing matrix."),
                            Seeded.SEED),
                    s ->
                            new GerzonAllpassCell(
                                    s.size("channels"),
                                    Arrays.stream(s.numbers("delays")).boxed().toList(),
                                    s.choice("design").equals("random")
                                            ? Design.RANDOM
                                            : Design.HOUSEHOLDER,
                                    s.size("seed")));

    public GerzonAllpassCell {
        delaySeconds = List.copyOf(delaySeconds);
    }

    @Override
    public void define(Definition d) {
        int units = delaySeconds.size(), all = units + channels;
        Vec x = d.input("in", channels);
        double[] frames = new double[units];
        Arrays.setAll(frames, i -> d.frames(delaySeconds.get(i)));
        int longest = (int) Arrays.stream(frames).max().orElseThrow();
        DelayLine memory = d.delay("h", units, longest);
        Vec u = d.weight("unitary", new Shape(all, all), initial());

        Vec mixed = matvec(u, concat(memory.read(d.constant(frames)), x));
        d.feed(memory, mixed.slice(0, units));
        d.output("out", lerp(x, mixed.slice(units, all), d.control(MIX)));
    }

    private Initial initial() {
        return switch (design) {
            case RANDOM -> Seeded.by(seed, "unitary", Orthogonal.haar());
            case HOUSEHOLDER ->
                    (shape, random) -> {
                        int n = shape.rows();
                        double[] h = new double[n * n];
                        Arrays.setAll(h, i -> (i % (n + 1) == 0 ? 1 : 0) - 2.0 / n);
                        return h;
                    };
        };
    }
}
