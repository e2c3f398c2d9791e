package eigentone.presets;

import eigentone.models.file.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a preset listens for in the sound that comes in, and what it makes of it.
///
/// Nodes of type `hearing` follow what is heard in any case. Without pitch and onsets no notes are
/// played.
///
/// @param gateDb what is quieter is not heard, dBFS
/// @param pitch plays notes from the pitch; null for none
/// @param onsets plays notes from onsets; null for none
/// @param tempo whether the beat of what is heard sets the tempo
public record Listen(double gateDb, @Nullable Pitch pitch, @Nullable Onsets onsets, boolean tempo) {
    public static final double USUAL_GATE_DB = -50;

    /// One voice or instrument plays a note at a time, which bends with it.
    ///
    /// @param lowestHz no lower pitch is heard; the lower, the longer it takes to hear one
    /// @param highestHz no higher pitch is heard
    /// @param snap 0 follows every bend, 1 plays the keys of the keyboard alone
    public record Pitch(double lowestHz, double highestHz, double snap) {
        public static final Pitch USUAL = new Pitch(70, 1200, 0);

        public Pitch {
            in("lowest", lowestHz, 40, 1000, "Hz");
            in("highest", highestHz, 100, 4000, "Hz");
            in("snap", snap, 0, 1, "");
            if (!(lowestHz < highestHz)) {
                throw new IllegalArgumentException(
                        "lowest: expected less than highest, got %s and %s Hz"
                                .formatted(lowestHz, highestHz));
            }
        }
    }

    /// Whatever begins strikes a key.
    ///
    /// @param key 0..127
    /// @param holdSeconds until the key is let go
    /// @param gapSeconds least time from one to the next
    public record Onsets(int key, double holdSeconds, double gapSeconds) {
        public static final Onsets USUAL = new Onsets(38, 0.1, 0.06);

        public Onsets {
            in("key", key, 0, 127, "");
            in("hold", holdSeconds, 0.01, 10, "s");
            in("gap", gapSeconds, 0.03, 5, "s");
        }
    }

    public Listen {
        in("gate", gateDb, -90, 0, "dBFS");
    }

    private static void in(String what, double value, double min, double max, String unit) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "%s: expected %s..%s %s, got %s"
                            .formatted(
                                    what,
                                    Json.decimal(min),
                                    Json.decimal(max),
                                    unit,
                                    Json.decimal(value))
                            .replace(" ,", ","));
        }
    }

    /// In a few words, e.g. `pitch of 70..1200 Hz above -50 dBFS`.
    public String description() {
        List<String> heard = new ArrayList<>();
        if (pitch != null) {
            heard.add(
                    "pitch of %s..%s Hz"
                            .formatted(
                                    Json.decimal(pitch.lowestHz()),
                                    Json.decimal(pitch.highestHz())));
        }
        if (onsets != null) {
            heard.add("onsets, which strike key " + onsets.key());
        }
        if (tempo) {
            heard.add("tempo");
        }
        return (heard.isEmpty() ? "features" : String.join("; ", heard))
                + " above "
                + Json.decimal(gateDb)
                + " dBFS";
    }

    /// Whether it plays notes.
    public boolean playsNotes() {
        return pitch != null || onsets != null;
    }
}
