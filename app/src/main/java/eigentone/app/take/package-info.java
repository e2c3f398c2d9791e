/// Takes: what is played, written down while it sounds, and played again to the bit.
@NullMarked
package eigentone.app.take;

import org.jspecify.annotations.NullMarked;
