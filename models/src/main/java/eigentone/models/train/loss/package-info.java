/// What training makes small: losses over a batch of lanes, with their gradients.
@NullMarked
package eigentone.models.train.loss;

import org.jspecify.annotations.NullMarked;
