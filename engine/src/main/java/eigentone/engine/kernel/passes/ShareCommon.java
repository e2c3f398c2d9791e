package eigentone.engine.kernel.passes;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes what occurs twice once.
///
/// Before: `y = (a + b) * (a + b)` with two sums. After: one sum, used twice. Values are equal when
/// operator, attribute and operands are.
public final class ShareCommon {

    private record Key(Operator operator, Object attribute, List<Integer> operands) {}

    private ShareCommon() {}

    public static Program apply(Program program) {
        Map<Key, Vec> known = new HashMap<>();
        return program.rewrite((v, operands) -> {
            List<Integer> ids = operands.stream().map(System::identityHashCode).toList();
            Vec twin = known.get(new Key(v.operator(), attribute(v.attribute(), v), ids));
            // Identity hashes may collide: equal keys still need the same operands.
            if (twin != null && same(twin.operands(), operands)) {
                return twin;
            }
            Vec made = v.on(operands);
            known.put(new Key(v.operator(), attribute(v.attribute(), v), ids), made);
            return made;
        });
    }

    private static boolean same(List<Vec> a, List<Vec> b) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    private static Object attribute(@Nullable Object attribute, Vec v) {
        Object shape = v.shape();
        return switch (attribute) {
            case null -> shape;
            case double[] a -> List.of(shape, Arrays.hashCode(a), Arrays.toString(a));
            case int[] a -> List.of(shape, Arrays.toString(a));
            default -> List.of(shape, attribute);
        };
    }
}
