package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Whole sound files to and from memory. Any thread but the audio thread.
public final class SoundFiles {
    private static final int FIRST_FRAMES = 1 << 16;

    /// The largest array every virtual machine can make.
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private SoundFiles() {}

    /// What became of a written sound.
    ///
    /// @param frames frames written
    /// @param clippedSamples samples beyond -1..1 that an integer format has clipped
    /// @param nonFiniteSamples NaN or infinite samples, written as 0
    public record Written(long frames, long clippedSamples, long nonFiniteSamples) {}

    /// Reads a whole file, at most what fits into half of the memory the program may use.
    ///
    /// @throws SoundFileException if the file is missing, malformed or too long
    public static SoundData read(Path file) throws IOException {
        try (SoundReader reader = SoundReader.open(file)) {
            long room = Runtime.getRuntime().maxMemory() / 2 / Float.BYTES / reader.channels();
            return read(file, reader, room);
        }
    }

    /// Reads a whole file of at most `maxFrames` frames.
    ///
    /// @throws SoundFileException if the file is missing, malformed or longer
    public static SoundData read(Path file, long maxFrames) throws IOException {
        try (SoundReader reader = SoundReader.open(file)) {
            return read(file, reader, maxFrames);
        }
    }

    /// Writes a sound in the default format of the path's extension, without dither.
    ///
    /// @throws IllegalArgumentException if the format cannot hold this sound
    public static Written write(Path target, SoundData sound) throws IOException {
        return write(target, sound, SoundFormat.forPath(target), Dither.NONE);
    }

    /// Writes a sound: the file appears whole or not at all.
    ///
    /// @throws IllegalArgumentException if the format cannot hold this sound
    /// @throws IOException if the disk is full or the folder not writable
    public static Written write(Path target, SoundData sound, SoundFormat format, Dither dither)
            throws IOException {
        try (SoundWriter writer =
                SoundWriter.create(
                        target, format, sound.channelCount(), sound.sampleRateHz(), dither)) {
            writer.write(sound.channels(), 0, sound.frames());
            writer.commit();
            return new Written(
                    writer.framesWritten(), writer.clippedSamples(), writer.nonFiniteSamples());
        }
    }

    private static SoundData read(Path file, SoundReader reader, long maxFrames)
            throws IOException {
        int limit = (int) Math.min(maxFrames, MAX_ARRAY);
        // Only a PCM length is measured on the file; others are claims, and the arrays grow
        // instead.
        boolean measured = reader instanceof PcmReader;
        if (measured && reader.frames() > limit) {
            throw tooLong(file, limit, reader.frames() + " frames");
        }
        int capacity = measured ? (int) reader.frames() : Math.min(FIRST_FRAMES, limit);
        float[][] planar = new float[reader.channels()][capacity];
        int frames = 0;
        while (true) {
            frames += reader.read(planar, frames, capacity - frames);
            if (frames < capacity || measured) {
                break;
            }
            if (capacity == limit) {
                if (reader.read(new float[reader.channels()][1], 0, 1) > 0) {
                    throw tooLong(file, limit, "more");
                }
                break;
            }
            capacity = (int) Math.min(2L * capacity + 1, limit);
            for (int c = 0; c < planar.length; c++) {
                planar[c] = Arrays.copyOf(planar[c], capacity);
            }
        }
        for (int c = 0; c < planar.length; c++) {
            planar[c] = planar[c].length == frames ? planar[c] : Arrays.copyOf(planar[c], frames);
        }
        return new SoundData(planar, reader.sampleRateHz());
    }

    private static SoundFileException tooLong(Path file, int limit, String got) {
        return new SoundFileException(
                file,
                "",
                "at most " + limit + " frames for memory",
                got,
                "a shorter excerpt, or giving the program more memory (-Xmx)");
    }
}
