/// From what is written down of a scene to what can be played: live and in a replay the same way.
@NullMarked
package eigentone.app.scene;

import org.jspecify.annotations.NullMarked;
