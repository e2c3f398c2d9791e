package eigentone.app.render;

import eigentone.audioio.file.SoundFormat;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a render is asked for; null where the default is meant.
///
/// @param input a MIDI or sound file, `bundled:NAME`, or null
/// @param preset name or file
/// @param output the sound file
/// @param picture the PNG, or null for none
/// @param pictureWidth 640..8192 pixels
/// @param pictureHeight 400..8192 pixels
/// @param lengthSeconds of the result without a tail
/// @param tailSeconds after the end of the input
/// @param settings knob or `node.control` to a value
/// @param rateHz frames per second
/// @param presetByChannel channel 0..15 to a preset
/// @param blockFrames 1..8192
/// @param threads 1 or more
public record Request(
        @Nullable String input,
        @Nullable String preset,
        Path output,
        SoundFormat format,
        @Nullable Path picture,
        int pictureWidth,
        int pictureHeight,
        @Nullable Double lengthSeconds,
        @Nullable Double tailSeconds,
        Map<String, Double> settings,
        long seed,
        @Nullable Integer rateHz,
        Map<Integer, String> presetByChannel,
        int blockFrames,
        int threads) {}
