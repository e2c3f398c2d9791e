/// The recurrence language: all that the author of a cell or node sees.
@NullMarked
package eigentone.engine.language;

import org.jspecify.annotations.NullMarked;
