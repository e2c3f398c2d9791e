/// The commands, one class each: they read options, call what does the work, and report.
@NullMarked
package eigentone.app.command;

import org.jspecify.annotations.NullMarked;
