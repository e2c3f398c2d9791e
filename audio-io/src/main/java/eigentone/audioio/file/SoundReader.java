package eigentone.audioio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A sound file read from front to back in planar float blocks.
///
/// Reads WAV (8, 16, 24, 32-bit PCM, 32 and 64-bit float, extensible, RF64/BW64), AIFF and AIFF-C
/// (uncompressed) and FLAC (to 24 bits); the kind is told by the content, not by the name. Memory
/// is bounded by a block whatever the header claims. Samples that are NaN or infinite are read as 0
/// and counted. One thread at a time, never the audio thread: it reads from disk.
public sealed interface SoundReader extends Closeable permits PcmReader, FlacReader {
    /// The value of [#frames()] when the file does not say.
    long UNKNOWN = -1;

    /// Opens a file and reads its header.
    ///
    /// @throws SoundFileException if the file is missing, empty, malformed or of an unsupported
    ///   kind
    /// @throws IOException if the disk fails
    static SoundReader open(Path file) throws IOException {
        ByteSource source = ByteSource.open(file);
        try {
            return SoundKind.of(source).open(source);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /// Sample rate in Hz, 1..1,536,000; AIFF may store a fraction.
    double sampleRateHz();

    /// Number of channels, 1..64.
    int channels();

    /// Length in frames, or [#UNKNOWN]. For WAV and AIFF it is what the file really holds; for FLAC
    /// it is the header's claim.
    long frames();

    /// Frames that a WAV or AIFF header promises beyond those that are there: the file broke off. 0
    /// when the header promises nothing, as that of an unfinished recording; a FLAC file throws
    /// when it is read to where it broke off.
    long missingFrames();

    /// The encoding in words, as in `WAV 24-bit`.
    String description();

    /// NaN or infinite samples met so far; each was read as 0.
    long nonFiniteSamples();

    /// Reads the next frames into `planar[channel][offset..]`.
    ///
    /// @param planar at least [#channels()] arrays of `offset + frames` floats, owned by the caller
    /// @param frames how many frames are wanted, 0 or more
    /// @return how many were read: fewer than wanted only at the end, 0 when there are no more
    /// @throws SoundFileException if the file is damaged at this place
    int read(float[][] planar, int offset, int frames) throws IOException;
}
