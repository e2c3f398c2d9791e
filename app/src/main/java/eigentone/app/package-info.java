/// The command line: `eigentone --help` lists what it can do.
@NullMarked
package eigentone.app;

import org.jspecify.annotations.NullMarked;
