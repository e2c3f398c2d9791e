package eigentone.engine.kernel;

import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the values of every frame depend on, in this frame or an earlier one: a state on its next
/// value, what is read from a delay line on what is fed to it.
final class RowDependence {
    private final Program program;

    /// What is computed or kept in every frame, operands first.
    final List<Vec> nodes = new ArrayList<>();

    /// Reads of delay lines that do not wait for what is fed.
    final Set<Vec> cut = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<Vec, Integer> index = new IdentityHashMap<>();

    RowDependence(RowLayout layout) {
        program = layout.program;
        for (Vec v : program.values()) {
            if (layout.perFrame.contains(v) && !RowLayout.isAlias(v)) {
                index.put(v, nodes.size());
                nodes.add(v);
            }
        }
    }

    /// The position of a value, or of what it names entries of, among the nodes; null if it is not
    /// of every frame.
    @Nullable Integer find(Vec v) {
        return index.get(RowSchedule.base(v));
    }

    int at(Vec node) {
        return Objects.requireNonNull(index.get(node));
    }

    boolean isNode(Vec v) {
        return index.containsKey(v);
    }

    List<Vec> sources(Vec v) {
        List<Vec> sources = new ArrayList<>();
        switch (v.operator()) {
            case STATE -> sources.add(next(v));
            case DELAY_READ -> {
                sources.addAll(v.operands());
                if (!cut.contains(v)) {
                    sources.add(feed(v));
                }
            }
            default -> sources.addAll(v.operands());
        }
        return sources;
    }

    Vec next(Vec state) {
        return Objects.requireNonNull(program.states().get(RowLayout.slot(state)));
    }

    Vec feed(Vec read) {
        return Objects.requireNonNull(program.delays().get(RowLayout.slot(read)));
    }

    /// All that each node depends on, in this frame or an earlier one.
    BitSet[] needs() {
        BitSet[] needs = new BitSet[nodes.size()];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = new BitSet();
        }
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int i = 0; i < needs.length; i++) {
                int before = needs[i].cardinality();
                for (Vec o : sources(nodes.get(i))) {
                    Integer at = find(o);
                    if (at != null) {
                        needs[i].set(at);
                        needs[i].or(needs[at]);
                    }
                }
                isChanged |= needs[i].cardinality() > before;
            }
        }
        return needs;
    }

    /// Of each node, the first node of its component: values that need each other's past.
    static int[] components(BitSet[] needs) {
        int[] first = new int[needs.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = i;
            for (int k = needs[i].nextSetBit(0); k >= 0 && k < i; k = needs[i].nextSetBit(k + 1)) {
                if (needs[k].get(i)) {
                    first[i] = first[k];
                    break;
                }
            }
        }
        return first;
    }

    boolean isRoot(Vec v) {
        return RowSchedule.rootOf(program.states().values(), v)
                || RowSchedule.rootOf(program.delays().values(), v)
                || RowSchedule.rootOf(program.outputs().values(), v);
    }
}
