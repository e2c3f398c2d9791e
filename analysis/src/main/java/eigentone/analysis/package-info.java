/// Listening: pitch, onsets and tempo of a recording, by TarsosDSP. GPL-3.0-or-later.
@NullMarked
package eigentone.analysis;

import org.jspecify.annotations.NullMarked;
