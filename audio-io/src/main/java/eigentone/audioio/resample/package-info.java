/// Changing the sample rate of a sound, offline and at high quality.
@NullMarked
package eigentone.audioio.resample;

import org.jspecify.annotations.NullMarked;
