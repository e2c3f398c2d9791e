package eigentone.presets.music;

import eigentone.audioio.midi.MidiFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The pieces of music that come with Eigentone, as MIDI files; where they are from is told in
/// their folder's README. Any thread.
public final class BundledMusic {
    /// What `eigentone render` plays by itself: a chorale set for eight voices, a bit over a
    /// minute.
    public static final String DEFAULT = "jesu-meine-freude";

    private static final List<String> NAMES =
            List.of(
                    DEFAULT,
                    "chorale-major-1",
                    "chorale-major-2",
                    "chorale-major-3",
                    "chorale-major-4",
                    "chorale-minor-1",
                    "chorale-minor-2",
                    "chorale-minor-3",
                    "chorale-minor-4",
                    "greensleeves",
                    "minuet-in-g",
                    "ode-to-joy");

    private BundledMusic() {}

    /// The names of all pieces, the default one first.
    public static List<String> names() {
        return NAMES;
    }

    /// One piece.
    ///
    /// @throws IllegalArgumentException naming the pieces there are
    public static MidiFile piece(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "bundled piece '" + name + "': expected one of " + String.join(", ", NAMES));
        }
        String file = "/eigentone/music/" + name + ".mid";
        try (InputStream in = BundledMusic.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "bundled piece '" + name + "': expected it on the class path at " + file);
            }
            return MidiFile.parse(in.readAllBytes(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
