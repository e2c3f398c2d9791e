package eigentone.engine.kernel;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Chooses how a program is compiled: the schedule and register width with the fewest operations
/// per frame of all lanes.
///
/// An operation is one instruction on a register (or a scalar, in plain loops), whatever its width;
/// what goes float by float counts float by float. The weights were fitted to measurements of the
/// nodes and cells (bench).
public final class CostRule {

    /// How lanes and entries are laid over registers.
    public enum Schedule {
        /// Scalar loops, lane by lane: needs no SIMD.
        PLAIN,
        /// A register holds one entry of several lanes.
        LANES,
        /// A register holds several entries of one lane.
        VECTOR
    }

    /// One way to compile a program.
    ///
    /// @param width floats in a register; 1 in plain loops
    /// @param operations per frame of all lanes
    public record Choice(Schedule schedule, int width, double operations) {
        @Override
        public String toString() {
            String how =
                    switch (schedule) {
                        case PLAIN -> "plain loops";
                        case LANES -> "lanes in registers of " + width * Float.SIZE + " bits";
                        case VECTOR -> "vectors in registers of " + width * Float.SIZE + " bits";
                    };
            return String.format(Locale.ROOT, "%s: %.0f operations per frame", how, operations);
        }
    }

    /// A register's operation against a scalar's: loads and stores between steps.
    private static final double SIMD = 1.4;

    /// Calls, addresses and loop of a frame of SIMD code.
    private static final double FRAME = 20;

    /// A float moved by itself.
    private static final double MOVE = 8;

    /// A call that goes float by float, and waiting for what it stored.
    private static final double CALL = 20;

    /// From a register to one sum, by exchanges within it.
    private static final double REDUCE = 16;

    /// A register of channels of a delay line that is read and written by the chunk.
    private static final double LINES = 30;

    private CostRule() {}

    /// Every way to compile `program`, the cheapest first.
    ///
    /// @param widest floats of the machine's widest register; 0 without SIMD
    public static List<Choice> choices(Program program, int lanes, int widest) {
        List<Choice> all = new ArrayList<>();
        all.add(new Choice(Schedule.PLAIN, 1, lanes * plain(perFrame(program))));
        for (int width = 4; width <= widest; width *= 2) {
            if (lanes > 1) {
                all.add(new Choice(Schedule.LANES, width, lanes(program, lanes, width)));
            }
            all.add(new Choice(Schedule.VECTOR, width, vector(program, lanes, width)));
        }
        all.sort(Comparator.comparingDouble(Choice::operations));
        return all;
    }

    /// What a frame computes; the rest is done when a knob moves, or before.
    private static List<Vec> perFrame(Program program) {
        Set<Vec> frame = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Vec> values = new ArrayList<>();
        for (Vec v : program.values()) {
            boolean is =
                    switch (v.operator()) {
                        case INPUT, STATE, UNIFORM, STEP_MODULO, DELAY_READ -> true;
                        default -> v.operands().stream().anyMatch(frame::contains);
                    };
            if (is) {
                frame.add(v);
                values.add(v);
            }
        }
        return values;
    }

    private static double plain(List<Vec> values) {
        double sum = 0;
        for (Vec v : values) {
            sum += perEntry(v) * v.length();
        }
        return sum;
    }

    private static double lanes(Program program, int lanes, int width) {
        int groups = (lanes + width - 1) / width;
        double sum = FRAME;
        for (Vec v : perFrame(program)) {
            double scalar = isScalarWork(v) ? width * MOVE : SIMD * perEntry(v);
            sum += scalar * v.length();
        }
        if (lanes % width > 0) {
            double ports = 0;
            for (var p : program.inputs()) {
                ports += p.width();
            }
            for (var p : program.outputs().keySet()) {
                ports += p.width();
            }
            sum += MOVE * ports * width;
        }
        return groups * sum;
    }

    private static double vector(Program program, int lanes, int width) {
        double sum = FRAME;
        List<Vec> perFrame = perFrame(program);
        for (Vec v : perFrame) {
            int rows = rows(v.length(), width);
            sum +=
                    switch (v.operator()) {
                        case MATVEC -> {
                            Vec matrix = v.operands().getFirst();
                            int columns = matrix.shape().columns();
                            boolean packed =
                                    matrix.operator() == Operator.WEIGHT
                                            || matrix.operator() == Operator.CONSTANT;
                            yield packed ? SIMD * rows * columns : MOVE * matrix.length();
                        }
                        case DOT, SUM ->
                                REDUCE + SIMD * rows(v.operands().getFirst().length(), width);
                        case GREATEST -> MOVE * v.operands().getFirst().length();
                        case OUTER -> MOVE * v.length();
                        default -> {
                            if (isChunked(v, perFrame)) {
                                yield LINES * rows;
                            }
                            if (isAtOneTime(v)) {
                                yield MOVE + SIMD * rows;
                            }
                            yield isScalarWork(v) || isMoved(v)
                                    ? CALL + MOVE * v.length()
                                    : SIMD * perEntry(v) * rows;
                        }
                    };
        }
        return lanes * sum;
    }

    /// Whether a delay line is read at a time for each channel that no frame changes, as
    /// [RowStages] wants it.
    private static boolean isChunked(Vec v, List<Vec> perFrame) {
        return v.operator() == Operator.DELAY_READ
                && v.operands().getFirst().length() > 1
                && !perFrame.contains(v.operands().getFirst());
    }

    private static boolean isAtOneTime(Vec v) {
        return v.operator() == Operator.DELAY_READ && v.operands().getFirst().length() == 1;
    }

    private static int rows(int length, int width) {
        return (length + width - 1) / width;
    }

    /// Whether every float is looked up or drawn by itself.
    private static boolean isScalarWork(Vec v) {
        return switch (v.operator()) {
            case LOOKUP, UNIFORM, STEP_MODULO -> true;
            case DELAY_READ -> v.operands().getFirst().operator() != Operator.CONSTANT;
            default -> false;
        };
    }

    /// Whether entries are put together one by one in the vector schedule.
    private static boolean isMoved(Vec v) {
        return switch (v.operator()) {
            case CONCAT -> true;
            case GATHER -> !RowLayout.isAlias(v);
            case DELAY_READ -> v.operands().getFirst().length() > 1;
            case INPUT -> v.length() > 1;
            default -> false;
        };
    }

    private static double perEntry(Vec v) {
        Vec first = v.operands().isEmpty() ? v : v.operands().getFirst();
        return switch (v.operator()) {
            case MATVEC -> first.shape().columns();
            case DOT, SUM, GREATEST -> first.length();
            case CONSTANT, WEIGHT, CONTROL -> 0;
            case STATE, INPUT, GATHER, CONCAT -> 0.2;
            default -> Math.max(1, v.operator().opsPerEntry());
        };
    }
}
