package eigentone.examples;

import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.file.SoundWriter;
import eigentone.engine.graph.Connection;
import eigentone.engine.graph.NodeSpec;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Builds a patch in Java and renders it: noise makes an orthogonal network sing, and an oscillator
/// bends its pitch.
///
///     RenderAPatch FILE.wav
public final class RenderAPatch {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK_FRAMES = 512;
    private static final int SECONDS = 5;

    private RenderAPatch() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args.length > 0 ? args[0] : "patch.wav");
        Plan plan = Plan.compile(patch(), RATE_HZ, BLOCK_FRAMES, 1);
        System.out.println(plan.describe());
        float[][] in = {};
        float[][] out = new float[1][BLOCK_FRAMES];
        try (SoundWriter writer = SoundWriter.create(file, SoundFormat.WAV_24, 1, RATE_HZ)) {
            for (int frame = 0; frame < SECONDS * RATE_HZ; frame += BLOCK_FRAMES) {
                plan.process(in, out, BLOCK_FRAMES);
                writer.write(out, 0, BLOCK_FRAMES);
            }
            writer.commit();
        }
        System.out.println(file);
    }

    static Patch patch() {
        return new Patch(
                "singing-noise",
                0,
                0,
                1,
                List.of(
                        shared("noise", "white-noise", Map.of()),
                        shared("wobble", "lfo", Map.of("rate", 5.0)),
                        shared("pad", "orthogonal", Map.of("pitch", 57.0, "decay", 2.0))),
                List.of(
                        Connection.of("noise", "pad"),
                        // Up to 0.3 semitones to either side.
                        Connection.of("wobble", "pad.pitch", 0.3),
                        Connection.of("pad", "out", 0.5)));
    }

    private static NodeSpec shared(String id, String type, Map<String, Double> knobs) {
        return NodeSpec.of(id, type, false, Map.of(), knobs);
    }
}
