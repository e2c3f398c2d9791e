/// How far back through time a gradient goes.
@NullMarked
package eigentone.models.train.truncate;

import org.jspecify.annotations.NullMarked;
