/// Musical time: what it is, who leads it (MIDI clock, a transport) and who is led by it.
@NullMarked
package eigentone.engine.clock;

import org.jspecify.annotations.NullMarked;
