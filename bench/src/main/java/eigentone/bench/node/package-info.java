/// The reference patches' own nodes, with exactly their equations: no part of the product.
@NullMarked
package eigentone.bench.node;

import org.jspecify.annotations.NullMarked;
