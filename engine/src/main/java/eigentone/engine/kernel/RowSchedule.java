package eigentone.engine.kernel;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The order of work of a SIMD kernel's frame (or of what is hoisted): steps, each a fused region
/// of elementwise values, a group of matrix products that share a source, or a single value.
///
/// Before: the values of a program, operands first. After: for an LSTM one step of four products
/// and one region of gates. What passes between steps lives in memory, within a step in registers.
final class RowSchedule {

    /// Values computed together.
    sealed interface Step {
        List<Vec> values();
    }

    /// Elementwise values of equally many rows: one loop over rows.
    record Region(List<Vec> values, int rows) implements Step {}

    /// Matrix products whose chains of sums end with the same source.
    record Products(List<Chain> chains) implements Step {
        @Override
        public List<Vec> values() {
            return chains.stream().map(Chain::value).toList();
        }
    }

    /// Elementwise values of equally many rows with their states, a few rows over all frames of a
    /// chunk, and the sums over them.
    record Tile(List<Vec> values, List<Vec> states, List<Vec> sums, int rows) implements Step {}

    /// A value that is computed by itself.
    record Single(Vec value) implements Step {
        @Override
        public List<Vec> values() {
            return List.of(value);
        }
    }

    /// One sum per row over several products: bias + M0 x0 + M1 x1 ..., in this order.
    record Chain(Vec value, List<Vec> matrices, List<Vec> sources, List<Vec> bias) {
        Vec lastSource() {
            return sources.getLast();
        }
    }

    /// Regions of more words are cut: what is unrolled must fit into a method that HotSpot
    /// compiles.
    private static final int MAX_REGION_WORDS = 75;

    private final RowLayout layout;
    private final boolean ofFrame;
    private final RowStages stages;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, List<Step>> ofStage = new java.util.HashMap<>();
    private final Map<Vec, Integer> stepOf = new IdentityHashMap<>();
    private final Map<Vec, List<Vec>> users = new IdentityHashMap<>();
    private final Map<Vec, Chain> chains = new IdentityHashMap<>();
    private final Set<Vec> absorbed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Vec> stored = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Vec> masks = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Slot.State, Vec> inPlace = new IdentityHashMap<>();

    /// @param ofFrame for what every frame computes, or for what is hoisted
    RowSchedule(RowLayout layout, boolean ofFrame) {
        this.layout = layout;
        stages = layout.stages;
        this.ofFrame = ofFrame;
        findUsers();
        List<Vec> left = new ArrayList<>();
        for (Vec v : layout.program.values()) {
            if (isComputed(v)) {
                left.add(v);
            }
        }
        findChains(left);
        left.removeIf(absorbed::contains);
        if (ofFrame) {
            for (int stage : stages.numbers()) {
                int before = steps.size();
                List<Vec> here = new ArrayList<>(left);
                here.removeIf(v -> stages.of(v) != stage);
                switch (RowStages.Kind.of(stage)) {
                    case TILES -> tiles(here);
                    case READ -> here.forEach(v -> add(new Single(v)));
                    default -> schedule(here);
                }
                ofStage.put(stage, List.copyOf(steps.subList(before, steps.size())));
            }
            commitInPlace();
        } else {
            schedule(left);
        }
        findStored();
        findMasks();
    }

    List<Step> steps() {
        return steps;
    }

    /// The steps of one stage.
    List<Step> steps(int stage) {
        return ofStage.getOrDefault(stage, List.of());
    }

    /// Whether a value's rows are kept in memory.
    boolean isStored(Vec v) {
        return stored.contains(v);
    }

    /// Whether a comparison is only ever a mask within its region.
    boolean isMask(Vec v) {
        return masks.contains(v);
    }

    /// States that take their next value where it is computed.
    Map<Slot.State, Vec> inPlace() {
        return inPlace;
    }

