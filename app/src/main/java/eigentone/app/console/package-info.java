/// What commands share in talking to people and to programs: one-line errors, tables, JSON,
/// progress.
@NullMarked
package eigentone.app.console;

import org.jspecify.annotations.NullMarked;
