/// Sound cards and servers: JACK, Java Sound, and a clock without any sound.
@NullMarked
package eigentone.audioio.device;

import org.jspecify.annotations.NullMarked;
