package eigentone.models.data;

import eigentone.audioio.file.SoundReader;
import eigentone.audioio.resample.Resampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// A recording as one channel in memory, 4 bytes a frame: the mean of its channels.
///
/// The mean of equal channels is the channel itself; one silent channel of two halves the level,
/// and channels of opposite polarity cancel, which is refused as silence where it matters.
///
/// @param file where it came from
/// @param samples shared, not copied
record MonoSound(Path file, float[] samples, double rateHz) {
    private static final int BLOCK_FRAMES = 4096;

    /// The largest array every virtual machine can make.
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /// Of a pair, both recordings, their copies in step and, at up to four times the rate, what
    /// they are resampled to are in memory at once.
    private static final int SHARE_OF_MEMORY = 12;

    /// Reads a file of which every sample is finite and nothing is missing.
    ///
    /// @throws IOException naming the file, the place and the remedy
    static MonoSound read(Path file) throws IOException {
        try (SoundReader reader = SoundReader.open(file)) {
            long room = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY / Float.BYTES;
            int limit = (int) Math.min(room, MAX_ARRAY);
            float[][] block = new float[reader.channels()][BLOCK_FRAMES];
            // The header's length is a claim: the array grows with what is really there.
            float[] mono = new float[Math.min(limit, BLOCK_FRAMES)];
            int frames = 0;
            while (true) {
                int got = reader.read(block, 0, BLOCK_FRAMES);
                if (reader.nonFiniteSamples() > 0) {
                    throw new DataException(
                            file,
                            "frames %d to %d".formatted(frames, frames + got - 1),
                            "finite samples",
                            reader.nonFiniteSamples() + " that are NaN or infinite",
                            "exporting it again as 24-bit WAV");
                }
                if (frames > limit - got) {
                    throw new DataException(
                            file,
                            "",
                            "at most " + limit + " frames for memory",
                            "more",
                            "a shorter excerpt, or giving the program more memory (-Xmx)");
                }
                if (frames + got > mono.length) {
                    mono = Arrays.copyOf(mono, (int) Math.min(limit, 2L * (frames + got)));
                }
                mix(block, got, mono, frames);
                frames += got;
                if (got < BLOCK_FRAMES) {
                    break;
                }
            }
            if (reader.missingFrames() > 0) {
                throw new DataException(
                        file,
                        "",
                        frames + reader.missingFrames() + " frames as its header says",
                        frames + ": the file broke off",
                        "copying or exporting it again");
            }
            if (frames == 0) {
                throw new DataException(file, "", "sound", "0 frames", "exporting it again");
            }
            return new MonoSound(file, Arrays.copyOf(mono, frames), reader.sampleRateHz());
        }
    }

    private static void mix(float[][] block, int frames, float[] mono, int at) {
        for (int t = 0; t < frames; t++) {
            double sum = 0;
            for (float[] channel : block) {
                sum += channel[t];
            }
            mono[at + t] = (float) (sum / block.length);
        }
    }

    /// This at another rate.
    MonoSound at(double toHz) {
        return toHz == rateHz
                ? this
                : new MonoSound(
                        file, Resampler.convert(new float[][] {samples}, rateHz, toHz)[0], toHz);
    }

    int frames() {
        return samples.length;
    }

    /// The largest magnitude.
    float peak() {
        float peak = 0;
        for (float v : samples) {
            peak = Math.max(peak, Math.abs(v));
        }
        return peak;
    }

    /// A frame for the user's eye, e.g. `frame 4410 (0.100 s)`.
    String place(int frame) {
        return String.format(Locale.ROOT, "frame %d (%.3f s)", frame, frame / rateHz);
    }
}
