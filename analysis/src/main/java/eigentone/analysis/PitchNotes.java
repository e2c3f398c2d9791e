package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.presets.Listen;

/// Plays the pitch of one voice or instrument: one note at a time, which bends with it.
///
/// A note begins when the pitch has been steady for three hops, at the nearest key. It moves to
/// another key when the pitch stays more than 0.8 semitones away, so that a vibrato bends and does
/// not trill. An onset without a new pitch strikes the key again. It ends in silence or noise.
final class PitchNotes {
    private static final double SURE = 0.9;

    /// A note that sounds may be rougher than one that begins.
    private static final double LEAST_SURE = 0.7;

    /// Below the gate by so much a note ends, so that one at the gate does not flutter.
    private static final double STAY_DB = 6;

    /// Between two hops of a steady pitch, in semitones.
    private static final double STEADY = 0.35;

    private static final double LEAVES = 0.8;
    private static final int BEGIN_HOPS = 3;
    private static final int MOVE_HOPS = 6;

    /// About 20 ms, which a consonant or a change of bow may take.
    private static final int END_HOPS = 7;

    private static final double BEND_STEP = 0.01;
    private static final double PRESSURE_STEP = 0.01;

    private final int channel;
    private final double snap;
    private final double gateDb;
    private final int strikeHops;
    private int key = -1;
    private double bend;
    private double pressure;
    private double last = Double.NaN;
    private int steady;
    private int away;
    private int lost;
    private int struck = -1;
    private double loudest;

    /// @param channel of the notes, 0..15
    /// @param strikeHops in which a new pitch is heard after an onset
    PitchNotes(Listen.Pitch listen, double gateDb, int channel, int strikeHops) {
        this.channel = channel;
        this.gateDb = gateDb;
        this.strikeHops = strikeHops;
        snap = listen.snap();
    }

    /// Plays what was heard, at `frame`.
    void play(Heard h, long frame, EventSink to) {
        boolean sounds = key >= 0;
        boolean sure =
                h.hasPitch()
                        && h.confidence() >= (sounds ? LEAST_SURE : SURE)
                        && h.levelDb() >= (sounds ? gateDb - STAY_DB : gateDb);
        boolean near = sure && Math.abs(h.pitch() - last) <= STEADY;
        steady = near ? steady + 1 : 0;
        last = sure ? h.pitch() : Double.NaN;
        loudest = sure ? Math.max(loudest * 0.98, h.loudness()) : h.loudness();
        if (sounds && h.isOnset()) {
            struck = 0;
        }
        if (!sounds) {
            if (steady >= BEGIN_HOPS) {
                begin(h, frame, to);
            }
        } else if (sure) {
            lost = 0;
            follow(h, near, frame, to);
        } else if (++lost >= END_HOPS) {
            end(frame, to);
        }
    }

    private void follow(Heard h, boolean near, long frame, EventSink to) {
        boolean gone = Math.abs(h.pitch() - key) > LEAVES;
        away = gone && near ? away + 1 : 0;
        if (struck >= 0) {
            struck++;
        }
        if (away >= MOVE_HOPS || (struck >= strikeHops && near)) {
            end(frame, to);
            begin(h, frame, to);
            return;
        }
        if (!gone) {
            bend(h, frame, to);
        }
        if (Math.abs(h.loudness() - pressure) >= PRESSURE_STEP) {
            pressure = h.loudness();
            to.add(frame, EventQueue.PRESSURE, channel, pressure, 0);
        }
    }

    private void begin(Heard h, long frame, EventSink to) {
        key = (int) Math.clamp(Math.rint(h.pitch()), 0, 127);
        away = 0;
        lost = 0;
        struck = -1;
        bend(h, frame, to);
        pressure = h.loudness();
        to.add(frame, EventQueue.PRESSURE, channel, pressure, 0);
        int note = EventQueue.note(channel, key);
        to.add(frame, EventQueue.NOTE_ON, note, key, Math.clamp(loudest, 0.05, 1));
    }

    /// Lets the note go that sounds.
    void end(long frame, EventSink to) {
        if (key >= 0) {
            to.add(frame, EventQueue.NOTE_OFF, EventQueue.note(channel, key), 0, 0.5);
            key = -1;
        }
    }

    private void bend(Heard h, long frame, EventSink to) {
        double wanted = (h.pitch() - key) * (1 - snap);
        if (Math.abs(wanted - bend) >= BEND_STEP) {
            bend = wanted;
            to.add(frame, EventQueue.BEND, channel, bend, 0);
        }
    }
}
