/// Weights from and to files.
@NullMarked
package eigentone.models.file;

import org.jspecify.annotations.NullMarked;
