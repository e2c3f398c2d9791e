/// From a score, a sound or nothing, by presets, to a sound file: the way of a render.
@NullMarked
package eigentone.app.render;

import org.jspecify.annotations.NullMarked;
