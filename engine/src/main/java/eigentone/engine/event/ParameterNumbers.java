package eigentone.engine.event;

import eigentone.engine.AudioThread;
import java.util.Arrays;

/// Registered and non-registered parameters: which one each channel has chosen, and their values of
/// 14 bits.
///
/// Controllers 100 and 101 choose a registered, 98 and 99 a non-registered one, number 16383 none.
/// Data entry's coarse half (6) sets the fine half (38) to 0. Source: MIDI 1.0 Detailed
/// Specification 4.2; steps up and down after RP-018.
@AudioThread
final class ParameterNumbers {
    static final int BEND_RANGE = 0;
    static final int FINE_TUNING = 1;
    static final int COARSE_TUNING = 2;
    static final int ZONE = 6;

    private static final int NONE = 0x3fff;
    private static final int CHANNELS = 16;

    /// As many as the endless knobs of a large controller.
    private static final int REMEMBERED = 64;

    private final boolean[] isRegistered = new boolean[CHANNELS];
    private final int[] registered = new int[CHANNELS];
    private final int[] free = new int[CHANNELS];

    /// Once a channel has sent a fine half, all of its non-registered parameters are fine.
    private final boolean[] isFine = new boolean[CHANNELS];

    private final int[][] tunings = new int[COARSE_TUNING + 1][CHANNELS];
    private final int[] rememberedKey = new int[REMEMBERED];
    private final int[] remembered = new int[REMEMBERED];
    private int nextRemembered;

    ParameterNumbers() {
        Arrays.fill(registered, NONE);
        Arrays.fill(free, NONE);
        Arrays.fill(tunings[BEND_RANGE], 2 << 7);
        Arrays.fill(tunings[FINE_TUNING], 64 << 7);
        Arrays.fill(tunings[COARSE_TUNING], 64 << 7);
        Arrays.fill(rememberedKey, -1);
    }

    /// Controllers 98 to 101.
    void choose(int channel, int controller, int value) {
        boolean coarse = controller == 99 || controller == 101;
        isRegistered[channel] = controller >= 100;
        int[] number = controller >= 100 ? registered : free;
        number[channel] =
                coarse ? (number[channel] & 0x7f) | value << 7 : (number[channel] & 0x3f80) | value;
    }

    void chooseNone(int channel) {
        registered[channel] = NONE;
        free[channel] = NONE;
    }

    /// The registered parameter that is chosen, or -1.
    int registered(int channel) {
        return isRegistered[channel] && registered[channel] != NONE ? registered[channel] : -1;
    }

    /// The non-registered parameter that is chosen, or -1.
    int nonRegistered(int channel) {
        return !isRegistered[channel] && free[channel] != NONE ? free[channel] : -1;
    }

    /// Data entry (controllers 6 and 38) or a step (96 up, 97 down) of what is chosen; returns its
    /// new value.
    int enter(int channel, int controller, int value) {
        int number = registered(channel);
        if (number >= 0) {
            if (number > COARSE_TUNING) {
                return value << 7;
            }
            int step = number == COARSE_TUNING ? 1 << 7 : 1;
            tunings[number][channel] = changed(tunings[number][channel], controller, value, step);
            return tunings[number][channel];
        }
        isFine[channel] |= controller == 38;
        int slot = slot(channel << 14 | nonRegistered(channel));
        remembered[slot] =
                changed(remembered[slot], controller, value, isFine[channel] ? 1 : 1 << 7);
        return remembered[slot];
    }

    private static int changed(int raw, int controller, int value, int step) {
        return switch (controller) {
            case 6 -> value << 7;
            case 38 -> (raw & 0x3f80) | value;
            case 96 -> raw + step > 0x3fff ? raw : raw + step;
            default -> Math.max(0, raw - step);
        };
    }

    private int slot(int key) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (rememberedKey[i] == key) {
                return i;
            }
        }
        int slot = nextRemembered;
        nextRemembered = (slot + 1) % REMEMBERED;
        rememberedKey[slot] = key;
        remembered[slot] = 0;
        return slot;
    }

    /// 0..127 of a non-registered parameter's value.
    double position(int channel, int raw) {
        return isFine[channel] ? FineControllers.position(raw) : raw >> 7;
    }

    /// Semitones each way: whole ones in the coarse half, hundredths in the fine half.
    double bendRange(int channel) {
        int raw = tunings[BEND_RANGE][channel];
        return (raw >> 7) + Math.min(100, raw & 0x7f) / 100.0;
    }

    void bendRange(int channel, int raw) {
        tunings[BEND_RANGE][channel] = raw;
    }

    /// Semitones by which the channel is tuned up.
    double tuning(int channel) {
        return (tunings[COARSE_TUNING][channel] >> 7)
                - 64
                + (tunings[FINE_TUNING][channel] - 8192) / 8192.0;
    }
}
