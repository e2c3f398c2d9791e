package eigentone.app.render;

import java.util.List;

/// Which bundled preset plays a program of General MIDI: one for each of the 16 families.
///
/// docs/render.md shows the table.
public final class GeneralMidi {
    /// What plays when nothing else is said.
    public static final String DEFAULT = "chorale";

    /// What plays channel 10.
    public static final String PERCUSSION = "drums";

    private static final int PROGRAMS_PER_FAMILY = 8;

    /// A family of eight programs.
    ///
    /// @param name as General MIDI has it
    /// @param preset which plays it
    public record Family(String name, String preset) {}

    /// The families in the order of their programs.
    public static final List<Family> FAMILIES =
            List.of(
                    new Family("Piano", "gerzon-harp"),
                    new Family("Chromatic percussion", "marimba"),
                    new Family("Organ", "pulse-organ"),
                    new Family("Guitar", "plucked-voice"),
                    new Family("Bass", "elman-bass"),
                    new Family("Strings", "bowed-bridge"),
                    new Family("Ensemble", "chorale"),
                    new Family("Brass", "brass"),
                    new Family("Reed", "lstm-clarinet"),
                    new Family("Pipe", "breath-pipe"),
                    new Family("Synth lead", "chaos-lead"),
                    new Family("Synth pad", "orthogonal-pad"),
                    new Family("Synth effects", "singing-bowl"),
                    new Family("Ethnic", "reed-drone"),
                    new Family("Percussive", "gerzon-bell"),
                    new Family("Sound effects", "plate-gong"));

    private GeneralMidi() {}

    /// The preset for a program 0..127.
    public static String presetFor(int program) {
        return FAMILIES.get(program / PROGRAMS_PER_FAMILY).preset();
    }
}
