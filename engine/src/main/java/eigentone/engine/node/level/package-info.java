/// Nodes that shape level: gain, pan, saturation, dynamics.
@NullMarked
package eigentone.engine.node.level;

import org.jspecify.annotations.NullMarked;
