/// The stage: an instrument that is played live, and all that a performer reaches it by.
@NullMarked
package eigentone.app.live;

import org.jspecify.annotations.NullMarked;
