package eigentone.engine.kernel;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds banks: elementwise recurrences of several rows that need no row but their own, with more
/// states than there are registers. [RowTiles] computes them.
final class RowBanks {
    private final RowLayout layout;
    private final RowDependence dependence;
    private final int[] component;
    private final Set<Vec> tiled = Collections.newSetFromMap(new IdentityHashMap<>());

    private RowBanks(RowLayout layout, RowDependence dependence, int[] component) {
        this.layout = layout;
        this.dependence = dependence;
        this.component = component;
    }

    /// Their values, and what is computed row by row before and after them.
    static Set<Vec> find(RowLayout layout, RowDependence dependence, int[] component) {
        RowBanks banks = new RowBanks(layout, dependence, component);
        banks.find();
        return banks.tiled;
    }

    private void find() {
        Map<Integer, List<Vec>> members = new TreeMap<>();
        for (int i = 0; i < dependence.nodes.size(); i++) {
            members.computeIfAbsent(component[i], k -> new ArrayList<>())
                    .add(dependence.nodes.get(i));
        }
        members.values().removeIf(c -> !isRowwise(c));
        members.values().forEach(tiled::addAll);
        extend();
        Set<Integer> heights = new TreeSet<>();
        tiled.forEach(v -> heights.add(layout.rows(v)));
        for (int rows : heights) {
            List<Vec> all = tiled.stream().filter(v -> layout.rows(v) == rows).toList();
            List<Vec> computed = all.stream().filter(v -> v.operator() != Operator.STATE).toList();
            boolean fits =
                    states(all) <= layout.stateRegisters()
                            && RowEmitter.isUnrolled(computed, rows, layout);
            if (fits || RowTiles.wordsOfRound(layout, computed) > RowEmitter.MAX_UNROLLED_WORDS) {
                all.forEach(tiled::remove);
            }
        }
    }

    private boolean hasOwnNext(Vec state) {
        Vec next = dependence.next(state);
        return next == RowSchedule.base(next) && !dependence.isRoot(state);
    }

    private int states(List<Vec> values) {
        int states = 0;
        for (Vec v : values) {
            states += v.operator() == Operator.STATE ? layout.rows(v) : 0;
        }
        return states;
    }

    /// Whether values need each other's past row by row, and nothing else does more than read it.
    private boolean isRowwise(List<Vec> values) {
        int rows = layout.rows(values.getFirst());
        if (rows < 2 || values.size() < 2 || states(values) == 0) {
            return false;
        }
        for (Vec v : values) {
            boolean isState = v.operator() == Operator.STATE;
            boolean isLocal =
                    isState
                            ? hasOwnNext(v)
                            : v.operator().kind() == Operator.Kind.ELEMENTWISE
                                    && v.operator() != Operator.DELAY_READ;
            if (!isLocal || layout.rows(v) != rows) {
                return false;
            }
            for (Vec o : dependence.sources(v)) {
                if (o != RowSchedule.base(o) && values.contains(RowSchedule.base(o))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void extend() {
        boolean isChanged = !tiled.isEmpty();
        while (isChanged) {
            isChanged = false;
            for (Vec v : dependence.nodes) {
                for (Vec o : v.operands()) {
                    if (tiled.contains(o) && canFollow(v, o)) {
                        isChanged |= tiled.add(v);
                    } else if (tiled.contains(v) && dependence.isNode(o) && canFollow(o, v)) {
                        isChanged |= tiled.add(o);
                    }
                }
            }
        }
    }

    private boolean canFollow(Vec v, Vec of) {
        return v.operator().kind() == Operator.Kind.ELEMENTWISE
                && v.operator() != Operator.DELAY_READ
                && layout.rows(v) == layout.rows(of)
                && isAlone(dependence, component, v);
    }

    /// Whether a value needs no past of its own.
    static boolean isAlone(RowDependence dependence, int[] component, Vec v) {
        int first = component[dependence.at(v)];
        int count = 0;
        for (int c : component) {
            count += c == first ? 1 : 0;
        }
        return count == 1;
    }
}
