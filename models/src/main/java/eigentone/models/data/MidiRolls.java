package eigentone.models.data;

import eigentone.audioio.midi.MidiFile;
import eigentone.audioio.midi.MidiNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Piano rolls from MIDI files.
///
/// Time is counted in steps of a musical duration, whatever the tempo: the file's tempo map tells
/// beats from ticks. A note sounds from the step nearest to its beginning up to the step nearest to
/// its end, and for one step at least. Percussion (channel 10) and keys outside the piano's 88 are
/// left out. The roll begins with the file and ends with the last note.
public final class MidiRolls {
    private static final int PERCUSSION = 9;

    /// A day of sixteenths at 120 beats a minute is 691,200 steps.
    private static final int MAX_STEPS = 1 << 20;

    private static final List<String> ENDINGS = List.of(".mid", ".midi");

    private MidiRolls() {}

    /// The rolls of all MIDI files of a folder and those below it, in order of their paths.
    ///
    /// @param stepBeats length of a step in quarter notes: 0.5 for eighths, 0.25 for sixteenths
    /// @throws IOException naming the folder without MIDI files, or the file that is damaged or has
    ///   no notes
    public static List<PianoRoll> folder(Path folder, double stepBeats) throws IOException {
        List<PianoRoll> rolls = new ArrayList<>();
        for (Path file : DataFolder.files(folder, "MIDI files", ENDINGS)) {
            rolls.add(read(file, stepBeats));
        }
        return rolls;
    }

    /// The roll of one file.
    ///
    /// @throws IOException if it is damaged, too long, or has no notes
    public static PianoRoll read(Path file, double stepBeats) throws IOException {
        if (!(stepBeats >= 1.0 / 64 && stepBeats <= 64)) {
            throw new IllegalArgumentException(
                    "piano roll 'stepBeats': expected 1/64..64 quarter notes, got %s; try 0.5"
                            .formatted(stepBeats));
        }
        MidiFile midi = MidiFile.read(file);
        List<MidiNote> notes = midi.notes().stream().filter(MidiRolls::isOfPiano).toList();
        long steps = 0;
        for (MidiNote n : notes) {
            steps = Math.max(steps, end(midi, n, stepBeats));
        }
        if (notes.isEmpty() || steps > MAX_STEPS) {
            throw new DataException(
                    file,
                    "",
                    "notes of a piano (21..108, not percussion) within " + MAX_STEPS + " steps",
                    notes.isEmpty() ? "none" : steps + " steps",
                    notes.isEmpty() ? "taking it out of the folder" : "a longer step");
        }
        long[] keys = new long[2 * (int) steps];
        for (MidiNote n : notes) {
            for (int t = (int) start(midi, n, stepBeats); t < end(midi, n, stepBeats); t++) {
                PianoRoll.set(keys, t, n.key());
            }
        }
        return new PianoRoll(file.toString(), keys);
    }

    private static boolean isOfPiano(MidiNote n) {
        return n.channel() != PERCUSSION
                && n.key() >= PianoRoll.LOWEST_PITCH
                && n.key() <= PianoRoll.HIGHEST_PITCH;
    }

    private static long start(MidiFile midi, MidiNote n, double stepBeats) {
        return Math.round(midi.tempo().ticksToBeats(n.startTick()) / stepBeats);
    }

    private static long end(MidiFile midi, MidiNote n, double stepBeats) {
        long end = Math.round(midi.tempo().ticksToBeats(n.endTick()) / stepBeats);
        return Math.max(end, start(midi, n, stepBeats) + 1);
    }
}
