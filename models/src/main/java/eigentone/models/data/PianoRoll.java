package eigentone.models.data;

import java.util.List;

/// Which of the piano's 88 keys sound at each step: pitches 21 (A0) to 108 (C8), 1 or 0.
///
/// Held and repeated notes are not told apart. A step takes 16 bytes.
///
/// @param name what messages call it
/// @param keys two words a step: bit k of the first is key k (pitch 21 + k), of the second key 64 +
///   k; shared, not copied
public record PianoRoll(String name, long[] keys) implements Sequence {
    /// Keys of a piano.
    public static final int KEYS = 88;

    /// MIDI pitch of the lowest key.
    public static final int LOWEST_PITCH = 21;

    /// MIDI pitch of the highest key.
    public static final int HIGHEST_PITCH = LOWEST_PITCH + KEYS - 1;

    /// @throws IllegalArgumentException if there is no step, or a key beyond the 88th
    public PianoRoll {
        if (keys.length == 0 || keys.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "piano roll '%s': expected at least one step of 2 words, got %d words"
                            .formatted(name, keys.length));
        }
        for (int i = 1; i < keys.length; i += 2) {
            if (keys[i] >>> (KEYS - Long.SIZE) != 0) {
                throw new IllegalArgumentException(
                        "piano roll '%s', step %d: expected 88 keys, got more"
                                .formatted(name, i / 2));
            }
        }
    }

    /// The roll of the pitches that sound at each step.
    ///
    /// @throws IllegalArgumentException naming a step with a pitch outside 21..108
    public static PianoRoll of(String name, List<List<Integer>> steps) {
        long[] keys = new long[2 * steps.size()];
        for (int t = 0; t < steps.size(); t++) {
            for (int pitch : steps.get(t)) {
                if (pitch < LOWEST_PITCH || pitch > HIGHEST_PITCH) {
                    throw new IllegalArgumentException(
                            "piano roll '%s', step %d: expected pitches 21..108, got %d"
                                    .formatted(name, t, pitch));
                }
                set(keys, t, pitch);
            }
        }
        return new PianoRoll(name, keys);
    }

    /// Lets `pitch` sound at `step` of what will become [#keys()].
    static void set(long[] keys, int step, int pitch) {
        int key = pitch - LOWEST_PITCH;
        keys[2 * step + key / Long.SIZE] |= 1L << key; // a shift counts modulo 64
    }

    /// Whether `pitch`, 21..108, sounds at `step`.
    public boolean sounds(int step, int pitch) {
        int key = pitch - LOWEST_PITCH;
        return (keys[2 * step + key / Long.SIZE] >>> key & 1) != 0;
    }

    /// Keys that sound at `step`.
    public int polyphony(int step) {
        return Long.bitCount(keys[2 * step]) + Long.bitCount(keys[2 * step + 1]);
    }

    @Override
    public int frames() {
        return keys.length / 2;
    }

    @Override
    public int width() {
        return KEYS;
    }

    @Override
    public void copy(int frame, float[] to, int at, int stride) {
        for (int k = 0; k < KEYS; k++) {
            to[at + k * stride] = keys[2 * frame + k / Long.SIZE] >>> k & 1;
        }
    }

    @Override
    public long bytes() {
        return (long) keys.length * Long.BYTES;
    }
}
