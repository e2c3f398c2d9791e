package eigentone.engine.graph;

import java.util.List;

/// The ports of `note`: what a playing note offers to controls. Values change at exact frames.
public enum NoteSource {
    /// Semitones as a MIDI note number with bend: 69 is 440 Hz.
    PITCH("pitch"),
    /// 1 while the note is held (by key or pedal), else 0.
    GATE("gate"),
    /// How hard it was struck, 0..1.
    VELOCITY("velocity"),
    /// Pressure of key or channel, 0..1.
    PRESSURE("pressure"),
    /// Vertical position of MPE (controller 74), 0..1.
    TIMBRE("timbre"),
    /// Modulation wheel of the note's channel, 0..1.
    WHEEL("wheel"),
    /// Semitones above middle C (note 60), without bend: for key tracking.
    KEY("key"),
    /// A number 0..1 that is drawn anew for each note.
    RANDOM("random");

    private final String port;

    NoteSource(String port) {
        this.port = port;
    }

    public String port() {
        return port;
    }

    /// The source called `port`.
    ///
    /// @throws IllegalArgumentException naming those there are
    public static NoteSource of(String port) {
        for (NoteSource s : values()) {
            if (s.port.equals(port)) {
                return s;
            }
        }
        throw new IllegalArgumentException(
                "note source '%s': expected one of %s"
                        .formatted(
                                port, List.of(values()).stream().map(NoteSource::port).toList()));
    }
}
