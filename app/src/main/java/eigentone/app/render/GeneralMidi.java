package eigentone.app.render;

import java.util.List;

/// Which bundled preset plays a program of General MIDI: one for each of the 16 families.
///
/// docs/render.md shows the table.
public final class GeneralMidi {
    /// What plays when nothing else is said.
    public static final String DEFAULT = "gerzon-strings";

    /// What plays channel 10.
    public static final String PERCUSSION = "gerzon-kit";

    private static final int PROGRAMS_PER_FAMILY = 8;

    /// A family of eight programs.
    ///
    /// @param name as General MIDI has it
    /// @param preset which plays it
    public record Family(String name, String preset) {}

    /// The families in the order of their programs.
    public static final List<Family> FAMILIES =
            List.of(
                    new Family("Piano", DEFAULT),
                    new Family("Chromatic percussion", DEFAULT),
                    new Family("Organ", DEFAULT),
                    new Family("Guitar", DEFAULT),
                    new Family("Bass", DEFAULT),
                    new Family("Strings", DEFAULT),
                    new Family("Ensemble", DEFAULT),
                    new Family("Brass", DEFAULT),
                    new Family("Reed", DEFAULT),
                    new Family("Pipe", DEFAULT),
                    new Family("Synth lead", DEFAULT),
                    new Family("Synth pad", DEFAULT),
                    new Family("Synth effects", DEFAULT),
                    new Family("Ethnic", DEFAULT),
                    new Family("Percussive", DEFAULT),
                    new Family("Sound effects", DEFAULT));

    private GeneralMidi() {}

    /// The preset for a program 0..127.
    static String presetFor(int program) {
        return FAMILIES.get(program / PROGRAMS_PER_FAMILY).preset();
    }
}
