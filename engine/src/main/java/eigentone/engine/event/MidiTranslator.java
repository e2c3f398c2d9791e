package eigentone.engine.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Turns MIDI channel messages into a plan's events: notes, levels, bend, pressure, pedals and MPE
/// zones.
///
/// Bend ranges come by registered parameter 0 (2 semitones before, 48 on MPE members), zones by
/// registered parameter 6. In a zone the master channel's levels, bend, pressure, timbre and pedals
/// go to every member. Source: MIDI 1.0 Detailed Specification; MIDI Polyphonic Expression 1.1
/// (2022).
public final class MidiTranslator {

    /// Hears every controller, after translation; for knobs and learning.
    @FunctionalInterface
    public interface ControllerListener {
        /// @param value 0..127
        void controller(long frame, int channel, int controller, int value);
    }

    /// Hears program changes.
    @FunctionalInterface
    public interface ProgramListener {
        void program(long frame, int channel, int program);
    }

    private static final int CHANNELS = 16;
    private static final double MEMBER_BEND_SEMITONES = 48;
    private static final double USUAL_BEND_SEMITONES = 2;
    private static final int BEND_RANGE_PARAMETER = 0;
    private static final int ZONE_PARAMETER = 6;
    private static final int NO_PARAMETER = 0x3fff;

    private final EventQueue queue;
    private final double[] bend = new double[CHANNELS];
    private final double[] bendRange = new double[CHANNELS];
    private final int[] parameter = new int[CHANNELS];
    private final int[] master = new int[CHANNELS];
    private @Nullable ControllerListener controllers;
    private @Nullable ProgramListener programs;

    public MidiTranslator(EventQueue queue) {
        this.queue = queue;
        Arrays.fill(bendRange, USUAL_BEND_SEMITONES);
        Arrays.fill(parameter, NO_PARAMETER);
        Arrays.fill(master, -1);
    }

    public void onController(ControllerListener listener) {
        controllers = listener;
    }

    public void onProgram(ProgramListener listener) {
        programs = listener;
    }

    /// Translates one channel message; system messages are ignored.
    ///
    /// @param frame when it takes effect
    /// @param status with the channel in its low four bits
    public void midi(long frame, int status, int data1, int data2) {
        int channel = status & 0x0f;
        switch (status & 0xf0) {
            case 0x80 -> queue.noteOff(frame, channel, data1, data2 / 127.0);
            case 0x90 -> {
                if (data2 > 0) {
                    queue.noteOn(frame, channel, data1, data1, data2 / 127.0);
                } else {
                    queue.noteOff(frame, channel, data1, 0.5);
                }
            }
            case 0xa0 ->
                    queue.add(
                            frame,
                            EventQueue.NOTE_PRESSURE,
                            EventQueue.note(channel, data1),
                            data2 / 127.0,
                            0);
            case 0xb0 -> controller(frame, channel, data1, data2);
            case 0xc0 -> {
                if (programs != null) {
                    programs.program(frame, channel, data1);
                }
            }
            case 0xd0 -> toMembers(frame, EventQueue.PRESSURE, channel, data1 / 127.0);
            case 0xe0 -> {
                bend[channel] = ((data2 << 7 | data1) - 8192) / 8192.0;
                sendBend(frame, channel);
            }
            default -> {}
        }
    }

    private void controller(long frame, int channel, int controller, int value) {
        boolean on = value >= 64;
        switch (controller) {
            case 1 -> toMembers(frame, EventQueue.WHEEL, channel, value / 127.0);
            case 7 -> toMembers(frame, EventQueue.VOLUME, channel, value / 127.0);
            case 11 -> toMembers(frame, EventQueue.EXPRESSION, channel, value / 127.0);
            case 74 -> toMembers(frame, EventQueue.TIMBRE, channel, value / 127.0);
            case 64 -> toMembers(frame, EventQueue.SUSTAIN, channel, on ? 1 : 0);
            case 66 -> toMembers(frame, EventQueue.SOSTENUTO, channel, on ? 1 : 0);
            case 98, 99 -> parameter[channel] = NO_PARAMETER;
            case 100 -> parameter[channel] = (parameter[channel] & 0x3f80) | value;
            case 101 -> parameter[channel] = (parameter[channel] & 0x7f) | value << 7;
            case 6 -> registered(frame, channel, value);
            case 120 -> queue.panic(frame);
            case 121 -> {
                bend[channel] = 0;
                sendBend(frame, channel);
                toMembers(frame, EventQueue.WHEEL, channel, 0);
                toMembers(frame, EventQueue.PRESSURE, channel, 0);
                toMembers(frame, EventQueue.EXPRESSION, channel, 1);
                toMembers(frame, EventQueue.SUSTAIN, channel, 0);
            }
            case 123, 124, 125, 126, 127 -> toMembers(frame, EventQueue.NOTES_OFF, channel, 0);
            default -> {}
        }
        if (controllers != null) {
            controllers.controller(frame, channel, controller, value);
        }
    }

    private void registered(long frame, int channel, int value) {
        if (parameter[channel] == BEND_RANGE_PARAMETER) {
            bendRange[channel] = value;
            // A member's range holds for the whole zone.
            if (master[channel] >= 0 && master[channel] != channel) {
                for (int c = 0; c < CHANNELS; c++) {
                    if (master[c] == master[channel] && c != master[c]) {
                        bendRange[c] = value;
                    }
                }
            }
            sendBend(frame, channel);
        } else if (parameter[channel] == ZONE_PARAMETER && (channel == 0 || channel == 15)) {
            zone(channel, Math.min(value, CHANNELS - 1));
        }
    }

    /// Channels 1 up to `members` of the lower zone, or 14 down of the upper.
    private void zone(int masterChannel, int members) {
        for (int c = 0; c < CHANNELS; c++) {
            if (master[c] == masterChannel) {
                master[c] = -1;
                bendRange[c] = USUAL_BEND_SEMITONES;
            }
        }
        if (members == 0) {
            return;
        }
        master[masterChannel] = masterChannel;
        int direction = masterChannel == 0 ? 1 : -1;
        for (int i = 1; i <= members; i++) {
            int c = masterChannel + i * direction;
            master[c] = masterChannel;
            bendRange[c] = MEMBER_BEND_SEMITONES;
        }
    }

    private void sendBend(long frame, int channel) {
        for (int c = 0; c < CHANNELS; c++) {
            boolean member = master[channel] == channel && master[c] == channel;
            if (c == channel || member) {
                double semitones = bend[c] * bendRange[c];
                if (master[c] >= 0 && master[c] != c) {
                    semitones += bend[master[c]] * bendRange[master[c]];
                }
                queue.add(frame, EventQueue.BEND, c, semitones, 0);
            }
        }
    }

    private void toMembers(long frame, int kind, int channel, double value) {
        for (int c = 0; c < CHANNELS; c++) {
            if (c == channel || (master[channel] == channel && master[c] == channel)) {
                queue.add(frame, kind, c, value, 0);
            }
        }
    }
}
