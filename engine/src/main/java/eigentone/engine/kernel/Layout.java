package eigentone.engine.kernel;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Where each value of a lowered program lives, and how often it must be computed.
///
/// Each lane has one stretch of `memory`: knobs, then what depends on knobs alone ("hoisted",
/// computed when a knob moves), then states, then delay lines. After the lanes comes scratch,
/// shared by them. Weights and constants are in `shared`, matrices of products column by column.
final class Layout {
    final Program program;
    final int lanes;

    /// Which vectors have every entry in a local variable of the generated method; the others are
    /// computed in loops over memory.
    enum Unrolling {
        ALL,
        /// What is computed in every frame, but not what is hoisted.
        FRAME,
        NONE
    }

    final Unrolling unrolling;

    /// What must be computed in every frame; everything else is hoisted.
    final Set<Vec> perFrame = Collections.newSetFromMap(new IdentityHashMap<>());

    /// What depends on weights and constants alone.
    private final Set<Vec> prepared;

    private final Map<Vec, Integer> hoisted = new IdentityHashMap<>();
    private final Map<Vec, Integer> scratch = new IdentityHashMap<>();
    private final Map<Vec, Integer> sharedRows = new IdentityHashMap<>();
    private final Map<Vec, Integer> sharedColumns = new IdentityHashMap<>();
    final int[] stateAt;
    final int[] ringAt;
    final int[] ringMask;
    final int laneStride;
    private int scratchTop;
    private int sharedTop;

    Layout(Program program, int lanes, Unrolling unrolling) {
        this.program = program;
        this.lanes = lanes;
        this.unrolling = unrolling;
        prepared = Prepared.of(program);
        for (Vec v : program.values()) {
            boolean frame =
                    switch (v.operator()) {
                        case INPUT, STATE, UNIFORM, STEP_MODULO, DELAY_READ -> true;
                        default -> v.operands().stream().anyMatch(perFrame::contains);
                    };
            if (frame) {
                perFrame.add(v);
            }
            shareConstants(v);
        }
        int top = program.controls().size();
        for (Vec v : program.values()) {
            boolean leaf = v.operator().kind() == Operator.Kind.LEAF;
            if (!leaf && !isShared(v) && !perFrame.contains(v) && !isAlias(v)) {
                hoisted.put(v, top);
                top += v.length();
            }
        }
        stateAt = new int[program.states().size()];
        for (Slot.State s : program.states().keySet()) {
            stateAt[s.index()] = top;
            top += s.shape().entries();
        }
        ringAt = new int[program.delays().size()];
        ringMask = new int[ringAt.length];
        for (Slot.Delay l : program.delays().keySet()) {
            int rows = Math.max(1, Integer.highestOneBit(l.maxFrames() * 2 - 1));
            ringAt[l.index()] = top;
            ringMask[l.index()] = rows - 1;
            top = Math.addExact(top, Math.multiplyExact(rows, l.width()));
        }
        laneStride = top;
        scratchTop = Math.multiplyExact(top, lanes);
        if (!unrollsFrame()) {
            for (Vec v : program.values()) {
                if (perFrame.contains(v) && v.length() > 1 && !isAlias(v)) {
                    reserveScratch(v);
                }
            }
        }
    }

    /// Whether the entries of `v` are local variables where it is computed.
    boolean isUnrolled(Vec v) {
        return unrolling == Unrolling.ALL || (unrollsFrame() && perFrame.contains(v));
    }

    /// Whether what is computed in every frame is unrolled.
    boolean unrollsFrame() {
        return unrolling != Unrolling.NONE;
    }

    /// A place in scratch for all entries of `v`.
    int reserveScratch(Vec v) {
        int at = scratchTop;
        scratch.put(v, at);
        scratchTop = Math.addExact(at, v.length());
        return at;
    }

    /// Whether `v` only names entries of its operands, so that it needs neither code nor room.
    boolean isAlias(Vec v) {
        return switch (v.operator()) {
            case GATHER -> isUnrolled(v) || v.length() == 1 || isRun((int[]) attribute(v));
            case CONCAT -> isUnrolled(v) || v.length() == 1;
            default -> false;
        };
    }

    /// Whether indices ascend by 1 throughout, or are all the same.
    static boolean isRun(int[] indices) {
        int stride = indices.length > 1 ? indices[1] - indices[0] : 0;
        for (int i = 1; i < indices.length; i++) {
            if (indices[i] - indices[i - 1] != stride) {
                return false;
            }
        }
        return stride == 0 || stride == 1;
    }

    static Object attribute(Vec v) {
        return Objects.requireNonNull(v.attribute());
    }

    private void shareConstants(Vec v) {
        if (v.operator() == Operator.MATVEC && isShared(v.operands().getFirst())) {
            Vec matrix = v.operands().getFirst();
            if (!sharedColumns.containsKey(matrix)) {
                sharedColumns.put(matrix, sharedTop);
                sharedTop = Math.addExact(sharedTop, matrix.length());
            }
        }
        if (isShared(v)) {
            sharedRows.put(v, sharedTop);
            sharedTop = Math.addExact(sharedTop, v.length());
        }
    }

    boolean isShared(Vec v) {
        return prepared.contains(v);
    }

    /// The offset of a constant or weight in `shared`, row by row.
    int sharedAt(Vec v) {
        return Objects.requireNonNull(sharedRows.get(v));
    }

    /// The offset of a matrix in `shared`, column by column.
    int sharedColumnsAt(Vec matrix) {
        return Objects.requireNonNull(sharedColumns.get(matrix));
    }

    /// The offset of `v` within a lane's memory, or -1 when it lives in scratch.
    int laneAt(Vec v) {
        return switch (v.operator()) {
            case CONTROL -> ((Slot) attribute(v)).index();
            case STATE -> stateAt[((Slot) attribute(v)).index()];
            default -> hoisted.getOrDefault(v, -1);
        };
    }

    int scratchAt(Vec v) {
        return Objects.requireNonNull(scratch.get(v));
    }

    int memoryFloats() {
        return scratchTop;
    }

    /// The constants and `weights` as the generated code expects them.
    float[] shared(Weights weights) {
        float[] shared = new float[sharedTop];
        Map<Vec, float[]> values = Prepared.values(program, prepared, weights);
        sharedRows.forEach((v, at) -> {
            float[] f = Objects.requireNonNull(values.get(v));
            System.arraycopy(f, 0, shared, at, f.length);
        });
        sharedColumns.forEach((v, at) -> {
            float[] f = Objects.requireNonNull(values.get(v));
            int rows = v.shape().rows(), columns = v.shape().columns();
            for (int i = 0; i < f.length; i++) {
                shared[at + i % columns * rows + i / columns] = f[i];
            }
        });
        return shared;
    }

    @Override
    public String toString() {
        return "%s: %d lanes of %d floats, %d shared, %s"
                .formatted(program.name(), lanes, laneStride, sharedTop, unrolling);
    }
}
