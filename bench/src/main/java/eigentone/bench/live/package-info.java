/// The stage on a JACK server, beside a client that does nothing.
@NullMarked
package eigentone.bench.live;

import org.jspecify.annotations.NullMarked;
