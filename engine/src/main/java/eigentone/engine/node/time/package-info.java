/// Nodes that live by delay: echoes, combs, reverberation and resonators.
@NullMarked
package eigentone.engine.node.time;

import org.jspecify.annotations.NullMarked;
