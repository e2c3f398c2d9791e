package eigentone.app.live;

import eigentone.app.control.PresetParameters;
import eigentone.audioio.osc.OscTarget;
import eigentone.engine.event.EventQueue;
import eigentone.engine.run.Live;
import java.util.List;

/// What Open Sound Control reaches on stage. What is to happen now goes over the desk; what carries
/// a time has an inlet of its own, whose only writer is the server's thread.
final class StageOsc implements OscTarget {
    private final Stage stage;

    StageOsc(Stage stage) {
        this.stage = stage;
    }

    @Override
    public List<Parameter> parameters() {
        return PresetParameters.of(stage.preset(), stage.turned());
    }

    @Override
    public long frameIn(double seconds) {
        Live live = stage.live();
        return live.frame() + Math.round(seconds * live.rateHz());
    }

    private EventQueue later() {
        return stage.live().inlet(Stage.OSC);
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
                        later().add(
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
            later().noteOn(frame, channel, key, pitchSemitones, velocity);
        }
    }

    @Override
    public void noteOff(long frame, int channel, int key, double velocity) {
        if (frame == NOW) {
            stage.note(channel, key, key, 0);
        } else {
            later().noteOff(frame, channel, key, velocity);
        }
    }

    @Override
    public void tempo(long frame, double beatsPerMinute) {
        if (frame == NOW) {
            stage.setTempo(beatsPerMinute);
        } else {
            later().tempo(frame, beatsPerMinute);
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
            later().add(frame, kind, 0, a, 0);
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
