/// Training from the command line: folders, previews, reports.
@NullMarked
package eigentone.app.train;

import org.jspecify.annotations.NullMarked;
