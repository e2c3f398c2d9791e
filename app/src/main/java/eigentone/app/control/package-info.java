/// What other programs can turn in a preset.
@NullMarked
package eigentone.app.control;

import org.jspecify.annotations.NullMarked;
