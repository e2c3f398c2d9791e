package eigentone.audioio.midi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes every note-on of one track have its note-off, and nothing else.
///
/// A sounding note is known by track, channel and key, so two tracks may hold the same key of the
/// same channel at once: these are two notes. Within one track:
///
/// - a note-on of velocity 0 becomes a note-off;
/// - a note-on of a key that still sounds ends the older note at that tick and begins a new one;
/// - a note-off at the very tick of such a restart belongs to the older note and changes nothing;
/// - a note-off of a key that does not sound is dropped;
/// - a note that still sounds at the end of its track ends there.
final class NotePairs {
    /// The release velocity of a note that has none (MIDI 1.0).
    private static final int DEFAULT_RELEASE = 64;

    private static final int KEYS = 16 * 128;

    private final int track;
    private final List<TimedMidi> out = new ArrayList<>();
    private final List<MidiNote> notes = new ArrayList<>();
    private final long[] startTick = new long[KEYS];
    private final long[] restartTick = new long[KEYS];
    private final int[] velocity = new int[KEYS];

    private NotePairs(int track) {
        this.track = track;
        Arrays.fill(restartTick, -1);
    }

    /// Pairs the events of one track, which are in order of their ticks.
    static NotePairs of(SmfTrack source, int track) {
        NotePairs pairs = new NotePairs(track);
        for (TimedMidi event : source.events) {
            pairs.accept(event);
        }
        for (int slot = 0; slot < KEYS; slot++) {
            if (pairs.velocity[slot] > 0) {
                pairs.end(slot, source.endTick, DEFAULT_RELEASE);
            }
        }
        return pairs;
    }

    /// The tidied events in order of their ticks.
    List<TimedMidi> events() {
        return out;
    }

    /// The notes in order of their ends.
    List<MidiNote> notes() {
        return notes;
    }

    private void accept(TimedMidi event) {
        int slot = event.channel() * 128 + event.data1();
        long tick = event.tick();
        if (event.isNoteOn()) {
            boolean sounding = velocity[slot] > 0;
            if (sounding) {
                end(slot, tick, DEFAULT_RELEASE);
            }
            restartTick[slot] = sounding ? tick : -1;
            startTick[slot] = tick;
            velocity[slot] = event.data2();
            out.add(event);
        } else if (event.isNoteOff()) {
            if (restartTick[slot] == tick) {
                restartTick[slot] = -1;
            } else if (velocity[slot] > 0) {
                boolean plain = event.kind() == TimedMidi.NOTE_OFF;
                end(slot, tick, plain ? event.data2() : DEFAULT_RELEASE);
            }
        } else {
            out.add(event);
        }
    }

    private void end(int slot, long tick, int release) {
        int channel = slot / 128;
        int key = slot % 128;
        out.add(new TimedMidi(tick, TimedMidi.NOTE_OFF | channel, key, release, track));
        notes.add(new MidiNote(startTick[slot], tick, channel, key, velocity[slot], track));
        velocity[slot] = 0;
    }
}
