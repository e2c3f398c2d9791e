package eigentone.app.render;

import eigentone.app.console.UsageException;
import eigentone.audioio.midi.MidiFile;
import eigentone.audioio.midi.TimedMidi;
import eigentone.engine.time.TempoChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Deals a MIDI file's events out to presets.
///
/// A note goes to the preset of its channel: the one that `--channel` names; else, on channel 10,
/// the percussive one; else the one that `--preset` names; else that of the channel's program
/// ([GeneralMidi]); else the default one. Its end goes where it began. All else, and the tempo,
/// goes to every preset. At the end of the score pedals are lifted and what still sounds is
/// released.
public final class Voicing {
    private static final int PERCUSSION_CHANNEL = 9;
    private static final int CHANNELS = 16;
    private static final int SUSTAIN = 64;
    private static final int SOSTENUTO = 66;
    private static final int ALL_NOTES_OFF = 123;

    /// Longer scores are taken for damaged ones unless a length is asked for.
    private static final double MAX_SECONDS = 24 * 3600;

    private final double rateHz;
    private final @Nullable String chosen;
    private final Map<Integer, String> byChannel;
    private final int[] program = new int[CHANNELS];
    private final Map<Integer, String> heldBy = new HashMap<>();
    private final Map<String, List<ScoreEvents.At>> parts = new LinkedHashMap<>();
    private final List<ScoreEvents.At> common = new ArrayList<>();
    private final TreeSet<Integer> channels = new TreeSet<>();
    private int order;
    private long endFrame;

    private Voicing(double rateHz, @Nullable String chosen, Map<Integer, String> byChannel) {
        this.rateHz = rateHz;
        this.chosen = chosen;
        this.byChannel = byChannel;
        java.util.Arrays.fill(program, -1);
    }

    /// @param name of the score, for messages
    /// @param chosen the preset that `--preset` names
    /// @param byChannel channel 0..15 to a preset's name
    /// @param lengthSeconds what is later is left out; infinite for no limit
    /// @throws UsageException if nothing sounds
    public static Voicing of(
            MidiFile score,
            String name,
            double rateHz,
            @Nullable String chosen,
            Map<Integer, String> byChannel,
            double lengthSeconds) {
        Voicing voicing = new Voicing(rateHz, chosen, byChannel);
        voicing.deal(score, name, lengthSeconds);
        return voicing;
    }

    private void deal(MidiFile score, String name, double lengthSeconds) {
        for (TempoChange t : score.tempo().tempi()) {
            long frame = frame(score.tempo().ticksToSeconds(t.tick()));
            common.add(ScoreEvents.At.tempo(frame, t.beatsPerMinute()));
        }
        double last = 0;
        for (TimedMidi m : score.events()) {
            double seconds = score.tempo().ticksToSeconds(m.tick());
            if (seconds >= lengthSeconds) {
                last = lengthSeconds;
                break;
            }
            last = Math.max(last, seconds);
            if (last > MAX_SECONDS) {
                throw new UsageException(
                        "MIDI file '%s': expected at most 24 hours, got an event at %.0f s; try --length"
                                .formatted(name, last));
            }
            deal(frame(seconds), m);
        }
        if (parts.isEmpty()) {
            throw new UsageException(
                    "MIDI file '%s': expected at least one note%s, got none; try another file"
                            .formatted(
                                    name,
                                    lengthSeconds < MAX_SECONDS
                                            ? " before " + lengthSeconds + " s"
                                            : ""));
        }
        endFrame = frame(last);
        for (int c : channels) {
            for (int controller : new int[] {SUSTAIN, SOSTENUTO, ALL_NOTES_OFF}) {
                common.add(new ScoreEvents.At(endFrame, order++, 0xb0 | c, controller, 0, 0));
            }
        }
    }

    private void deal(long frame, TimedMidi m) {
        ScoreEvents.At at = ScoreEvents.At.message(frame, order++, m);
        channels.add(m.channel());
        int note = m.channel() << 7 | m.data1();
        if (m.isNoteOn()) {
            String preset = preset(m.channel());
            heldBy.put(note, preset);
            part(preset).add(at);
        } else if (m.isNoteOff()) {
            String preset = heldBy.remove(note);
            if (preset != null) {
                part(preset).add(at);
            }
        } else {
            if (m.kind() == TimedMidi.PROGRAM) {
                program[m.channel()] = m.data1();
            }
            common.add(at);
        }
    }

    private String preset(int channel) {
        String named = byChannel.get(channel);
        if (named != null) {
            return named;
        }
        if (channel == PERCUSSION_CHANNEL) {
            return GeneralMidi.PERCUSSION;
        }
        if (chosen != null) {
            return chosen;
        }
        return program[channel] < 0 ? GeneralMidi.DEFAULT : GeneralMidi.presetFor(program[channel]);
    }

    private List<ScoreEvents.At> part(String preset) {
        return parts.computeIfAbsent(preset, p -> new ArrayList<>());
    }

    private long frame(double seconds) {
        return Math.round(seconds * rateHz);
    }

    /// Names of the presets that play, in the order of their first notes.
    public List<String> presets() {
        return List.copyOf(parts.keySet());
    }

    /// What a preset's plan hears, in order.
    public List<ScoreEvents.At> events(String preset) {
        List<ScoreEvents.At> all = new ArrayList<>(common);
        all.addAll(part(preset));
        all.sort(
                Comparator.comparingLong(ScoreEvents.At::frame)
                        .thenComparingInt(ScoreEvents.At::order));
        return all;
    }

    /// When the last event is over.
    public long endFrame() {
        return endFrame;
    }
}
