/// Sound files in and out: WAV, RF64, AIFF and FLAC, streamed in planar float blocks.
///
/// A header is never trusted for an allocation, a malformed file gives one checked
/// [eigentone.audioio.file.SoundFileException], and an output appears whole or not at all
/// ([eigentone.audioio.file.SafeWrite]). Nothing here may be called on the audio thread.
@NullMarked
package eigentone.audioio.file;

import org.jspecify.annotations.NullMarked;
