package eigentone.engine.event;

import eigentone.engine.AudioThread;
import org.jspecify.annotations.Nullable;

/// Turns MIDI channel messages into a plan's events: notes, levels, bend, tuning, pressure, pedals
/// and MPE zones; and tells listeners of controllers and program changes.
///
/// Bend ranges come by registered parameter 0 (2 semitones before, 48 on MPE members), tuning by 1
/// and 2, zones by 6. In a zone the manager channel's levels, bend, pressure, timbre and pedals go
/// to every member. Source: MIDI 1.0 Detailed Specification; RP-015 for the reset of controllers;
/// MIDI Polyphonic Expression 1.1 (2022).
public final class MidiTranslator {

    /// Hears every controller, after translation; for knobs and learning.
    @FunctionalInterface
    public interface ControllerListener {
        /// @param source as in [ControllerMap]: 0..119, or [ControllerMap#NRPN] + a non-registered
        ///   parameter. Not what chooses and enters parameters, nor channel modes.
        /// @param position 0..127: whole numbers where 7 bits were sent
        void controller(long frame, int channel, int source, double position);
    }

    /// Hears program changes.
    @FunctionalInterface
    public interface ProgramListener {
        /// @param bank 0..16383, as the channel chose by controllers 0 and 32
        void program(long frame, int channel, int bank, int program);
    }

    private static final int CHANNELS = 16;
    private static final int MEMBER_BEND_SEMITONES = 48;
    private static final int USUAL_BEND_SEMITONES = 2;

    private final EventQueue queue;
    private final double[] bend = new double[CHANNELS];
    private final int[] bank = new int[CHANNELS];
    private final FineControllers pairs = new FineControllers();
    private final ParameterNumbers parameters = new ParameterNumbers();
    private final MpeZones zones = new MpeZones();
    private final int[] earlierManager = new int[CHANNELS];
    private @Nullable ControllerListener controllers;
    private @Nullable ProgramListener programs;

