/// Nodes that move other nodes: envelopes, slow oscillators, sample and hold.
@NullMarked
package eigentone.engine.node.modulation;

import org.jspecify.annotations.NullMarked;
