package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.session.Tweak;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What was turned in each preset, which is there again when the preset comes back.
///
/// All on the desk, except reading.
final class Tweaks {
    private final Playing playing;
    private final StageListeners listeners;

    /// By preset, then by knob's id or `node.control`.
    private final Map<String, Map<String, Double>> turned = new ConcurrentHashMap<>();

    /// Turned in the playing preset since its next scene was asked for.
    private final Map<String, Double> since = new LinkedHashMap<>();

    Tweaks(Playing playing, StageListeners listeners) {
        this.playing = playing;
        this.listeners = listeners;
    }

    /// What was turned in `preset`, in its order.
    Map<String, Double> of(String preset) {
        return turned.getOrDefault(preset, Map.of());
    }

    /// In `preset` this is turned, and nothing else.
    void replace(String preset, Map<String, Double> values) {
        turned.put(preset, new LinkedHashMap<>(values));
    }

    /// The value of a knob or control of the playing preset as it was last set here.
    double value(String name) {
        Act now = playing.act();
        Double set = of(now.preset().name()).get(name);
        return set == null ? now.spec(name).initial() : set;
    }

    /// Turns a knob or control.
    ///
    /// @throws UsageException if there is none, or the value is out of its range
    void turn(String name, double value) {
        playing.send(playing.act().turn(name, value));
        keep(name, value);
    }

    /// It is turned already, as if by hand.
    ///
    /// What is turned while another preset is on its way belongs to the one that leaves, and goes
    /// with it.
    void keep(String name, double value) {
        remember(playing.act().preset().name(), name, value);
        if (playing.isWanted()) {
            since.put(name, value);
            listeners.tweaked(new Tweak.Turn(name, value));
        }
    }

    /// The one that was turned last counts last: a knob may turn what a control of its own does.
    private void remember(String preset, String name, @Nullable Double value) {
        Map<String, Double> values = new LinkedHashMap<>(of(preset));
        values.remove(name);
        if (value != null) {
            values.put(name, value);
        }
        turned.put(preset, values);
    }

    /// Turns it without telling of it: as undo asks for.
    ///
    /// @param value null for what the preset has itself
    void restore(String name, @Nullable Double value) {
        remember(playing.wanted().name(), name, value);
        Act now = playing.act();
        if (playing.isWanted() && now.knows(name)) {
            double to = value == null ? own(name) : value;
            playing.send(now.turn(name, to));
            since.put(name, to);
        }
    }

    /// What the preset itself has.
    private double own(String name) {
        Act now = playing.act();
        return now.preset().knobs().stream().anyMatch(k -> k.id().equals(name))
                ? now.spec(name).initial()
                : now.preset()
                        .wiring()
                        .node(name.substring(0, name.indexOf('.')))
                        .controls()
                        .getOrDefault(
                                name.substring(name.indexOf('.') + 1), now.spec(name).initial());
    }

    /// A scene is being made, with all that has been turned so far.
    void sceneBegun() {
        since.clear();
    }

    /// The scene plays: knobs that were turned while it was made were those of the old one.
    void turnAgain() {
        since.forEach((name, value) -> {
            try {
                playing.send(playing.act().turn(name, value));
            } catch (UsageException e) {
                // It belongs to the preset before.
            }
        });
        since.clear();
    }
}
