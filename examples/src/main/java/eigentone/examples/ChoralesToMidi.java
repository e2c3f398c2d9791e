package eigentone.examples;

import eigentone.audioio.midi.MidiFileWriter;
import eigentone.engine.time.TempoChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes MIDI files of Bach's chorales: four voices on four channels, slowing at the end.
///
///     ChoralesToMidi FOLDER
///
/// The files are bundled with the presets as `eigentone/music`.
public final class ChoralesToMidi {
    static final int TICKS_PER_STEP = 480;
    static final String[] VOICES = {"bass", "tenor", "alto", "soprano"};

    /// Outer voices carry the line; the inner ones stay behind it.
    static final int[] VELOCITIES = {74, 62, 64, 78};

    private static final double BEATS_PER_MINUTE = 80;

    /// The last steps, each slower than the one before.
    private static final int SLOWING_STEPS = 4;

    private static final double SLOWING = 0.9;
    private static final int PHRASE_STEPS = 8;
    private static final int SWELL = 10;

    private ChoralesToMidi() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : ".");
        Files.createDirectories(folder);
        for (Chorale chorale : Chorale.all()) {
            Path file = folder.resolve(chorale.name() + ".mid");
            Files.write(file, midi(chorale));
            System.out.println(file);
        }
    }

    /// The chorale as the content of a MIDI file.
    static byte[] midi(Chorale chorale) {
        MidiFileWriter file = new MidiFileWriter(TICKS_PER_STEP);
        slowing(file, chorale.steps(), BEATS_PER_MINUTE);
        for (int v = VoiceLeading.VOICES - 1; v >= 0; v--) {
            MidiFileWriter.Track track = file.track(VOICES[v]);
            int channel = VoiceLeading.VOICES - 1 - v;
            for (Chorale.Tone t : chorale.tones(v, 0, chorale.steps())) {
                track.note(
                        (long) t.step() * TICKS_PER_STEP,
                        (long) t.end() * TICKS_PER_STEP,
                        channel,
                        t.pitch(),
                        VELOCITIES[v] + swell(t.step()));
            }
        }
        return file.toBytes(1);
    }

    /// One tempo up to the last steps, which broaden.
    static void slowing(MidiFileWriter file, int steps, double beatsPerMinute) {
        double tempo = beatsPerMinute;
        file.tempo(TempoChange.beatsPerMinute(0, tempo));
        for (int s = steps - SLOWING_STEPS; s < steps; s++) {
            tempo *= SLOWING;
            file.tempo(TempoChange.beatsPerMinute((long) s * TICKS_PER_STEP, tempo));
        }
    }

    /// Phrases of two bars swell to their middle.
    static int swell(int step) {
        double place = (step % PHRASE_STEPS + 0.5) / PHRASE_STEPS;
        return (int) Math.round(SWELL * Math.sin(Math.PI * place));
    }
}
