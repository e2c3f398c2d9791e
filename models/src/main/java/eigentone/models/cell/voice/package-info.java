/// What the playable cells share: the ring of phases, the strike and the tuned time step.
@NullMarked
package eigentone.models.cell.voice;

import org.jspecify.annotations.NullMarked;
