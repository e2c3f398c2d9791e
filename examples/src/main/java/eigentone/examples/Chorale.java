package eigentone.examples;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One chorale with its voices told apart, at the pitch of singers.
///
/// @param name of its MIDI file
/// @param voices pitches `[step][voice]`, bass first; a step is a crotchet
record Chorale(String name, int[][] voices) {
    /// The rolls lie an octave above the voices.
    private static final int TRANSPOSITION = -12;

    /// What is sung as one tone.
    ///
    /// @param step at which it begins
    /// @param end the step after it
    record Tone(int step, int end, int pitch) {}

    /// The chorales of `chorales.json`.
    static List<Chorale> all() throws IOException {
        try (InputStream in = Chorale.class.getResourceAsStream("chorales.json")) {
            List<Chorale> all = new ArrayList<>();
            for (JsonNode piece : JsonMapper.shared().readTree(in)) {
                List<int[]> steps = new ArrayList<>();
                for (JsonNode step : piece.get("steps")) {
                    steps.add(
                            step.valueStream().mapToInt(p -> p.asInt() + TRANSPOSITION).toArray());
                }
                all.add(new Chorale(piece.get("name").asString(), VoiceLeading.of(steps)));
            }
            return all;
        }
    }

    /// The chorale of that name.
    static Chorale named(String name) throws IOException {
        return all().stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
    }

    int steps() {
        return voices.length;
    }

    /// The tones of one voice between two steps; equal pitches in a row are tied.
    List<Tone> tones(int voice, int from, int to) {
        List<Tone> tones = new ArrayList<>();
        int start = from;
        for (int s = from + 1; s <= to; s++) {
            if (s == to || voices[s][voice] != voices[start][voice]) {
                if (voices[start][voice] != VoiceLeading.REST) {
                    tones.add(new Tone(start, s, voices[start][voice]));
                }
                start = s;
            }
        }
        return tones;
    }
}
