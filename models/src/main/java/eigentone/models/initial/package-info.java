/// How weights are filled: orthogonal, scaled to a spectral radius, seeded by a patch.
@NullMarked
package eigentone.models.initial;

import org.jspecify.annotations.NullMarked;
