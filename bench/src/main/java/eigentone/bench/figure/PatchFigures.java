package eigentone.bench.figure;

import eigentone.bench.measure.Effort;
import eigentone.bench.measure.Stopwatch;
import eigentone.bench.node.Noise;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The four reference patches, played by a [Plan] as every patch is.
public final class PatchFigures {
    private static final double SAMPLE_RATE_HZ = 48000;
    private static final int BLOCK_FRAMES = 64;
    private static final int VOICES = 16;

    /// The length of the noise that goes in, over and over.
    private static final int NOISE_FRAMES = 65536;

    /// A reference patch.
    ///
    /// @param size voices, lines or resonators
    /// @param lanes voices that are notes
    /// @param reference its recorded output
    public record Case(Patch patch, int size, int lanes, String reference) {
        public String id() {
            return patch.name();
        }

        Plan plan() {
            Plan plan = Plan.compile(patch, SAMPLE_RATE_HZ, BLOCK_FRAMES, 1);
            plan.accelerate(0);
            for (int v = 0; v < patch.voices(); v++) {
                plan.events().noteOn(0, 0, v, v, (double) v / VOICES);
            }
            return plan;
        }
    }

    private PatchFigures() {}

    public static List<Case> cases() {
        NodeSpec poly = node("poly", "bench-poly"), fdn = node("fdn", "bench-fdn");
        return List.of(
                new Case(patch("P1", 0, 1, List.of(poly), "poly", "out"), VOICES, 1, "p1-float"),
                new Case(polyOfNotes(), VOICES, VOICES, "p1-float"),
                new Case(patch("P2", 1, 2, List.of(fdn), "in", "fdn", "out"), 16, 1, "p2-double"),
                new Case(
                        patch("P3", 0, 2, List.of(poly, fdn), "poly", "fdn", "out"),
                        VOICES,
                        1,
                        "p3-float"),
                new Case(
                        patch(
                                "P4",
                                1,
                                1,
                                List.of(node("bank", "bench-resonators")),
                                "in",
                                "bank",
                                "out"),
                        256,
                        1,
                        "p4-double"));
    }

    /// P1 with a note for each voice: lanes instead of entries of vectors.
    private static Patch polyOfNotes() {
        return new Patch(
                "P1-notes",
                VOICES,
                0,
                1,
                List.of(
                        NodeSpec.of("voice", "bench-poly-voice", true, Map.of(), Map.of()),
                        node("mix", "bench-poly-mix")),
                List.of(
                        Connection.of("note.velocity", "voice.voice", VOICES),
                        Connection.of("voice", "mix"),
                        Connection.of("mix", "out")));
    }

    private static NodeSpec node(String id, String type) {
        return NodeSpec.of(id, type, false, Map.of(), Map.of());
    }

    /// @param chain nodes, each connected to the next
    private static Patch patch(
            String name, int inputs, int outputs, List<NodeSpec> nodes, String... chain) {
        List<Connection> cables = new ArrayList<>();
        for (int i = 0; i + 1 < chain.length; i++) {
            cables.add(Connection.of(chain[i], chain[i + 1]));
        }
        return new Patch(name, 0, inputs, outputs, nodes, cables);
    }

    public static Figure measure(Case of, Effort effort) {
        double error = error(of);
        Player player = new Player(of);
        Stopwatch.Reading reading = Stopwatch.measure(effort, player);
        return new Figure(
                "patch",
                of.id(),
                of.size(),
                of.lanes(),
                reading.nanoseconds() / BLOCK_FRAMES,
                error,
                reading.allocatedBytes());
    }

    /// The RMS of the difference from the recorded reference over the reference's own.
    public static double error(Case of) {
        float[] expected = reference(of.reference());
        Player player = new Player(of);
        int width = player.out.length;
        double difference = 0, power = 0;
        for (int i = 0; i < expected.length; i++) {
            int frame = i / width;
            if (i % (width * BLOCK_FRAMES) == 0) {
                player.run();
            }
            double got = player.out[i % width][frame % BLOCK_FRAMES];
            difference += (got - expected[i]) * (got - expected[i]);
            power += (double) expected[i] * expected[i];
        }
        return Math.sqrt(difference / power);
    }

    private static float[] reference(String name) {
        try (InputStream in = PatchFigures.class.getResourceAsStream(name + ".f32")) {
            byte[] bytes = java.util.Objects.requireNonNull(in, name).readAllBytes();
            float[] samples = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes one block after the other, the noise going in.
    private static final class Player implements Runnable {
        private final Plan plan;
        private final float[] noise = Noise.samples(NOISE_FRAMES);
        private final float[][] in;
        private final float[][] out;
        private int at;

        Player(Case of) {
            plan = of.plan();
            in = new float[of.patch().inputChannels()][BLOCK_FRAMES];
            out = new float[of.patch().outputChannels()][BLOCK_FRAMES];
        }

        @Override
        public void run() {
            if (in.length > 0) {
                System.arraycopy(noise, at, in[0], 0, BLOCK_FRAMES);
                at = (at + BLOCK_FRAMES) % NOISE_FRAMES;
            }
            plan.process(in, out, BLOCK_FRAMES);
        }
    }
}
