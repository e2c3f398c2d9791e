package eigentone.engine.run;

import eigentone.engine.AudioThread;
import eigentone.engine.event.EventQueue;
import java.util.Arrays;

/// What the players' hands and feet are doing: keys, pedals and the state of every channel.
///
/// It follows the events that are applied, so that a new plan can be put into the same state, and a
/// note that sounds without its key can be found.
@AudioThread
final class Keyboard {
    private static final int CHANNELS = 16;
    private static final int NOTES = CHANNELS << 7;

    /// Kinds of events that set a value of a channel; the newest of each counts.
    private static final int FIRST_KIND = EventQueue.BEND;

    private static final int LAST_KIND = EventQueue.EXPRESSION;

    private final boolean[] down = new boolean[NOTES];
    private final boolean[] pedalled = new boolean[NOTES];
    private final double[] pitch = new double[NOTES];
    private final double[] velocity = new double[NOTES];
    private final boolean[][] isSet = new boolean[LAST_KIND + 1][CHANNELS];
    private final double[][] value = new double[LAST_KIND + 1][CHANNELS];

    /// Takes up an event that is being applied.
    void follow(int kind, int target, double a, double b) {
        switch (kind) {
            case EventQueue.NOTE_ON -> {
                down[target] = true;
                pedalled[target] = false;
                pitch[target] = a;
                velocity[target] = b;
            }
            case EventQueue.NOTE_OFF -> up(target);
            case EventQueue.NOTES_OFF -> {
                for (int n = 0; n < NOTES; n++) {
                    if (down[n] && (target < 0 || n >> 7 == target)) {
                        up(n);
                    }
                }
            }
            case EventQueue.PANIC -> {
                Arrays.fill(down, false);
                Arrays.fill(pedalled, false);
            }
            case EventQueue.BEND,
                    EventQueue.PRESSURE,
                    EventQueue.TIMBRE,
                    EventQueue.WHEEL,
                    EventQueue.SUSTAIN,
                    EventQueue.SOSTENUTO,
                    EventQueue.VOLUME,
                    EventQueue.EXPRESSION -> {
                isSet[kind][target] = true;
                value[kind][target] = a;
                if (kind == EventQueue.SUSTAIN && a == 0) {
                    for (int n = target << 7; n < (target + 1) << 7; n++) {
                        pedalled[n] = false;
                    }
                }
            }
            default -> {}
        }
    }

    private void up(int note) {
        pedalled[note] = down[note] && value[EventQueue.SUSTAIN][note >> 7] > 0;
        down[note] = false;
    }

    boolean isDown(int note) {
        return down[note];
    }

    /// Queues what puts a new plan into this state; a note that sostenuto alone holds ends.
    void restore(long frame, EventQueue to) {
        for (int kind = FIRST_KIND; kind <= LAST_KIND; kind++) {
            for (int c = 0; c < CHANNELS; c++) {
                if (isSet[kind][c] && kind != EventQueue.SOSTENUTO) {
                    to.add(frame, kind, c, value[kind][c], 0);
                }
            }
        }
        for (int n = 0; n < NOTES; n++) {
            if (down[n] || pedalled[n]) {
                to.add(frame, EventQueue.NOTE_ON, n, pitch[n], velocity[n]);
                if (!down[n]) {
                    to.add(frame, EventQueue.NOTE_OFF, n, 0, 0.5);
                }
            }
        }
    }
}
