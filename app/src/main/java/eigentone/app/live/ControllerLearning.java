package eigentone.app.live;

import eigentone.app.session.Mapping;
import eigentone.app.session.Tweak;
import eigentone.engine.event.ControllerMap;
import eigentone.presets.Controllers;
import eigentone.presets.MidiMapping;
import org.jspecify.annotations.Nullable;

/// What the performer's MIDI controllers turn, and how it is learned: choose a knob, move a
/// controller.
///
/// All on the desk, except reading.
final class ControllerLearning {
    private final Desk desk;
    private final Playing playing;
    private final Tweaks tweaks;
    private final StageListeners listeners;
    private volatile MidiMapping mapping = MidiMapping.NONE;
    private @Nullable String learning;

    ControllerLearning(Desk desk, Playing playing, Tweaks tweaks, StageListeners listeners) {
        this.desk = desk;
        this.playing = playing;
        this.tweaks = tweaks;
        this.listeners = listeners;
    }

    /// What is learned; from any thread.
    MidiMapping mapping() {
        return mapping;
    }

    /// Before the stage opens.
    void start(MidiMapping first) {
        mapping = first;
    }

    /// The controller that moves next will turn `name`.
    void next(String name) {
        playing.act().spec(name);
        learning = name;
        desk.tell(name + " follows the controller that moves next");
    }

    void forget(String name) {
        bind(mapping.remove(name));
    }

    /// A controller has moved.
    ///
    /// @param position 0..127
    void moved(int channel, int source, double position) {
        learn(source);
        keep(channel, source, position);
    }

    private void learn(int source) {
        String name = learning;
        if (name != null && MidiMapping.canBeLearned(source)) {
            learning = null;
            bind(mapping.learn(name, MidiMapping.ANY, source));
            desk.tell(
                    "%s follows %s"
                            .formatted(
                                    name,
                                    source < ControllerMap.NRPN
                                            ? "controller " + source
                                            : "NRPN " + (source - ControllerMap.NRPN)));
        }
    }

    /// A knob that a controller turns is turned as if by hand.
    private void keep(int channel, int source, double position) {
        Act now = playing.act();
        String name = now.preset().midi().get(source);
        for (MidiMapping.Binding b : mapping.bindings()) {
            if (b.source() == source && (b.channel() < 0 || b.channel() == channel)) {
                name = b.target();
            }
        }
        if (name != null && now.knows(name)) {
            tweaks.keep(name, now.spec(name).at(position / ControllerMap.STEPS));
        }
    }

    private void bind(MidiMapping next) {
        use(next);
        listeners.tweaked(
                new Tweak.Bind(
                        next.bindings().stream()
                                .map(b -> new Mapping(b.channel(), b.source(), b.target()))
                                .toList()));
    }

    /// Lets controllers turn this, without telling of it: as undo asks for.
    void use(MidiMapping next) {
        mapping = next;
        useAgain();
    }

    /// Another act plays, and something may have been learned while its scene was made.
    void useAgain() {
        Act now = playing.act();
        playing.live().map(Controllers.of(now.preset(), now.scene().plan(), mapping));
    }
}
