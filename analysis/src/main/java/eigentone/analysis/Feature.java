package eigentone.analysis;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.node.analysis.Hearing;
import eigentone.models.online.Teaching;
import java.util.function.ToDoubleFunction;

/// What is heard, by name: a signal of the `hearing` node, and an input for teaching.
public enum Feature {
    /// A note number; unknown where there is no pitch. Taught over six octaves from C1.
    PITCH(Hearing.PITCH, 24, 96, Heard::pitch),
    /// How periodic the sound is, 0..1.
    CONFIDENCE(Hearing.CONFIDENCE, 0, 1, Heard::confidence),
    /// 0 at -60 dBFS, 1 at 0 dBFS.
    LOUDNESS(Hearing.LOUDNESS, 0, 1, Heard::loudness),
    /// Centre of the spectrum, 0 at 100 Hz, 1 at 10 kHz; unknown below the gate.
    BRIGHTNESS(Hearing.BRIGHTNESS, 0, 1, Heard::brightness),
    /// How hard something begins now; else 0.
    ONSET(Hearing.ONSET, 0, 1, h -> h.isOnset() ? Heard.loudness(h.onsetDb()) : 0);

    private final ControlSpec control;
    private final Teaching.Input input;
    private final ToDoubleFunction<Heard> value;

    Feature(ControlSpec control, double min, double max, ToDoubleFunction<Heard> value) {
        this.control = control;
        this.value = value;
        input = new Teaching.Input(control.id(), min, max);
    }

    /// E.g. `pitch`: the name of the node's port.
    public String id() {
        return control.id();
    }

    /// Its range when it is taught with.
    public Teaching.Input input() {
        return input;
    }

    /// What it is now; NaN where it is unknown.
    public double of(Heard h) {
        return value.applyAsDouble(h);
    }
}
