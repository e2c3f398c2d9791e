package eigentone.audioio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A sound file written from front to back; it appears under its name only by [#commit()].
///
/// [#close()] without a commit deletes what was written, and a file that was there before stays as
/// it was (see [SafeWrite]). The same samples give the same bytes: no date or random number is
/// stored. One thread at a time, never the audio thread.
///
/// ```java
/// try (SoundWriter out = SoundWriter.create(path, SoundFormat.WAV_24, 2, 48_000)) {
///     out.write(block, 0, block[0].length);
///     out.commit();
/// }
/// ```
public sealed interface SoundWriter extends Closeable permits WavWriter, FlacWriter {
    /// A writer without dither.
    ///
    /// @param channels 1..64, FLAC 1..8
    /// @param sampleRateHz a whole number of Hz, 1..1,536,000, FLAC to 1,048,575
    /// @throws IllegalArgumentException if the format cannot hold these
    /// @throws IOException if the folder is missing or not writable
    static SoundWriter create(Path target, SoundFormat format, int channels, double sampleRateHz)
            throws IOException {
        return create(target, format, channels, sampleRateHz, Dither.NONE);
    }

    /// A writer with the given dither, which only integer formats use.
    ///
    /// @throws IllegalArgumentException if the format cannot hold these
    /// @throws IOException if the folder is missing or not writable
    static SoundWriter create(
            Path target, SoundFormat format, int channels, double sampleRateHz, Dither dither)
            throws IOException {
        SoundLimits.checkChannels(channels);
        SoundLimits.checkRate(sampleRateHz);
        if (channels > format.maxChannels()) {
            throw new IllegalArgumentException(
                    "sound format '"
                            + format.id()
                            + "': expected 1.."
                            + format.maxChannels()
                            + " channels, got "
                            + channels
                            + "; try wav24");
        }
        int rateHz = (int) sampleRateHz;
        if (rateHz != sampleRateHz) {
            throw new IllegalArgumentException(
                    "sound format '"
                            + format.id()
                            + "': expected a whole number of Hz, got "
                            + sampleRateHz
                            + " Hz; try "
                            + Math.round(sampleRateHz));
        }
        return switch (format) {
            case WAV_16, WAV_24, WAV_FLOAT32 ->
                    new WavWriter(
                            target, format, channels, rateHz, dither, WavLayout.RIFF_MAX_BYTES);
            case FLAC_16, FLAC_24 -> new FlacWriter(target, format, channels, rateHz, dither);
        };
    }

    /// Appends frames `from` (inclusive) to `to` (exclusive) of each channel.
    ///
    /// @param planar at least as many arrays as channels; not kept, not changed
    /// @throws IOException if the disk is full or fails; the message names the remedy
    void write(float[][] planar, int from, int to) throws IOException;

    /// Completes the file and puts it under its name, in one atomic step.
    ///
    /// @throws IOException if the disk is full or fails; an older file is then intact
    void commit() throws IOException;

    /// Frames written so far.
    long framesWritten();

    /// Samples beyond -1..1 so far, which an integer format has clipped; 0 for float.
    long clippedSamples();

    /// NaN or infinite samples so far; each was written as 0.
    long nonFiniteSamples();
}