    private boolean isComputed(Vec v) {
        if (layout.prepared.contains(v)
                || RowLayout.isAlias(v)
                || layout.perFrame.contains(v) != ofFrame) {
            return false;
        }
        return switch (v.operator()) {
            case CONTROL, STATE -> false;
            // The vector schedule copies wide ports to rows first.
            case INPUT -> !layout.isLanes && v.length() > 1;
            default -> true;
        };
    }

    private void findUsers() {
        for (Vec v : layout.program.values()) {
            if (!RowLayout.isAlias(v)) {
                for (Vec o : v.operands()) {
                    users.computeIfAbsent(base(o), k -> new ArrayList<>()).add(v);
                }
            }
        }
    }

    static Vec base(Vec v) {
        return RowLayout.source(v).base();
    }

    // ---- chains ----

    /// A product that is nothing but another's bias goes before it in one chain.
    private void findChains(List<Vec> computed) {
        for (Vec v : computed) {
            if (v.operator() != Operator.MATVEC || !isChainable(v)) {
                continue;
            }
            List<Vec> matrices = new ArrayList<>(), sources = new ArrayList<>();
            List<Vec> bias = List.of();
            if (v.operands().size() > 2) {
                Vec b = v.operands().get(2);
                Chain before = chains.get(b);
                if (before != null && onlyUsedBy(b, v) && stages.of(b) == stages.of(v)) {
                    matrices.addAll(before.matrices());
                    sources.addAll(before.sources());
                    bias = before.bias();
                    absorbed.add(b);
                } else {
                    bias = List.of(b);
                }
            }
            matrices.add(v.operands().get(0));
            sources.add(v.operands().get(1));
            chains.put(v, new Chain(v, matrices, sources, bias));
        }
    }

    /// The vector schedule needs the columns of a matrix in rows, which only weights have.
    private boolean isChainable(Vec v) {
        Vec matrix = v.operands().getFirst();
        return layout.prepared.contains(matrix) || layout.isLanes;
    }

    private boolean onlyUsedBy(Vec v, Vec user) {
        List<Vec> all = users.getOrDefault(v, List.of());
        return all.size() == 1 && all.getFirst() == user && !isRoot(v);
    }

    private boolean isRoot(Vec v) {
        return rootOf(layout.program.states().values(), v)
                || rootOf(layout.program.delays().values(), v)
                || rootOf(layout.program.outputs().values(), v);
    }

    static boolean rootOf(java.util.Collection<Vec> roots, Vec v) {
        for (Vec r : roots) {
            if (base(r) == v) {
                return true;
            }
        }
        return false;
    }

    // ---- steps ----

    private void schedule(List<Vec> left) {
        Set<Vec> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        waiting.addAll(left);
        while (!left.isEmpty()) {
            Step step = region(left, waiting);
            if (step == null) {
                step = single(left, waiting);
            }
            if (step == null) {
                step = products(left, waiting);
            }
            Set<Vec> done = Collections.newSetFromMap(new IdentityHashMap<>());
            done.addAll(step.values());
            waiting.removeAll(done);
            left.removeIf(done::contains);
            add(step);
        }
    }

    private void add(Step step) {
        int index = steps.size();
        step.values().forEach(v -> stepOf.put(v, index));
        steps.add(step);
    }

    private void tiles(List<Vec> left) {
        Map<Integer, List<Vec>> byRows = new java.util.TreeMap<>();
        left.forEach(v -> byRows.computeIfAbsent(layout.rows(v), k -> new ArrayList<>()).add(v));
        byRows.forEach((rows, values) -> {
            List<Vec> states = new ArrayList<>(), sums = new ArrayList<>();
            for (Vec v : layout.program.values()) {
                if (v.operator() == Operator.STATE
                        && stages.isTiled(v)
                        && values.contains(base(next(v)))) {
                    states.add(v);
                }
                if (stages.tilesOf(v) == stages.of(values.getFirst())
                        && layout.rows(v.operands().getFirst()) == rows) {
                    sums.add(v);
                }
            }
            add(new Tile(values, states, sums, rows));
        });
    }

