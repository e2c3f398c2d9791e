package eigentone.app.session;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tweaks that can be undone and redone. A run of moves of the same knob is one step. One thread at
/// a time.
public final class History {
    /// The hand that pauses longer begins a new step.
    static final long RUN_NANOS = 1_000_000_000L;

    private static final int MAX_STEPS = 1000;

    private final ArrayDeque<SessionState> past = new ArrayDeque<>();
    private final ArrayDeque<SessionState> future = new ArrayDeque<>();
    private SessionState state;
    private @Nullable Tweak last;
    private long lastNanos;

    public History(SessionState state) {
        this.state = state;
    }

    public SessionState state() {
        return state;
    }

    /// Takes up a tweak; false when it changes nothing.
    ///
    /// @param nanos now, of a clock that does not go back
    public boolean tweak(Tweak tweak, long nanos) {
        boolean run = tweak.isRunWith(last) && nanos - lastNanos < RUN_NANOS;
        SessionState next = state.with(tweak);
        if (run) {
            lastNanos = nanos;
        }
        if (next.equals(state)) {
            return false;
        }
        // There was nothing before the first preset.
        boolean first = tweak instanceof Tweak.Choose && state.preset().isEmpty();
        if (!run && !first) {
            past.addLast(state);
            if (past.size() > MAX_STEPS) {
                past.removeFirst();
            }
        }
        future.clear();
        state = next;
        last = tweak;
        lastNanos = nanos;
        return true;
    }

    /// Takes the last step back; returns what has to be done for it, nothing when there is none.
    public List<Tweak> undo() {
        return move(past, future);
    }

    /// Takes the step that was undone last again; returns what has to be done for it.
    public List<Tweak> redo() {
        return move(future, past);
    }

    private List<Tweak> move(ArrayDeque<SessionState> from, ArrayDeque<SessionState> to) {
        SessionState next = from.pollLast();
        if (next == null) {
            return List.of();
        }
        to.addLast(state);
        List<Tweak> tweaks = state.to(next);
        state = next;
        last = null;
        return tweaks;
    }
}
