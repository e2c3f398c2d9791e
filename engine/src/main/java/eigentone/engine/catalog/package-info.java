/// What a patch can name: the kinds of nodes, their settings, and how they are found.
@NullMarked
package eigentone.engine.catalog;

import org.jspecify.annotations.NullMarked;
