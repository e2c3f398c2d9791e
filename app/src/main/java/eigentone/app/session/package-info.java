/// The session: what the performer has tweaked, kept through a crash, undone and redone.
@NullMarked
package eigentone.app.session;

import org.jspecify.annotations.NullMarked;
