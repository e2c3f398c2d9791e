package eigentone.examples;

import eigentone.audioio.midi.MidiFileWriter;
import eigentone.engine.time.MeterChange;
import eigentone.engine.time.TempoChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes three old melodies as MIDI files, each with a bass.
///
///     MelodiesToMidi FOLDER
///
/// All are in the public domain and were set down for this program. Notation: a note's name, octave
/// (`c4` is middle C) and, after a star, its length in quarter notes, 1 unless said; `r` rests.
public final class MelodiesToMidi {
    private static final int TICKS = 480;
    private static final String PITCH_NAMES = "c d ef g a b";

    /// @param upbeat quarter notes before the first bar line
    private record Song(
            String name,
            double tempo,
            MeterChange meter,
            double upbeat,
            String melody,
            String bass) {

        long upbeatTicks() {
            return Math.round(upbeat * TICKS);
        }

        long barTicks() {
            return Math.round(meter.beatsPerBar() * TICKS);
        }
    }

    /// L. van Beethoven, Symphony No. 9 (1824), fourth movement.
    private static final String JOY_A = "f#4 f#4 g4 a4  a4 g4 f#4 e4  d4 d4 e4 f#4 ";

    private static final Song ODE_TO_JOY =
            new Song(
                    "ode-to-joy",
                    112,
                    new MeterChange(0, 4, 4),
                    0,
                    JOY_A
                            + "f#4*1.5 e4*.5 e4*2  "
                            + JOY_A
                            + "e4*1.5 d4*.5 d4*2  "
                            + "e4 e4 f#4 d4  e4 f#4*.5 g4*.5 f#4 d4  "
                            + "e4 f#4*.5 g4*.5 f#4 e4  d4 e4 a3*2  "
                            + JOY_A
                            + "e4*1.5 d4*.5 d4*2",
                    "d3*2 a2*2  d3*2 c#3*2  b2*2 g2*2  a2*4  "
                            + "d3*2 a2*2  d3*2 c#3*2  b2*2 g2*2  a2*2 d3*2  "
                            + "a2*2 d3*2  a2*2 d3*2  a2*2 d3*2  b2 e3 a2*2  "
                            + "d3*2 a2*2  d3*2 c#3*2  b2*2 g2*2  a2*2 d2*2");

    /// Traditional, England, 16th century.
    private static final String GREEN_A =
            "c5 d5*.5 e5*.75 f#5*.25 e5*.5  d5 b4*.5 g4*.75 a4*.25 b4*.5  ";

    private static final String GREEN_B =
            "g5*1.5 g5*.75 f#5*.25 e5*.5  d5 b4*.5 g4*.75 a4*.25 b4*.5  ";
    private static final String GREEN_OPEN = "c5 a4*.5 a4*.75 g#4*.25 a4*.5  b4 g#4*.5 e4";
    private static final String GREEN_CLOSE = "c5*.75 b4*.25 a4*.5 g#4*.75 f#4*.25 g#4*.5  a4*1.5 ";

    private static final Song GREENSLEEVES =
            new Song(
                    "greensleeves",
                    66,
                    new MeterChange(240, 6, 8),
                    .5,
                    "a4*.5 "
                            + GREEN_A
                            + GREEN_OPEN
                            + " a4*.5  "
                            + GREEN_A
                            + GREEN_CLOSE
                            + "r*1.5 "
                            + GREEN_B
                            + GREEN_OPEN
                            + "*1.5  "
                            + GREEN_B
                            + GREEN_CLOSE
                            + "r*1.5",
                    "r*.5 a2*1.5 e3*1.5  g2*1.5 d3*1.5  a2*1.5 e3*1.5  e2*1.5 b2*1.5  "
                            + "a2*1.5 e3*1.5  g2*1.5 d3*1.5  a2*1.5 e2*1.5  a2*1.5 e3*.5 c3*.5 a2*.5  "
                            + "c3*1.5 g3*1.5  g2*1.5 d3*1.5  a2*1.5 e3*1.5  e2*1.5 b2*1.5  "
                            + "c3*1.5 g3*1.5  g2*1.5 d3*1.5  a2*1.5 e2*1.5  a2*3");

    /// C. Petzold, Minuet in G from the Notebook for Anna Magdalena Bach (1725), BWV Anh. 114.
    private static final String MINUET_A =
            "d5 g4*.5 a4*.5 b4*.5 c5*.5  d5 g4 g4  e5 c5*.5 d5*.5 e5*.5 f#5*.5  g5 g4 g4  "
                    + "c5 d5*.5 c5*.5 b4*.5 a4*.5  b4 c5*.5 b4*.5 a4*.5 g4*.5  ";

