package eigentone.engine.kernel;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Divides the work of a frame into stages, each of which runs over all frames of a chunk before
/// the next one begins. What passes from stage to stage is kept in a record of each frame.
///
/// Before: the values of a program. After, for a bank of resonators: a stage of *tiles*, where a
/// few rows of states stay in registers over the whole chunk and each frame's partial sums are
/// added up, then a stage of *frames*, where the sums are reduced. Delay lines with a time for each
/// channel are *read* before and *written* after, all frames of a channel at once, where nothing
/// that is written in a chunk can be read in it.
///
/// Stages are numbers that ascend with dependence, over states and delay lines too; the number
/// modulo 4 is the kind. Lanes, and whatever gains nothing, is one stage of frames.
final class RowStages {
    /// What is done in a stage, in the order in which kinds can follow each other.
    enum Kind {
        READ,
        FRAMES,
        TILES,
        WRITE;

        static Kind of(int stage) {
            return values()[stage % values().length];
        }

        /// The first stage of this kind from `stage` on.
        int from(int stage) {
            int n = values().length;
            return stage + Math.floorMod(ordinal() - stage, n);
        }
    }

    /// A shorter constant delay is read frame by frame: chunks are no longer than it.
    private static final int LEAST_CHUNK = 16;

    private static final int MOST_CHUNK = 64;

    /// Records of a chunk stay in the first-level cache beside what else is at work.
    private static final int RECORDS_BYTES = 16384;

    private final RowLayout layout;
    private final RowDependence dependence;
    private final List<Vec> nodes;
    private final Set<Slot.Delay> chunked = Collections.newSetFromMap(new IdentityHashMap<>());
    private Set<Vec> tiled = Set.of();
    private final Map<Vec, Integer> sums = new IdentityHashMap<>();
    private final Map<Vec, Integer> recordAt = new IdentityHashMap<>();
    private final Map<Vec, Integer> partialAt = new IdentityHashMap<>();
    private final Map<Slot.State, Vec> reading = new IdentityHashMap<>();

    /// Of each node, the first node of its component: values that need each other's past.
    private int[] component = {};

    private final int[] stage;
    private int recordBytes;

    RowStages(RowLayout layout) {
        this.layout = layout;
        dependence = new RowDependence(layout);
        nodes = dependence.nodes;
        for (Vec v : nodes) {
            if (v.operator() == Operator.STATE) {
                reading.put((Slot.State) RowLayout.slot(v), v);
            }
        }
        stage = new int[nodes.size()];
        if (!layout.isLanes) {
            BitSet[] needs = dependence.needs();
            findChunkedLines(needs);
            boolean isCut = !dependence.cut.isEmpty();
            component = RowDependence.components(isCut ? dependence.needs() : needs);
            tiled = RowBanks.find(layout, dependence, component);
        }
        if (tiled.isEmpty() && chunked.isEmpty()) {
            Arrays.fill(stage, Kind.FRAMES.ordinal());
        } else {
            number();
            findSums();
            delay();
            findRecords();
        }
    }

    // ---- what was found ----

    /// The numbers of all stages, in order.
    List<Integer> numbers() {
        Set<Integer> all = new TreeSet<>();
        all.add(Kind.FRAMES.ordinal());
        for (int s : stage) {
            all.add(s);
        }
        layout.program.outputs().values().forEach(v -> all.add(ofRoot(v)));
        layout.program.states().keySet().forEach(s -> all.add(ofState(s)));
        layout.program.delays().keySet().forEach(l -> all.add(ofFeed(l)));
        return List.copyOf(all);
    }

    boolean isOne() {
        return tiled.isEmpty() && chunked.isEmpty();
    }

    /// The stage in which a value of every frame is computed, or a state is at hand.
    int of(Vec v) {
        Integer i = dependence.find(v);
        return i == null ? 0 : stage[i];
    }

    /// The stage of frames that puts a value out.
    int ofRoot(Vec v) {
        return Kind.FRAMES.from(of(v));
    }

    /// The stage in which a state takes its next value.
    int ofState(Slot.State s) {
        Vec v = reading.get(s);
        return v == null ? ofRoot(Objects.requireNonNull(layout.program.states().get(s))) : of(v);
    }

