/// Learning while it plays: from one example to the next.
@NullMarked
package eigentone.models.online;

import org.jspecify.annotations.NullMarked;
