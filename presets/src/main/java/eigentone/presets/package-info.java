/// Presets: a patch with knobs and a sentence about its sound, as a JSON file and as a library.
@NullMarked
package eigentone.presets;

import org.jspecify.annotations.NullMarked;