    int ofFeed(Slot.Delay line) {
        Vec v = Objects.requireNonNull(layout.program.delays().get(line));
        return (chunked.contains(line) ? Kind.WRITE : Kind.FRAMES).from(of(v));
    }

    /// Whether a delay line keeps channel after channel, and is read and written in chunks.
    boolean isChunked(Slot.Delay line) {
        return chunked.contains(line);
    }

    /// Reads whose times a chunk may not exceed.
    Set<Vec> cut() {
        return dependence.cut;
    }

    boolean isTiled(Vec v) {
        return tiled.contains(v);
    }

    /// The stage of tiles that adds up the partial sums of a `DOT` or `SUM`, or -1.
    int tilesOf(Vec sum) {
        return sums.getOrDefault(sum, -1);
    }

    /// The offset of a value in a frame's record, or -1 where it stays within its stage.
    int recordAt(Vec v) {
        return recordAt.getOrDefault(v, -1);
    }

    int recordBytes() {
        return recordBytes;
    }

    /// The frames of a chunk, at most.
    int chunkFrames() {
        if (isOne()) {
            return Integer.MAX_VALUE;
        }
        int fitting = Integer.highestOneBit(RECORDS_BYTES / Math.max(1, recordBytes) | 1);
        return Math.clamp(fitting, LEAST_CHUNK, MOST_CHUNK);
    }

    // ---- delay lines ----

    private void findChunkedLines(BitSet[] needs) {
        layout.program
                .delays()
                .forEach((line, feed) -> {
                    List<Vec> reads =
                            nodes.stream()
                                    .filter(v -> v.operator() == Operator.DELAY_READ)
                                    .filter(v -> RowLayout.slot(v).equals(line))
                                    .toList();
                    boolean isApart =
                            reads.stream().anyMatch(v -> v.operands().getFirst().length() > 1);
                    Integer fed = dependence.find(feed);
                    RowLayout.Source source = RowLayout.source(feed);
                    boolean isRow = source.base().length() > 1 && source.stride() == 1;
                    if (isApart && fed != null && isRow && reads.stream().allMatch(this::isLong)) {
                        chunked.add(line);
                        for (Vec v : reads) {
                            if (needs[fed].get(dependence.at(v))) {
                                dependence.cut.add(v);
                            }
                        }
                    }
                });
    }

    /// Whether a line is read at times that change with knobs at most and are not known to be
    /// short.
    private boolean isLong(Vec read) {
        Vec frames = read.operands().getFirst();
        if (layout.perFrame.contains(RowSchedule.base(frames))) {
            return false;
        }
        if (frames.operator() == Operator.CONSTANT) {
            for (double f : (double[]) Layout.attribute(frames)) {
                if (f < LEAST_CHUNK) {
                    return false;
                }
            }
        }
        return true;
    }

    // ---- numbers ----

    private Kind kind(Vec v) {
        if (tiled.contains(v)) {
            return Kind.TILES;
        }
        boolean reads = v.operator() == Operator.DELAY_READ;
        return reads && chunked.contains((Slot.Delay) RowLayout.slot(v)) ? Kind.READ : Kind.FRAMES;
    }

