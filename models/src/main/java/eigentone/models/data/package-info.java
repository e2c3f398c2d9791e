/// What a training eats: recordings, scores and frames, split, cut into segments and put into
/// batches.
@NullMarked
package eigentone.models.data;

import org.jspecify.annotations.NullMarked;
