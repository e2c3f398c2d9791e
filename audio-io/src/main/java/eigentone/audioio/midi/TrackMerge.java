package eigentone.audioio.midi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Merges the events of all tracks into one list in order of their ticks.
///
/// Each track keeps its own order. At one tick the note-offs with which tracks begin come before
/// all else, so that a player who knows notes by channel and key only does not end a note that
/// another track has just begun; after that, tracks come in their order.
final class TrackMerge {
    private record Ranked(TimedMidi event, int rank) {}

    private TrackMerge() {}

    static List<TimedMidi> of(List<List<TimedMidi>> tracks) {
        List<Ranked> ranked = new ArrayList<>();
        for (List<TimedMidi> track : tracks) {
            long tick = -1;
            int rank = 0;
            for (TimedMidi event : track) {
                if (event.tick() != tick) {
                    tick = event.tick();
                    rank = 0;
                }
                rank = event.isNoteOff() ? rank : 1;
                ranked.add(new Ranked(event, rank));
            }
        }
        // The sort is stable, so tracks and each track's order stay.
        ranked.sort(
                Comparator.comparingLong((Ranked r) -> r.event.tick())
                        .thenComparingInt(Ranked::rank));
        return ranked.stream().map(Ranked::event).toList();
    }
}