    /// Every component as early as what it needs allows.
    private void number() {
        int[] of = new int[nodes.size()];
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int i = 0; i < of.length; i++) {
                Vec v = nodes.get(i);
                int at = kind(v).from(Math.max(of[component[i]], after(v)));
                if (at > of[component[i]] || stage[i] != at) {
                    isChanged = true;
                    of[component[i]] = at;
                    Arrays.setAll(stage, k -> of[component[k]]);
                }
            }
        }
    }

    /// The first stage in which all that a value needs of other components is at hand.
    private int after(Vec v) {
        int least = 0, own = component[dependence.at(v)];
        for (Vec o : v.operator() == Operator.STATE ? List.of(dependence.next(v)) : v.operands()) {
            Integer at = dependence.find(o);
            if (at != null && component[at] != own) {
                // A tile holds whole rows only: slices of one are read from the records.
                boolean sliced = o != RowSchedule.base(o) && tiled.contains(v);
                least = Math.max(least, stage[at] + (sliced ? 1 : 0));
            }
        }
        if (v.operator() == Operator.DELAY_READ && !dependence.cut.contains(v)) {
            Integer at = dependence.find(dependence.feed(v));
            if (at != null && component[at] != own) {
                least = Math.max(least, ofFeed((Slot.Delay) RowLayout.slot(v)));
            }
        }
        return least;
    }

    /// Sums over what a stage of tiles computes are added up there.
    private void findSums() {
        for (Vec v : nodes) {
            if (v.operator() != Operator.DOT && v.operator() != Operator.SUM) {
                continue;
            }
            int last = v.operands().stream().mapToInt(this::of).max().orElse(0);
            boolean isWhole = Kind.of(last) == Kind.TILES;
            boolean isOfTile = false;
            for (Vec o : v.operands()) {
                boolean here = of(o) == last && dependence.find(o) != null;
                isWhole &= !here || tiled.contains(o);
                isOfTile |= here && tiled.contains(o);
            }
            if (isWhole && isOfTile) {
                sums.put(v, last);
            }
        }
    }

    /// What stands alone is computed no earlier than it is wanted: less passes between stages.
    private void delay() {
        Map<Vec, List<Vec>> users = new IdentityHashMap<>();
        for (Vec v : nodes) {
            dependence
                    .sources(v)
                    .forEach(o ->
                            users.computeIfAbsent(RowSchedule.base(o), k -> new ArrayList<>())
                                    .add(v));
        }
        for (Vec v : nodes.reversed()) {
            List<Vec> all = users.getOrDefault(v, List.of());
            if (kind(v) != Kind.FRAMES || all.isEmpty() || dependence.isRoot(v) || !isMovable(v)) {
                continue;
            }
            int first = all.stream().mapToInt(this::useStage).min().orElseThrow();
            int latest = first - Math.floorMod(first - Kind.FRAMES.ordinal(), Kind.values().length);
            int i = dependence.at(v);
            stage[i] = Math.max(stage[i], latest);
        }
    }

    private boolean isMovable(Vec v) {
        return switch (v.operator()) {
            case UNIFORM, STEP_MODULO, STATE, DELAY_READ -> false;
            default -> RowBanks.isAlone(dependence, component, v);
        };
    }

    // ---- records ----

    private int useStage(Vec user) {
        return sums.getOrDefault(user, of(user));
    }

    private void findRecords() {
        for (Vec v : nodes) {
            if (passes(v)) {
                recordAt.put(v, recordBytes);
                // Writes of a part, and reads of a slice, may reach over the end.
                recordBytes += (layout.rows(v) + (v.length() > 1 ? 1 : 0)) * layout.rowBytes;
            }
        }
        for (Vec v : nodes) {
            if (sums.containsKey(v)) {
                int all = RowSums.PARTIAL_SUMS / layout.width;
                partialAt.put(v, recordBytes);
                recordBytes +=
                        Math.min(all, layout.rows(v.operands().getFirst())) * layout.rowBytes;
            }
        }
    }

    /// The offset of the partial sums of a tiled sum in a frame's record.
    int partialAt(Vec sum) {
        return Objects.requireNonNull(partialAt.get(sum));
    }

    /// Whether a stage after its own reads a value.
    private boolean passes(Vec v) {
        int own = of(v);
        if (kind(v) == Kind.READ) {
            return true;
        }
        if (v.operator() == Operator.INPUT && v.length() == 1) {
            return false; // Every stage reads the port.
        }
        for (Vec user : nodes) {
            if (user.operator() != Operator.STATE
                    && user.operands().stream().anyMatch(o -> RowSchedule.base(o) == v)
                    && useStage(user) != own) {
                return true;
            }
        }
        var program = layout.program;
        return program.outputs().values().stream()
                        .anyMatch(o -> RowSchedule.base(o) == v && ofRoot(o) != own)
                || program.delays().entrySet().stream()
                        .anyMatch(e ->
                                RowSchedule.base(e.getValue()) == v && ofFeed(e.getKey()) != own)
                || program.states().entrySet().stream()
                        .anyMatch(e ->
                                RowSchedule.base(e.getValue()) == v && ofState(e.getKey()) != own);
    }
}
