/// What tests and benchmarks of several modules need to play against: a server without a sound
/// card, and a client that listens.
@NullMarked
package eigentone.audioio.check;

import org.jspecify.annotations.NullMarked;
