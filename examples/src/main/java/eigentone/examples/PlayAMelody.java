package eigentone.examples;

import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.engine.graph.Plan;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.nio.file.Path;

/// Plays notes on a bundled preset: events in, sound out.
///
///     PlayAMelody [PRESET [FILE.wav]]
public final class PlayAMelody {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK_FRAMES = 512;
    private static final double NOTE_SECONDS = 0.4;
    private static final int[] KEYS = {60, 62, 64, 67, 69, 67, 64, 72};

    private PlayAMelody() {}

    public static void main(String[] args) throws IOException {
        String name = args.length > 0 ? args[0] : "marimba";
        Path file = Path.of(args.length > 1 ? args[1] : "melody.wav");
        SoundFiles.write(file, play(PresetLibrary.standard().load(name)));
        System.out.println(file);
    }

    static SoundData play(Preset preset) {
        Plan plan = Plan.compile(preset.patch(), RATE_HZ, BLOCK_FRAMES, 1);
        long noteFrames = Math.round(NOTE_SECONDS * RATE_HZ);
        for (int i = 0; i < KEYS.length; i++) {
            plan.events().noteOn(i * noteFrames, 0, KEYS[i], KEYS[i], 0.7);
            plan.events().noteOff((i + 1) * noteFrames - RATE_HZ / 50, 0, KEYS[i], 0.5);
        }
        int blocks = (int) ((KEYS.length + 3) * noteFrames / BLOCK_FRAMES);
        int channels = plan.patch().outputChannels();
        float[][] sound = new float[channels][blocks * BLOCK_FRAMES];
        float[][] out = new float[channels][BLOCK_FRAMES];
        for (int b = 0; b < blocks; b++) {
            plan.process(new float[][] {}, out, BLOCK_FRAMES);
            for (int c = 0; c < channels; c++) {
                System.arraycopy(out[c], 0, sound[c], b * BLOCK_FRAMES, BLOCK_FRAMES);
            }
        }
        return new SoundData(sound, RATE_HZ);
    }
}
