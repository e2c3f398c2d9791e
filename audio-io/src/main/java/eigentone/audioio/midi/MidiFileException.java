package eigentone.audioio.midi;

import eigentone.audioio.file.FileMessage;
import java.io.IOException;

/// A MIDI file that cannot be read: missing, empty, damaged or of an unsupported type.
///
/// The message is one line that names the file, the place and the remedy.
public final class MidiFileException extends IOException {
    /// @param message complete, in the form of [FileMessage]
    MidiFileException(String message) {
        super(message);
    }

    /// @param name the file as the user named it
    /// @param place track and byte offset
    MidiFileException(String name, String place, String expected, String got, String remedy) {
        super(FileMessage.of("MIDI file", name, place, expected, got, remedy));
    }
}
