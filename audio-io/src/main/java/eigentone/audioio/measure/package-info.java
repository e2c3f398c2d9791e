/// Measuring sound: loudness, peaks, pitch, decay, spectral lines and features.
///
/// Meters take planar float audio, `channels[channel][frame]`, full scale ±1. Every meter gives the
/// same bits for any split of the sound into calls. None is meant for the audio thread: they
/// allocate and may throw.
@NullMarked
package eigentone.audioio.measure;

import org.jspecify.annotations.NullMarked;