    private Vec next(Vec state) {
        return Objects.requireNonNull(layout.program.states().get(RowLayout.slot(state)));
    }

    private boolean isElementwise(Vec v) {
        return switch (v.operator()) {
            case DELAY_READ -> layout.constantFrames(v) > 0;
            default -> v.operator().kind() == Operator.Kind.ELEMENTWISE;
        };
    }

    private @org.jspecify.annotations.Nullable Step region(List<Vec> left, Set<Vec> waiting) {
        List<Vec> region = new ArrayList<>();
        Set<Vec> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        int rows = 0, words = 0;
        for (Vec v : left) {
            if (words >= MAX_REGION_WORDS) {
                break;
            }
            if (isElementwise(v)
                    && (region.isEmpty() || layout.rows(v) == rows)
                    && v.operands().stream().allMatch(o -> isReady(o, waiting, inside))) {
                rows = layout.rows(v);
                words += RowEmitter.words(v, layout);
                region.add(v);
                inside.add(v);
            }
        }
        return region.isEmpty() ? null : new Region(region, rows);
    }

    /// Inside a region only whole values are at hand; slices are read from memory.
    private static boolean isReady(Vec operand, Set<Vec> waiting, Set<Vec> inside) {
        Vec b = base(operand);
        return !waiting.contains(b) || (b == operand && inside.contains(b));
    }

    private @org.jspecify.annotations.Nullable Step single(List<Vec> left, Set<Vec> waiting) {
        for (Vec v : left) {
            if (!isElementwise(v)
                    && !chains.containsKey(v)
                    && v.operands().stream().noneMatch(o -> waiting.contains(base(o)))) {
                return new Single(v);
            }
        }
        return null;
    }

    private Step products(List<Vec> left, Set<Vec> waiting) {
        List<Chain> group = new ArrayList<>();
        for (Vec v : left) {
            Chain c = chains.get(v);
            if (c != null && isReady(c, waiting) && (group.isEmpty() || shares(group, c))) {
                group.add(c);
            }
        }
        if (group.isEmpty()) {
            throw new IllegalStateException("nothing can be computed among " + left);
        }
        return new Products(group);
    }

    private static boolean isReady(Chain c, Set<Vec> waiting) {
        return c.sources().stream().noneMatch(o -> waiting.contains(base(o)))
                && c.matrices().stream().noneMatch(o -> waiting.contains(base(o)))
                && c.bias().stream().noneMatch(o -> waiting.contains(base(o)));
    }

    /// Whether one chain's sources are the last of the other's.
    private static boolean shares(List<Chain> group, Chain c) {
        for (Chain g : group) {
            int n = Math.min(g.sources().size(), c.sources().size());
            for (int i = 1; i <= n; i++) {
                if (g.sources().get(g.sources().size() - i)
                        != c.sources().get(c.sources().size() - i)) {
                    return false;
                }
            }
        }
        return true;
    }

    // ---- memory ----

    /// A state may be overwritten as soon as nothing reads it any more.
    private void commitInPlace() {
        layout.program
                .states()
                .forEach((s, next) -> {
                    Integer step = stepOf.get(next);
                    if (step == null) {
                        return;
                    }
                    boolean isTile = steps.get(step) instanceof Tile t && takes(t, s);
                    boolean isRegion = steps.get(step) instanceof Region;
                    if (isTile || (isRegion && isFreeAfter(s, next, step))) {
                        inPlace.put(s, next);
                    }
                });
    }

    private static boolean takes(Tile tile, Slot.State s) {
        return tile.states().stream().anyMatch(v -> RowLayout.slot(v).equals(s));
    }

