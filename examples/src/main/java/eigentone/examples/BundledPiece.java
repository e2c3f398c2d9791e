package eigentone.examples;

import eigentone.audioio.midi.MidiFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sets "Jesu, meine Freude" for eight voices: the piece that `eigentone render` plays by itself.
///
///     BundledPiece FILE
///
/// The chorale has the form A A B. First come its four voices by themselves. When A returns, a bass
/// an octave below and a chain of off-beat quavers join; in B another chain on the beat fills the
/// gaps, and a descant rises above the melody.
public final class BundledPiece {
    private static final String CHORALE = "chorale-minor-4";
    private static final int SECOND_A = 24;
    private static final int B = 48;
    private static final double BEATS_PER_MINUTE = 74;

    private static final int TICKS = ChoralesToMidi.TICKS_PER_STEP;
    private static final int QUAVER = TICKS / 2;
    private static final int SOPRANO = 3;

    private static final int LOW_BASS_CHANNEL = 4;
    private static final int OFF_BEAT_CHANNEL = 5;
    private static final int ON_BEAT_CHANNEL = 6;
    private static final int DESCANT_CHANNEL = 7;

    private static final int OCTAVE = 12;

    /// The lowest string of a double bass with an extension is C1, note 24.
    private static final int LOWEST = 26;

    private BundledPiece() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args.length > 0 ? args[0] : "jesu-meine-freude.mid");
        Files.write(file, midi());
        System.out.println(file);
    }

    static byte[] midi() throws IOException {
        Chorale chorale = Chorale.named(CHORALE);
        MidiFileWriter file = new MidiFileWriter(TICKS);
        ChoralesToMidi.slowing(file, chorale.steps(), BEATS_PER_MINUTE);
        for (int v = SOPRANO; v >= 0; v--) {
            MidiFileWriter.Track track = file.track(ChoralesToMidi.VOICES[v]);
            int channel = SOPRANO - v;
            // No tone is tied over the beginning of a section.
            sing(track, chorale, v, 0, SECOND_A, channel, -6);
            sing(track, chorale, v, SECOND_A, B, channel, 0);
            sing(track, chorale, v, B, chorale.steps(), channel, 6);
        }
        lowBass(file.track("low bass"), chorale);
        quavers(file.track("off the beat"), chorale, SECOND_A, OFF_BEAT_CHANNEL, true);
        quavers(file.track("on the beat"), chorale, B, ON_BEAT_CHANNEL, false);
        descant(file.track("descant"), chorale);
        return file.toBytes(1);
    }

    private static void sing(
            MidiFileWriter.Track track,
            Chorale chorale,
            int voice,
            int from,
            int to,
            int channel,
            int louder) {
        for (Chorale.Tone t : chorale.tones(voice, from, to)) {
            int velocity =
                    ChoralesToMidi.VELOCITIES[voice] + ChoralesToMidi.swell(t.step()) + louder;
            track.note(
                    (long) t.step() * TICKS, (long) t.end() * TICKS, channel, t.pitch(), velocity);
        }
    }

    private static void lowBass(MidiFileWriter.Track track, Chorale chorale) {
        for (Chorale.Tone t : chorale.tones(0, SECOND_A, chorale.steps())) {
            int pitch = t.pitch() - OCTAVE;
            track.note(
                    (long) t.step() * TICKS,
                    (long) t.end() * TICKS,
                    LOW_BASS_CHANNEL,
                    pitch < LOWEST ? t.pitch() : pitch,
                    70);
        }
    }

    /// The chord's upper tones in turn, an octave higher; the last step rests.
    private static void quavers(
            MidiFileWriter.Track track, Chorale chorale, int from, int channel, boolean offBeat) {
        int[] order = {1, 2, 3, 2};
        for (int s = from; s < chorale.steps() - 4; s++) {
            int turn = offBeat ? s : s + 2;
            int pitch = chorale.voices()[s][order[turn % order.length]] + OCTAVE;
            long start = (long) s * TICKS + (offBeat ? QUAVER : 0);
            track.note(start, start + QUAVER + QUAVER / 2, channel, pitch, offBeat ? 50 : 46);
        }
    }

    /// In minims: the tone of the chord above the melody that is nearest to the one before.
    private static void descant(MidiFileWriter.Track track, Chorale chorale) {
        int steps = chorale.steps();
        int last = chorale.voices()[B][SOPRANO] + OCTAVE / 2;
        int started = B;
        int pitch = 0;
        for (int s = B; s < steps; s += 2) {
            int next = descantTone(chorale.voices()[s], last);
            if (next != pitch) {
                if (pitch > 0) {
                    track.note(
                            (long) started * TICKS, (long) s * TICKS, DESCANT_CHANNEL, pitch, 66);
                }
                started = s;
                pitch = next;
            }
            last = next;
        }
        track.note((long) started * TICKS, (long) steps * TICKS, DESCANT_CHANNEL, pitch, 66);
    }

    private static int descantTone(int[] chord, int last) {
        int best = chord[SOPRANO] + OCTAVE;
        for (int tone : chord) {
            for (int p = tone; p <= chord[SOPRANO] + OCTAVE; p += OCTAVE) {
                boolean above = p >= chord[SOPRANO] + 3;
                if (above && Math.abs(p - last) < Math.abs(best - last)) {
                    best = p;
                }
            }
        }
        return best;
    }
}
