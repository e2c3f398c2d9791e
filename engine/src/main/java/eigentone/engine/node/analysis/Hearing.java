package eigentone.engine.node.analysis;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;

/// What is heard in the sound that comes in, as signals that drive other nodes.
///
///     each output = the control of its name
///
/// Whoever listens turns the controls (docs/listening.md); until then they stay where the patch
/// puts them. Pitch and brightness stay when there is none to hear.
///
/// Outputs: `pitch`, `confidence`, `loudness`, `brightness`, `onset`. Controls: [#PITCH],
/// [#CONFIDENCE], [#LOUDNESS], [#BRIGHTNESS], [#ONSET].
public record Hearing() implements Recurrence {
    public static final ControlSpec PITCH =
            ControlSpec.linear(
                    "pitch", "semitones", 0, 127, 60, "Pitch as a note number; 69 is 440 Hz.");
    public static final ControlSpec CONFIDENCE =
            ControlSpec.linear("confidence", "", 0, 1, 0, "How periodic the sound is.");
    public static final ControlSpec LOUDNESS =
            ControlSpec.linear("loudness", "", 0, 1, 0, "0 at -60 dBFS, 1 at full scale, in dB.");
    public static final ControlSpec BRIGHTNESS =
            ControlSpec.linear(
                    "brightness",
                    "",
                    0,
                    1,
                    0.5,
                    "Centre of the spectrum: 0 at 100 Hz, 1 at 10 kHz.");
    public static final ControlSpec ONSET =
            ControlSpec.linear("onset", "", 0, 1, 0, "How hard something begins now, else 0.")
                    .unsmoothed();

    public static final NodeType TYPE =
            NodeType.of(
                    "hearing",
                    "analysis",
                    "Pitch, loudness, brightness and onsets of the input as signals.",
                    "",
                    new Hearing());

    @Override
    public void define(Definition d) {
        d.output("pitch", d.control(PITCH));
        d.output("confidence", d.control(CONFIDENCE));
        d.output("loudness", d.control(LOUDNESS));
        d.output("brightness", d.control(BRIGHTNESS));
        d.output("onset", d.control(ONSET));
    }
}