    private boolean isFreeAfter(Slot.State s, Vec next, int step) {
        for (Vec v : layout.program.values()) {
            if (v.operator() == Operator.STATE && RowLayout.slot(v).equals(s)) {
                if (isRoot(v)) {
                    return false;
                }
                for (Vec user : users.getOrDefault(v, List.of())) {
                    if (stages.of(user) > stages.of(v)) {
                        continue; // It reads the frame's record.
                    }
                    int at = stepOfUser(user);
                    boolean sameRow =
                            at == step
                                    && layout.rows(user) == layout.rows(next)
                                    && user.operands().stream()
                                            .allMatch(o -> base(o) != v || o == v);
                    if (at > step || (at == step && !sameRow)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private int stepOfUser(Vec user) {
        Vec v = user;
        while (absorbed.contains(v)) {
            v = Objects.requireNonNull(users.get(v)).getFirst();
        }
        return Objects.requireNonNull(stepOf.get(v));
    }

    /// States whose rows may be local variables while the frames of a stage run, as many as there
    /// are registers for: all that reads or writes them names whole rows.
    List<Vec> keepable(int stage) {
        List<Vec> keepable = new ArrayList<>();
        int left = layout.stateRegisters();
        for (Vec v : layout.program.values()) {
            if (v.operator() == Operator.STATE
                    && stages.of(v) == stage
                    && stages.recordAt(v) < 0
                    && layout.rows(v) <= left
                    && isKeepable(v)) {
                left -= layout.rows(v);
                keepable.add(v);
            }
        }
        return keepable;
    }

    private boolean isKeepable(Vec state) {
        Vec next = inPlace.get(RowLayout.slot(state));
        return next != null
                && namesRows(next, state)
                && users.getOrDefault(state, List.of()).stream().allMatch(u -> namesRows(u, state));
    }

    private boolean namesRows(Vec user, Vec state) {
        boolean isWhole = user.operands().stream().allMatch(o -> o == state || base(o) != state);
        return isWhole
                && switch (steps.get(stepOfUser(user))) {
                    case Region r -> RowEmitter.isUnrolled(r.values(), r.rows(), layout);
                    case Single s -> RowSums.isUnrolled(s.value(), layout);
                    default -> false;
                };
    }

    private void findStored() {
        for (Vec v : stepOf.keySet()) {
            if (needsMemory(v)) {
                stored.add(v);
            }
        }
    }

    private boolean needsMemory(Vec v) {
        int step = Objects.requireNonNull(stepOf.get(v));
        boolean isTile = steps.get(step) instanceof Tile;
        if (!ofFrame || !(isTile || steps.get(step) instanceof Region)) {
            return true;
        }
        for (Vec user : users.getOrDefault(v, List.of())) {
            boolean sameStep =
                    stepOfUser(user) == step || (isTile && stages.tilesOf(user) == stages.of(v));
            if (!sameStep || user.operands().stream().anyMatch(o -> base(o) == v && o != v)) {
                return true;
            }
        }
        for (Map.Entry<Slot.State, Vec> e : layout.program.states().entrySet()) {
            if (base(e.getValue()) == v && inPlace.get(e.getKey()) != v) {
                return true;
            }
        }
        if (rootOf(layout.program.delays().values(), v)) {
            return true;
        }
        for (Vec out : layout.program.outputs().values()) {
            boolean direct = out == v && (layout.isLanes || v.length() == 1);
            if (base(out) == v && !direct) {
                return true;
            }
        }
        return false;
    }

    private void findMasks() {
        for (Vec v : stepOf.keySet()) {
            boolean mask = v.operator() == Operator.LESS && !stored.contains(v) && !isRoot(v);
            for (Vec user : users.getOrDefault(v, List.of())) {
                List<Vec> o = user.operands();
                mask &=
                        user.operator() == Operator.SELECT
                                && o.get(0) == v
                                && o.get(1) != v
                                && o.get(2) != v;
            }
            if (mask) {
                masks.add(v);
            }
        }
    }
}
