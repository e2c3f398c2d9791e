/// Drivers: what makes plans run, offline and live.
@NullMarked
package eigentone.engine.run;

import org.jspecify.annotations.NullMarked;
