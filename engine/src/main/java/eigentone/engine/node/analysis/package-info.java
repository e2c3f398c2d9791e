/// Nodes that listen: level and pitch of a signal as signals.
@NullMarked
package eigentone.engine.node.analysis;

import org.jspecify.annotations.NullMarked;
