package eigentone.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tells four singers apart in a piano roll, which only says what sounds.
///
/// Each step's pitches are given to the voices from low to high, so that no voices cross; where a
/// step has fewer pitches than voices, two voices sing in unison. Which ones is decided for the
/// whole piece at once: by the way with the least total motion, in semitones (Viterbi's algorithm).
final class VoiceLeading {
    static final int VOICES = 4;

    /// Marks a step in which nothing sounds.
    static final int REST = -1;

    private VoiceLeading() {}

    /// The pitch of each voice in each step, `[step][voice]`, the lowest voice first; [#REST] where
    /// nothing sounds.
    ///
    /// @param steps each with its pitches in ascending order, at most four
    /// @throws IllegalArgumentException if a step has more than four pitches
    static int[][] of(List<int[]> steps) {
        List<int[][]> choices = steps.stream().map(VoiceLeading::choices).toList();
        List<int[]> cameFrom = new ArrayList<>();
        int[] motion = new int[choices.getFirst().length];
        for (int s = 1; s < choices.size(); s++) {
            int[][] before = choices.get(s - 1);
            int[][] now = choices.get(s);
            int[] best = new int[now.length];
            int[] from = new int[now.length];
            for (int i = 0; i < now.length; i++) {
                best[i] = Integer.MAX_VALUE;
                for (int j = 0; j < before.length; j++) {
                    int total = motion[j] + distance(before[j], now[i]);
                    if (total < best[i]) {
                        best[i] = total;
                        from[i] = j;
                    }
                }
            }
            motion = best;
            cameFrom.add(from);
        }
        int at = 0;
        for (int i = 1; i < motion.length; i++) {
            at = motion[i] < motion[at] ? i : at;
        }
        int[][] voices = new int[choices.size()][];
        for (int s = voices.length - 1; s >= 0; s--) {
            voices[s] = choices.get(s)[at];
            at = s == 0 ? 0 : cameFrom.get(s - 1)[at];
        }
        return voices;
    }

    /// Every way to give the pitches to four voices in ascending order, each pitch at least once.
    private static int[][] choices(int[] pitches) {
        if (pitches.length > VOICES) {
            throw new IllegalArgumentException(
                    "voice leading: expected at most 4 pitches a step, got "
                            + Arrays.toString(pitches));
        }
        if (pitches.length == 0) {
            return new int[][] {{REST, REST, REST, REST}};
        }
        List<int[]> all = new ArrayList<>();
        extend(pitches, new int[VOICES], 0, 0, all);
        return all.toArray(int[][]::new);
    }

    private static void extend(int[] pitches, int[] chosen, int voice, int pitch, List<int[]> all) {
        chosen[voice] = pitches[pitch];
        if (voice == VOICES - 1) {
            if (pitch == pitches.length - 1) {
                all.add(chosen.clone());
            }
            return;
        }
        extend(pitches, chosen, voice + 1, pitch, all);
        if (pitch + 1 < pitches.length) {
            extend(pitches, chosen, voice + 1, pitch + 1, all);
        }
    }

    private static int distance(int[] before, int[] now) {
        int total = 0;
        for (int v = 0; v < VOICES; v++) {
            if (before[v] != REST && now[v] != REST) {
                total += Math.abs(now[v] - before[v]);
            }
        }
        return total;
    }
}
