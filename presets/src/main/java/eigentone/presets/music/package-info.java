/// The pieces of music that come with Eigentone.
@NullMarked
package eigentone.presets.music;

import org.jspecify.annotations.NullMarked;
