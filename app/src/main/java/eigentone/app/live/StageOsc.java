package eigentone.app.live;

import eigentone.app.control.PresetParameters;
import eigentone.audioio.osc.OscTarget;
import eigentone.engine.event.EventQueue;
import eigentone.engine.run.Live;
import eigentone.presets.Preset;
import java.util.List;

/// What Open Sound Control reaches on stage. What is to happen now goes over the desk; what carries
/// a time has an inlet of its own, whose only writer is the server's thread.
final class StageOsc implements OscTarget {
    /// The server hands a message over a little before its frame.
    private static final double SOON_SECONDS = 1;

    private final Stage stage;

    StageOsc(Stage stage) {
        this.stage = stage;
    }

    @Override
    public List<Parameter> parameters() {
        Preset preset = stage.preset();
        return PresetParameters.of(preset, stage.tweaks().of(preset.name()));
    }

    @Override
    public long frameIn(double seconds) {
        Live live = stage.live();
        return live.frame() + Math.round(seconds * live.rateHz());
    }

    /// Has something happen at `frame`.
    private void later(long frame, int kind, int target, double a, double b) {
        Live live = stage.live();
        // What comes is due soon. A frame far away is one of the instrument before, and would keep
        // the inlet shut until then.
        long last = live.frame() + Math.round(SOON_SECONDS * live.rateHz());
        live.inlet(Stage.OSC).add(Math.min(frame, last), kind, target, a, b);
    }

    @Override
    public void turn(long frame, String name, double value) {
        if (frame == NOW) {
            stage.set(name, value);
            return;
        }
        Act act = stage.current();
        act.turn(name, value)
                .forEach(v -> {
                    var control = act.controls().get(v.path());
                    if (control != null) {
                        later(
                                frame,
                                EventQueue.CONTROL,
                                control.index(),
                                v.value(),
                                act.scene().number() + 1);
                    }
                });
    }

    @Override
    public void noteOn(long frame, int channel, int key, double pitchSemitones, double velocity) {
        if (frame == NOW) {
            stage.note(channel, key, pitchSemitones, velocity);
        } else {
            later(
                    frame,
                    EventQueue.NOTE_ON,
                    EventQueue.note(channel, key),
                    pitchSemitones,
                    velocity);
        }
    }

    @Override
    public void noteOff(long frame, int channel, int key, double velocity) {
        if (frame == NOW) {
            stage.note(channel, key, key, 0);
        } else {
            later(frame, EventQueue.NOTE_OFF, EventQueue.note(channel, key), 0, velocity);
        }
    }

    @Override
    public void tempo(long frame, double beatsPerMinute) {
        if (frame == NOW) {
            stage.setTempo(beatsPerMinute);
        } else {
            later(frame, EventQueue.TEMPO, 0, beatsPerMinute, 0);
        }
    }

    @Override
    public void locate(long frame, double beat) {
        now(frame, EventQueue.LOCATE, beat);
    }

    @Override
    public void run(long frame, boolean runs) {
        now(frame, EventQueue.RUN, runs ? 1 : 0);
    }

    private void now(long frame, int kind, double a) {
        if (frame == NOW) {
            stage.onDesk(() -> {
                Live live = stage.live();
                live.inlet(Stage.DESK).add(live.frame(), kind, 0, a, 0);
            });
        } else {
            later(frame, kind, 0, a, 0);
        }
    }

    @Override
    public void preset(String name) {
        if (!stage.library().names().contains(name)) {
            throw new IllegalArgumentException(
                    "preset '%s': expected one of %s".formatted(name, stage.library().names()));
        }
        stage.play(name);
    }

    @Override
    public String preset() {
        return stage.preset().name();
    }

    @Override
    public void panic() {
        stage.panic();
    }
}
