/// Recurrences, the graph that connects them, and the drivers that let it sound. Needs nothing but
/// the JDK.
@NullMarked
package eigentone.engine;

import org.jspecify.annotations.NullMarked;
