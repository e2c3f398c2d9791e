package eigentone.app.live;

import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.presets.ControlValue;
import eigentone.presets.Preset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What plays: the instrument, the act in it, where its controls stand, and what shall play next.
///
/// Changed on the desk, read from any thread.
final class Playing {
    private final Map<String, Double> standing = new ConcurrentHashMap<>();
    private volatile @Nullable Live live;
    private volatile @Nullable Act act;
    private volatile @Nullable Preset wanted;
    private volatile Counts past = Counts.NONE;

    boolean isOpen() {
        return live != null;
    }

    /// The instrument.
    Live live() {
        return open(live);
    }

    Act act() {
        return open(act);
    }

    /// The preset that plays, or the last that was asked for and is on its way.
    Preset wanted() {
        return open(wanted);
    }

    private static <T> T open(@Nullable T what) {
        if (what == null) {
            throw new IllegalStateException("the stage is not open yet");
        }
        return what;
    }

    /// Another instrument has taken the place of the one before, if there was one; what that
    /// counted is kept.
    void use(Live instrument, Act first) {
        Live before = live;
        if (before != null) {
            past = past.plus(Counts.of(before));
        }
        use(first);
        live = instrument;
    }

    /// Another act plays.
    void use(Act next) {
        act = next;
        standing.clear();
        next.controls().values().forEach(c -> standing.put(c.path(), c.value()));
    }

    void want(Preset next) {
        wanted = next;
    }

    /// Whether no other preset is on its way.
    boolean isWanted() {
        return wanted().name().equals(act().preset().name());
    }

    /// @param control its index in the plan
    void stood(int control, double value) {
        List<Plan.ControlInfo> controls = act().scene().plan().controls();
        if (control >= 0 && control < controls.size()) {
            standing.put(controls.get(control).path(), value);
        }
    }

    /// The value of a control, whoever turned it last, or NaN if there is none.
    double standing(String path) {
        return standing.getOrDefault(path, Double.NaN);
    }

    /// Turns controls of the act now; those it does not have are passed over. On the desk.
    void send(List<ControlValue> values) {
        for (ControlValue v : values) {
            send(v.path(), v.value());
        }
    }

    /// Turns one control now; on the desk.
    void send(String path, double value) {
        Act now = act();
        Plan.ControlInfo control = now.controls().get(path);
        if (control != null) {
            add(EventQueue.CONTROL, control.index(), value, now.scene().number() + 1);
        }
    }

    /// Has something happen now; on the desk.
    void add(int kind, int target, double a, double b) {
        Live now = live();
        now.inlet(Stage.DESK).add(now.frame(), kind, target, a, b);
    }

    /// Plays a note now; velocity 0 ends it. On the desk.
    void note(int channel, int key, double pitchSemitones, double velocity) {
        int note = EventQueue.note(channel, key);
        if (velocity > 0) {
            add(EventQueue.NOTE_ON, note, pitchSemitones, velocity);
        } else {
            add(EventQueue.NOTE_OFF, note, 0, 0.5);
        }
    }

    /// Releases every note and lifts the pedals; on the desk.
    void releaseAll() {
        for (int channel = 0; channel < 16; channel++) {
            add(EventQueue.SUSTAIN, channel, 0, 0);
            add(EventQueue.SOSTENUTO, channel, 0, 0);
        }
        add(EventQueue.NOTES_OFF, -1, 0, 0);
    }

    /// Since the beginning, over all rates.
    Counts counts() {
        return past.plus(Counts.of(live()));
    }
}
