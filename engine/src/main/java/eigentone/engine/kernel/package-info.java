/// From a frozen program to float32 code for the audio thread.
@NullMarked
package eigentone.engine.kernel;

import org.jspecify.annotations.NullMarked;
