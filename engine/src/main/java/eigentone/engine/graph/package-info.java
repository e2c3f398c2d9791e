/// Patches and the plans they compile to: who feeds whom, in which order, at which rate.
@NullMarked
package eigentone.engine.graph;

import org.jspecify.annotations.NullMarked;
