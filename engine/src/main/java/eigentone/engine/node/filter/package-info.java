/// Nodes that colour sound: linear and saturating filters.
@NullMarked
package eigentone.engine.node.filter;

import org.jspecify.annotations.NullMarked;
