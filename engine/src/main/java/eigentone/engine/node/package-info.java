/// The signal processing nodes and what they share; each node is one recurrence in one file.
@NullMarked
package eigentone.engine.node;

import org.jspecify.annotations.NullMarked;
