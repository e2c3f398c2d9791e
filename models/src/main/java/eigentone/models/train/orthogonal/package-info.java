/// Matrices that stay orthogonal while they learn.
@NullMarked
package eigentone.models.train.orthogonal;

import org.jspecify.annotations.NullMarked;
