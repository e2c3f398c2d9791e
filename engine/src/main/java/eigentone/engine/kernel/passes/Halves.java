package eigentone.engine.kernel.passes;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.List;

/// Halves a value, for free where it is a product with weights: halving is exact, so the weights
/// can be halved beforehand.
///
/// Before: `0.5 (W x + b)`. After: `(0.5 W) x + (0.5 b)`, whose matrix and bias are computed once.
final class Halves {
    private Halves() {}

    /// Half of `x`, which has no other reader.
    static Vec of(Vec x) {
        return isProduct(x) ? halved(x) : x.times(0.5);
    }

    private static boolean isProduct(Vec x) {
        return x.operator() == Operator.MATVEC
                && isWeight(x.operands().get(0))
                && (x.operands().size() < 3
                        || isProduct(x.operands().get(2))
                        || isWeight(x.operands().get(2)));
    }

    /// Whether `v` is known before the first frame.
    private static boolean isWeight(Vec v) {
        return switch (v.operator()) {
            case WEIGHT, CONSTANT -> true;
            case ADD -> v.operands().stream().allMatch(Halves::isWeight);
            default -> false;
        };
    }

    private static Vec halved(Vec x) {
        if (x.operator() != Operator.MATVEC) {
            return x.times(0.5);
        }
        List<Vec> operands = new ArrayList<>(x.operands());
        operands.set(0, operands.get(0).times(0.5));
        if (operands.size() > 2) {
            operands.set(2, halved(operands.get(2)));
        }
        return x.on(operands);
    }
}
