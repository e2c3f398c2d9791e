/// Nodes that make sound: oscillators, noise, recordings.
@NullMarked
package eigentone.engine.node.source;

import org.jspecify.annotations.NullMarked;
