/// What happens at an exact frame: notes, expression, knobs, tempo; and how MIDI becomes it.
@NullMarked
package eigentone.engine.event;

import org.jspecify.annotations.NullMarked;