    public MidiTranslator(EventQueue queue) {
        this.queue = queue;
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
    /// @param data1 of which the low seven bits count, as of `data2`
    @AudioThread
    public void midi(long frame, int status, int data1, int data2) {
        int channel = status & 0x0f, first = data1 & 0x7f, second = data2 & 0x7f;
        switch (status & 0xf0) {
            case 0x80 -> queue.noteOff(frame, channel, first, second / 127.0);
            case 0x90 -> {
                if (second > 0) {
                    queue.noteOn(frame, channel, first, first, second / 127.0);
                } else {
                    queue.noteOff(frame, channel, first, 0.5);
                }
            }
            case 0xa0 ->
                    queue.add(
                            frame,
                            EventQueue.NOTE_PRESSURE,
                            EventQueue.note(channel, first),
                            second / 127.0,
                            0);
            case 0xb0 -> controller(frame, channel, first, second);
            case 0xc0 -> {
                // A zone has one sound: its manager's.
                if (programs != null && !zones.isMember(channel)) {
                    programs.program(frame, channel, bank[channel], first);
                }
            }
            case 0xd0 -> toMembers(frame, EventQueue.PRESSURE, channel, first / 127.0);
            case 0xe0 -> {
                bend[channel] = ((second << 7 | first) - 8192) / 8192.0;
                sendBend(frame, channel);
            }
            default -> {}
        }
    }

    private void controller(long frame, int channel, int controller, int value) {
        boolean chosen =
                parameters.registered(channel) >= 0 || parameters.nonRegistered(channel) >= 0;
        if (chosen
                && (controller == 6 || controller == 38 || controller == 96 || controller == 97)) {
            enter(frame, channel, controller, value);
        } else if (controller < 32) {
            if (controller == 0) {
                bank[channel] = value << 7 | (bank[channel] & 0x7f);
            }
            turn(frame, channel, controller, pairs.coarse(frame, channel, controller, value));
            return;
        } else if (controller < 64) {
            if (controller == 32) {
                bank[channel] = (bank[channel] & 0x3f80) | value;
            }
            if (pairs.isFineHalf(frame, channel, controller)) {
                turn(frame, channel, controller - 32, pairs.fine(channel, controller, value));
            } else {
                turn(frame, channel, controller, value);
            }
        } else if (controller >= 98 && controller <= 101) {
            parameters.choose(channel, controller, value);
        } else if (controller < 120) {
            turn(frame, channel, controller, value);
        } else {
            mode(frame, channel, controller);
        }
        pairs.other();
    }

    private void turn(long frame, int channel, int source, double position) {
        boolean on = position >= 64;
        switch (source) {
            case 1 -> toMembers(frame, EventQueue.WHEEL, channel, position / 127.0);
            case 7 -> toMembers(frame, EventQueue.VOLUME, channel, position / 127.0);
            case 11 -> toMembers(frame, EventQueue.EXPRESSION, channel, position / 127.0);
            case 74 -> toMembers(frame, EventQueue.TIMBRE, channel, position / 127.0);
            case 64 -> toMembers(frame, EventQueue.SUSTAIN, channel, on ? 1 : 0);
            case 66 -> toMembers(frame, EventQueue.SOSTENUTO, channel, on ? 1 : 0);
            default -> {}
        }
        if (controllers != null) {
            controllers.controller(frame, channel, source, position);
        }
    }

    private void enter(long frame, int channel, int controller, int value) {
        int raw = parameters.enter(channel, controller, value);
        switch (parameters.registered(channel)) {
            case -1 -> {
                if (controllers != null) {
                    controllers.controller(
                            frame,
                            channel,
                            ControllerMap.NRPN + parameters.nonRegistered(channel),
                            parameters.position(channel, raw));
                }
            }
            case ParameterNumbers.BEND_RANGE -> {
                if (zones.isMember(channel)) {
                    bendRangeOfMembers(zones.manager(channel), raw);
                    sendBend(frame, zones.manager(channel));
                } else {
                    sendBend(frame, channel);
                }
            }
            case ParameterNumbers.FINE_TUNING, ParameterNumbers.COARSE_TUNING ->
                    sendBend(frame, channel);
            case ParameterNumbers.ZONE -> {
                boolean manages =
                        channel == MpeZones.LOWER_MANAGER || channel == MpeZones.UPPER_MANAGER;
                if (manages && controller == 6) {
                    zone(frame, channel, value);
                }
            }
            default -> {}
        }
    }

    private void mode(long frame, int channel, int controller) {
        switch (controller) {
            case 120 -> queue.panic(frame);
            case 121 -> reset(frame, channel);
            case 122 -> {}
            default -> toMembers(frame, EventQueue.NOTES_OFF, channel, 0);
        }
    }

    /// Volume, timbre, bank and tuning stay, as RP-015 has it.
    private void reset(long frame, int channel) {
        for (int c = 0; c < CHANNELS; c++) {
            if (zones.reaches(channel, c)) {
                bend[c] = 0;
                parameters.chooseNone(c);
            }
        }
        sendBend(frame, channel);
        toMembers(frame, EventQueue.WHEEL, channel, 0);
        toMembers(frame, EventQueue.PRESSURE, channel, 0);
        toMembers(frame, EventQueue.EXPRESSION, channel, 1);
        toMembers(frame, EventQueue.SUSTAIN, channel, 0);
        toMembers(frame, EventQueue.SOSTENUTO, channel, 0);
    }

    /// Notes of channels that come into a zone or leave one end: their expression means something
    /// else from now on.
    private void zone(long frame, int manager, int members) {
        for (int c = 0; c < CHANNELS; c++) {
            earlierManager[c] = zones.manager(c);
        }
        zones.set(manager, members);
        for (int c = 0; c < CHANNELS; c++) {
            boolean moved = zones.manager(c) != earlierManager[c];
            if (moved || zones.manager(c) == manager) {
                parameters.bendRange(
                        c, (zones.isMember(c) ? MEMBER_BEND_SEMITONES : USUAL_BEND_SEMITONES) << 7);
            }
            if (moved) {
                bend[c] = 0;
                queue.add(frame, EventQueue.NOTES_OFF, c, 0, 0);
            }
        }
        for (int c = 0; c < CHANNELS; c++) {
            if (zones.manager(c) != earlierManager[c] || zones.manager(c) == manager) {
                queue.add(frame, EventQueue.BEND, c, semitones(c), 0);
            }
        }
    }

    /// The range that came last holds for every member.
    private void bendRangeOfMembers(int manager, int raw) {
        for (int c = 0; c < CHANNELS; c++) {
            if (zones.isMember(c) && zones.manager(c) == manager) {
                parameters.bendRange(c, raw);
            }
        }
    }

    private void sendBend(long frame, int channel) {
        for (int c = 0; c < CHANNELS; c++) {
            if (zones.reaches(channel, c)) {
                queue.add(frame, EventQueue.BEND, c, semitones(c), 0);
            }
        }
    }

    /// By how much a channel is bent and tuned: a member as its manager and itself.
    private double semitones(int channel) {
        double own = bend[channel] * parameters.bendRange(channel) + parameters.tuning(channel);
        if (!zones.isMember(channel)) {
            return own;
        }
        int m = zones.manager(channel);
        return own + bend[m] * parameters.bendRange(m) + parameters.tuning(m);
    }

    private void toMembers(long frame, int kind, int channel, double value) {
        for (int c = 0; c < CHANNELS; c++) {
            if (zones.reaches(channel, c)) {
                queue.add(frame, kind, c, value, 0);
            }
        }
    }
}
