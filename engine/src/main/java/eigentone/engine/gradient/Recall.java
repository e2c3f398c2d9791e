package eigentone.engine.gradient;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What the forward step knew, in the words of the step back: given again (inputs, weights, knobs),
/// computed anew, or read from the tape.
///
/// Before: `y = tanh(a * x + b)`, whose way back needs `y` and `x`. After: `y` is on the tape (a
/// function is dear), `x` is an input.
final class Recall {
    /// More than this is dearer than a number written and read.
    private static final int MOST_OPERATIONS = 6;

    private final Definition d;
    private final Set<Vec> taped;
    private final Map<Slot, Vec> leaves = new HashMap<>();
    private final Map<Vec, Vec> known = new IdentityHashMap<>();
    private final Map<Vec, Vec> tape = new LinkedHashMap<>();

    /// @param taped values that are read from the tape; everything else is computed anew
    Recall(Program program, Definition d, Set<Vec> taped) {
        this.d = d;
        this.taped = taped;
        program.inputs().forEach(p -> leaves.put(p, d.input(p.name(), p.width())));
        program.controls().forEach(c -> leaves.put(c, d.control(c.name(), c.spec())));
        program.weights().forEach(w -> leaves.put(w, d.weight(w.name(), w.shape(), w.initial())));
    }

    /// A slot of the program that the step back has too.
    Vec leaf(Slot slot) {
        return Objects.requireNonNull(leaves.get(slot));
    }

    Vec of(Vec v) {
        Vec made = known.get(v);
        if (made == null) {
            made = make(v);
            known.put(v, made);
        }
        return made;
    }

    private Vec make(Vec v) {
        if (v.attribute() instanceof Slot slot && leaves.containsKey(slot)) {
            return leaf(slot);
        }
        if (taped.contains(v)) {
            Vec row = d.input("tape" + tape.size(), v.length());
            tape.put(v, row);
            return v.shape().isMatrix() ? row.gather(v.shape(), upTo(v.length())) : row;
        }
        return d.adopt(v, v.operands().stream().map(this::of).toList());
    }

    /// What was read from the tape, with the input port that it came by, in the order of the ports.
    Map<Vec, Vec> tape() {
        return tape;
    }

    static int[] upTo(int n) {
        int[] indices = new int[n];
        Arrays.setAll(indices, i -> i);
        return indices;
    }

    /// Of the values that the way back needs, those that must be on the tape.
    ///
    /// @param sources of products with weights: whole rows of them are wanted, given or on the tape
    static Set<Vec> toTape(Program program, Set<Vec> needed, Set<Vec> sources) {
        Set<Vec> taped = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Vec, Integer> cost = new IdentityHashMap<>();
        Set<Vec> prepared = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Vec v : program.values()) {
            if (isPrepared(v, prepared)) {
                prepared.add(v);
                cost.put(v, 0);
            } else if (v.operator() == Operator.INPUT) {
                cost.put(v, 0);
            } else if (isCheap(v) && cost.keySet().containsAll(v.operands())) {
                int sum = 1;
                for (Vec o : v.operands()) {
                    sum += Objects.requireNonNull(cost.get(o));
                }
                if (sum <= MOST_OPERATIONS) {
                    cost.put(v, sum);
                }
            }
            boolean isSource = sources.contains(v) && v.operator() != Operator.INPUT;
            if (isSource || (needed.contains(v) && !cost.containsKey(v))) {
                taped.add(v);
                cost.put(v, 0);
            }
        }
        return taped;
    }

    /// Whether computing it anew costs less than writing and reading it.
    private static boolean isCheap(Vec v) {
        return switch (v.operator()) {
            case NEGATE, ABS, ADD, SUBTRACT, MULTIPLY, FMA, MINIMUM, MAXIMUM, LESS, SELECT, FLOOR ->
                    true;
            case GATHER, CONCAT -> true;
            default -> false;
        };
    }

    /// Whether it depends on no frame, and so is computed once.
    private static boolean isPrepared(Vec v, Set<Vec> prepared) {
        return switch (v.operator()) {
            case CONSTANT, WEIGHT, CONTROL -> true;
            case INPUT, STATE, UNIFORM, STEP_MODULO, DELAY_READ -> false;
            default -> prepared.containsAll(v.operands());
        };
    }
}