    private static final Song MINUET_IN_G =
            new Song(
                    "minuet-in-g",
                    120,
                    new MeterChange(0, 3, 4),
                    0,
                    MINUET_A
                            + "f#4 g4*.5 a4*.5 b4*.5 g4*.5  a4*3  "
                            + MINUET_A
                            + "a4 b4*.5 a4*.5 g4*.5 f#4*.5  g4*3  "
                            + "b5 g5*.5 a5*.5 b5*.5 g5*.5  a5 d5*.5 e5*.5 f#5*.5 d5*.5  "
                            + "g5 e5*.5 f#5*.5 g5*.5 d5*.5  c#5 b4*.5 c#5*.5 a4  "
                            + "a4*.5 b4*.5 c#5*.5 d5*.5 e5*.5 f#5*.5  g5 f#5 e5  f#5 a4 c#5  d5*3  "
                            + "d5 g4*.5 f#4*.5 g4  e5 g4*.5 f#4*.5 g4  d5 c5 b4  "
                            + "a4*.5 g4*.5 f#4*.5 g4*.5 a4  "
                            + "d4*.5 e4*.5 f#4*.5 g4*.5 a4*.5 b4*.5  c5 b4 a4  "
                            + "b4*.5 d5*.5 g4 f#4  g4*3",
                    "g3*2 a3  b3*3  c4*3  b3*3  a3*3  g3*3  d4 b3 g3  d4 d3*.5 c4*.5 b3*.5 a3*.5  "
                            + "b3*2 a3  g3 b3 g3  c4*3  b3 c4*.5 b3*.5 a3*.5 g3*.5  "
                            + "a3*2 f#3  g3*2 b3  c4 d4 d3  g3*2 g2  "
                            + "g3*3  f#3*3  e3 g3 e3  a3*2 a2  a3*3  b3 d4 c#4  d4 f#3 a3  d4 d3 c4  "
                            + "b3*3  c4*3  b3 a3 g3  d4*2 r  d3*2 f#3  e3 g3 f#3  g3 b2 d3  g3 d3 g2");

    private MelodiesToMidi() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : ".");
        Files.createDirectories(folder);
        for (String name : names()) {
            Path file = folder.resolve(name + ".mid");
            Files.write(file, midi(name));
            System.out.println(file);
        }
    }

    static List<String> names() {
        return songs().stream().map(Song::name).toList();
    }

    private static List<Song> songs() {
        return List.of(ODE_TO_JOY, GREENSLEEVES, MINUET_IN_G);
    }

    static byte[] midi(String name) {
        Song song = songs().stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
        MidiFileWriter file = new MidiFileWriter(TICKS);
        file.tempo(TempoChange.beatsPerMinute(0, song.tempo)).meter(song.meter);
        if (song.upbeat > 0) {
            file.meter(new MeterChange(0, (int) (2 * song.upbeat), 8));
        }
        long melodyEnd = play(file.track("melody"), song, song.melody, 0, 84);
        long bassEnd = play(file.track("bass"), song, song.bass, 1, 66);
        if (melodyEnd != bassEnd) {
            throw new IllegalStateException(
                    name + ": melody and bass end at ticks " + melodyEnd + " and " + bassEnd);
        }
        return file.toBytes(1);
    }

    /// Plays a line; notes at the beginning of a bar are a little louder.
    private static long play(
            MidiFileWriter.Track track, Song song, String line, int channel, int velocity) {
        long tick = 0;
        for (String word : line.trim().split("\\s+")) {
            String[] parts = word.split("\\*");
            double beats = parts.length > 1 ? Double.parseDouble(parts[1]) : 1;
            long end = tick + Math.round(beats * TICKS);
            if (!parts[0].equals("r")) {
                boolean strong = (tick - song.upbeatTicks()) % song.barTicks() == 0;
                track.note(tick, end, channel, key(parts[0]), velocity + (strong ? 8 : 0));
            }
            tick = end;
        }
        return tick;
    }

    private static int key(String note) {
        int pitchClass = PITCH_NAMES.indexOf(note.charAt(0)) + (note.charAt(1) == '#' ? 1 : 0);
        int octave = note.charAt(note.length() - 1) - '0';
        return 12 * (octave + 1) + pitchClass;
    }
}
