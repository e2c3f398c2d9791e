package eigentone.app.render;

import eigentone.app.console.Nearest;
import eigentone.app.console.UsageException;
import eigentone.audioio.file.FileMessage;
import eigentone.audioio.file.SoundFileException;
import eigentone.audioio.file.SoundReader;
import eigentone.audioio.midi.MidiFile;
import eigentone.audioio.midi.MidiFileException;
import eigentone.presets.music.BundledMusic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What is rendered.
public sealed interface Source {
    /// Marks a piece that comes with the program instead of a file.
    String BUNDLED = "bundled:";

    /// Notes.
    record Score(MidiFile midi, String name) implements Source {}

    /// Sound; whoever gets it closes it.
    record Sound(SoundReader reader, String name) implements Source {}

    /// A generator needs no input.
    record Nothing() implements Source {}

    /// The default piece.
    static Score defaultPiece() {
        return new Score(BundledMusic.piece(BundledMusic.DEFAULT), BundledMusic.DEFAULT);
    }

    /// Opens a MIDI file, a sound file or `bundled:NAME`; which it is, is told by its content.
    ///
    /// @throws UsageException if it is missing, empty, damaged at its beginning, or neither
    static Source open(String input) throws IOException {
        if (input.startsWith(BUNDLED)) {
            return bundled(input.substring(BUNDLED.length()));
        }
        Path file = path("input", input);
        String problem = FileMessage.whyUnreadable("input", file);
        if (problem != null) {
            throw new UsageException(problem);
        }
        try {
            return looksLikeMidi(file)
                    ? new Score(MidiFile.read(file), input)
                    : new Sound(SoundReader.open(file), input);
        } catch (MidiFileException | SoundFileException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Score bundled(String name) {
        if (!BundledMusic.names().contains(name)) {
            throw new UsageException(
                    "bundled piece '%s': expected one of %s; try %s"
                            .formatted(
                                    name,
                                    String.join(", ", BundledMusic.names()),
                                    Nearest.remedy(
                                            name,
                                            BundledMusic.names(),
                                            "'" + BundledMusic.DEFAULT + "'")));
        }
        return new Score(BundledMusic.piece(name), name);
    }

    private static boolean looksLikeMidi(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(java.util.Locale.ROOT);
        return new String(head, StandardCharsets.ISO_8859_1).equals("MThd")
                || name.endsWith(".mid")
                || name.endsWith(".midi");
    }

    /// `text` as a path.
    ///
    /// @throws UsageException if it cannot be one
    static Path path(String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(
                    what
                            + " '"
                            + FileMessage.printable(text)
                            + "': expected a path, got "
                            + e.getReason()
                            + "; try another name",
                    e);
        }
    }
}
