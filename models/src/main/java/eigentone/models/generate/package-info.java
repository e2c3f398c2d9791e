/// Music and sound that trained models make by themselves.
@NullMarked
package eigentone.models.generate;

import org.jspecify.annotations.NullMarked;
