package eigentone.app.render;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a render.
///
/// @param frames length of the file
/// @param peakDbfs of the samples, negative infinity for silence
/// @param truePeakDbtp between the samples
/// @param loudnessLufs integrated, EBU R 128
/// @param renderSeconds from the first frame to the complete file
/// @param preparationSeconds before the first frame: reading and compiling
/// @param sha256 over the interleaved little-endian float32 samples, before conversion
/// @param stolenVoices notes cut short for others
/// @param nonFinite how often a node was muted because it put out NaN or infinity
/// @param bentSamples beyond -1.9 dBFS, which the master stage bent
/// @param droppedEvents that came too thick
/// @param notes what the user should know, one line each
public record Result(
        Path output,
        @Nullable Path picture,
        List<String> presets,
        String format,
        int channels,
        int rateHz,
        long seed,
        long frames,
        double peakDbfs,
        double truePeakDbtp,
        double loudnessLufs,
        double renderSeconds,
        double preparationSeconds,
        String sha256,
        long stolenVoices,
        long nonFinite,
        long bentSamples,
        long droppedEvents,
        List<String> notes) {

    public double seconds() {
        return frames / (double) rateHz;
    }

    public double realTimeFactor() {
        return seconds() / renderSeconds;
    }
}
