package eigentone.engine.kernel;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes tiles: a few rows of elementwise recurrences over all frames of a chunk, their states and
/// all that does not change in registers.
///
/// Before: `h' = a h + b x`, row after row in every frame. After: frame after frame for these rows,
/// which add to each frame's partial sums.
final class RowTiles {
    /// Registers for what changes within a frame.
    private static final int WORKING = 8;

    private final CodeBuilder b;
    private final RowEmitter e;
    private final RowCodeBuilder code;
    private final RowLayout layout;
    private final RowSchedule.Tile tile;
    private final RowSums allSums;

    /// What stays in registers over all frames: scalars, and for each row its states and operands.
    private final Map<Vec, Integer> scalars = new IdentityHashMap<>();

    private final List<Map<Vec, Integer>> rowLocals = new ArrayList<>();

    RowTiles(CodeBuilder b, RowEmitter e, RowLayout layout, RowSchedule.Tile tile) {
        this.b = b;
        this.e = e;
        code = e.code;
        this.layout = layout;
        this.tile = tile;
        allSums = new RowSums(b, e, layout);
    }

    /// How many rows fit the registers and a method; always whole rounds of partial sums.
    static int rows(RowLayout layout, RowSchedule.Tile tile) {
        int each = Math.max(1, tile.states().size());
        for (Vec o : operands(tile)) {
            each += isFixed(layout, o) && layout.rows(o) > 1 ? 1 : 0;
        }
        int registers = (layout.width == 16 ? 32 : 16) - WORKING;
        int words = wordsOfRound(layout, tile.values());
        int rounds =
                Math.min(
                        registers / each / round(layout),
                        RowEmitter.MAX_UNROLLED_WORDS / Math.max(1, words));
        return Math.max(1, rounds) * round(layout);
    }

    /// How many words a round of partial sums takes, roughly.
    static int wordsOfRound(RowLayout layout, List<Vec> values) {
        return RowEmitter.words(values, layout) * round(layout);
    }

    private static int round(RowLayout layout) {
        return RowSums.PARTIAL_SUMS / layout.width;
    }

    /// Whether an operand is the same in every frame of a chunk.
    private static boolean isFixed(RowLayout layout, Vec v) {
        return !layout.perFrame.contains(RowSchedule.base(v));
    }

    private static List<Vec> operands(RowSchedule.Tile tile) {
        Map<Vec, Boolean> seen = new IdentityHashMap<>();
        List<Vec> operands = new ArrayList<>();
        List<Vec> users = new ArrayList<>(tile.values());
        users.addAll(tile.sums());
        for (Vec v : users) {
            for (Vec o : v.operands()) {
                if (seen.put(o, true) == null) {
                    operands.add(o);
                }
            }
        }
        return operands;
    }

    /// Writes rows `first` (inclusive) to `first + rows`.
    void write(Index first, int rows, FrameLoop loop) {
        List<Vec> ofFrame = load(first, rows);
        loop.write(() -> frame(first, rows, ofFrame));
        for (Vec s : tile.states()) {
            for (int r = 0; r < rows; r++) {
                Index row = first.plus(r);
                int local = Objects.requireNonNull(rowLocals.get(r).get(s));
                code.store(local, () -> e.place(s, 0, row, layout.rowBytes));
            }
        }
    }

    /// Writes a loop over the frames of a chunk.
    interface FrameLoop {
        void write(Runnable frame);
    }

    /// Loads what stays in registers; the result are scalars that each frame loads.
    private List<Vec> load(Index first, int rows) {
        List<Vec> ofFrame = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            rowLocals.add(new IdentityHashMap<>());
        }
        for (Vec o : operands(tile)) {
            boolean isScalar = layout.rows(o) == 1;
            if (o.operator() == Operator.CONSTANT && isScalar) {
                continue; // C2 keeps it.
            }
            if (isFixed(layout, o) && isScalar) {
                e.push(o, Index.of(0));
                scalars.put(o, code.keep());
            } else if (isScalar) {
                ofFrame.add(o);
            } else if (isFixed(layout, o)) {
                keepRows(o, first, rows);
            }
        }
        tile.states().forEach(s -> keepRows(s, first, rows));
        return ofFrame;
    }

    private void keepRows(Vec v, Index first, int rows) {
        for (int r = 0; r < rows; r++) {
            e.push(v, first.plus(r));
            rowLocals.get(r).put(v, code.keep());
        }
    }

    private void frame(Index first, int rows, List<Vec> ofFrame) {
        for (Map<Vec, Integer> ofRow : rowLocals) {
            tile.states().forEach(s -> code.known(Objects.requireNonNull(ofRow.get(s))));
        }
        for (Vec o : ofFrame) {
            e.push(o, Index.of(0));
            scalars.put(o, code.keep());
        }
        Map<Vec, int[]> sums = new IdentityHashMap<>();
        for (Vec s : tile.sums()) {
            int[] partial = new int[RowSums.PARTIAL_SUMS / layout.width];
            if (!first.isConstant() || first.offset() > 0) {
                allSums.loadPartial(s, partial);
            }
            sums.put(s, partial);
        }
        for (int r = 0; r < rows; r++) {
            row(first.plus(r), rowLocals.get(r), sums);
        }
        tile.sums().forEach(s -> allSums.storePartial(s, Objects.requireNonNull(sums.get(s))));
        ofFrame.forEach(scalars::remove);
    }

    private void row(Index row, Map<Vec, Integer> ofRow, Map<Vec, int[]> sums) {
        Map<Vec, Integer> locals = new IdentityHashMap<>(scalars);
        locals.putAll(ofRow);
        for (Vec s : tile.states()) {
            int recorded = layout.stages.recordAt(s);
            if (recorded >= 0) {
                int local = Objects.requireNonNull(ofRow.get(s));
                code.store(local, () -> e.recordAddress(recorded, row, layout.rowBytes));
            }
        }
        Map<Vec, Integer> results =
                e.row(
                        tile.values(),
                        row,
                        locals,
                        () ->
                                tile.sums()
                                        .forEach(s ->
                                                allSums.addRow(
                                                        s,
                                                        row,
                                                        Objects.requireNonNull(sums.get(s)))));
        for (Vec s : tile.states()) {
            Vec next =
                    Objects.requireNonNull(
                            layout.program.states().get((Slot.State) RowLayout.slot(s)));
            b.aload(Objects.requireNonNull(results.get(next)));
            code.rest();
            b.astore(Objects.requireNonNull(ofRow.get(s)));
        }
    }
}
