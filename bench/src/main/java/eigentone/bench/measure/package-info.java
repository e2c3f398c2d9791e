/// How time is taken: the thread's own CPU time, in medians, once HotSpot is done.
@NullMarked
package eigentone.bench.measure;

import org.jspecify.annotations.NullMarked;
