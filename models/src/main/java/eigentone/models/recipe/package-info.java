/// A training from a text of a few lines: recipe, data, sessions that can be stopped and continued.
@NullMarked
package eigentone.models.recipe;

import org.jspecify.annotations.NullMarked;
