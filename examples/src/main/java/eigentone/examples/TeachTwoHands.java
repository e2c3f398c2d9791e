package eigentone.examples;

import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.models.online.Teaching;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import eigentone.presets.TeachingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Teaches a preset what two hands mean, then renders a gesture: two inputs turn three knobs.
///
///     TeachTwoHands [FILE.wav [FILE.json]]
public final class TeachTwoHands {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK_FRAMES = 480;
    private static final int SECONDS = 8;
    private static final List<Teaching.Input> HANDS =
            List.of(new Teaching.Input("cc1", 0, 127), new Teaching.Input("cc2", 0, 127));
    private static final List<String> KNOBS = List.of("reed.reset", "nose.cutoff", "reed.gain");

    /// Where the hands are, and where the knobs shall be then.
    private static final double[][][] SHOWN = {
        {{0, 0}, {0, 500, 1.3}},
        {{127, 0}, {1.6, 700, 1.3}},
        {{0, 127}, {0.3, 3400, 2}},
        {{127, 127}, {1.6, 2000, 2.4}},
        {{64, 64}, {0.8, 900, 1.8}},
    };

    private TeachTwoHands() {}

    public static void main(String[] args) throws IOException {
        Preset preset = PresetLibrary.standard().load("reed-drone");
        Plan plan = Plan.compile(preset.patch(), RATE_HZ, BLOCK_FRAMES, 1);
        Teaching teaching = teach(plan);
        Path file = Path.of(args.length > 0 ? args[0] : "hands.wav");
        SoundFiles.write(file, play(plan, teaching));
        System.out.println(file);
        if (args.length > 1) {
            TeachingFile.write(teaching, Path.of(args[1]));
            System.out.println(args[1]);
        }
    }

    static Teaching teach(Plan plan) {
        List<Teaching.Target> targets = new ArrayList<>();
        for (String path : KNOBS) {
            targets.add(new Teaching.Target(path, plan.controls().get(plan.control(path)).spec()));
        }
        Teaching teaching = new Teaching(HANDS, targets, Teaching.Shape.QUADRATIC, 1);
        for (double[][] pair : SHOWN) {
            teaching.demonstrate(pair[0], pair[1]);
        }
        teaching.learn();
        return teaching;
    }

    /// A chord is held while the hands go round in circles, ever wider.
    static SoundData play(Plan plan, Teaching teaching) {
        for (int key : new int[] {45, 52, 57}) {
            plan.events().noteOn(0, 0, key, key, 0.7);
        }
        int channels = plan.patch().outputChannels();
        float[][] sound = new float[channels][SECONDS * RATE_HZ];
        float[][] out = new float[channels][BLOCK_FRAMES];
        double[] values = new double[KNOBS.size()];
        for (int t = 0; t < sound[0].length; t += BLOCK_FRAMES) {
            double turn = 2 * Math.PI * t / RATE_HZ / 2, width = 63.0 * t / sound[0].length;
            double[] hands = {63.5 + width * Math.cos(turn), 63.5 + width * Math.sin(turn)};
            if (t == (SECONDS - 1) * RATE_HZ) {
                plan.events().add(t, EventQueue.NOTES_OFF, 0, 0, 0);
            }
            teaching.play(hands, values);
            for (int i = 0; i < values.length; i++) {
                plan.events().control(t, plan.control(KNOBS.get(i)), values[i]);
            }
            plan.process(new float[0][], out, BLOCK_FRAMES);
            for (int c = 0; c < channels; c++) {
                System.arraycopy(out[c], 0, sound[c], t, BLOCK_FRAMES);
            }
        }
        return new SoundData(sound, RATE_HZ);
    }
}
