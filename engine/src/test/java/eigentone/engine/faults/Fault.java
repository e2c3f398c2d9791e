package eigentone.engine.faults;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// One mistake in a program's equations: the value `at` is computed as `instead`.
///
/// @param instead made of `at`, its operands or what a program starts from
record Fault(String what, Vec at, Vec instead) {
    private static final double SCALE = 1.1, LOUD = 3;

    /// A few of the finer faults come first: a test that sees one of these is the better one.
    private static final int FINE_FIRST = 2;

    /// Every fault that this class knows in `program`, in an order that depends on its name only.
    static List<Fault> of(Program program) {
        List<Fault> faults = new ArrayList<>();
        program.values().forEach(v -> add(faults, v));
        for (Vec state : program.values()) {
            if (state.attribute() instanceof Slot.State slot) {
                add(faults, "keeps its value", program.states().get(slot), state);
            }
        }
        program.states().values().forEach(v -> add(faults, "grows", v, v.times(SCALE)));
        program.delays().values().forEach(v -> add(faults, "is not fed", v, v.times(0)));
        Collections.shuffle(faults, new Random(program.name().hashCode()));
        List<Fault> coarse = new ArrayList<>();
        program.outputs().values().forEach(v -> add(coarse, "is too loud", v, v.times(LOUD)));
        program.outputs().values().forEach(v -> add(coarse, "is silent", v, v.times(0)));
        faults.addAll(Math.min(FINE_FIRST, faults.size()), coarse);
        return faults;
    }

    Program in(Program program) {
        return program.rewrite((v, operands) ->
                v == at ? instead : operands.equals(v.operands()) ? v : v.on(operands));
    }

    private static void add(List<Fault> faults, String what, Vec at, Vec instead) {
        faults.add(new Fault(what, at, instead));
    }

    private static void add(List<Fault> faults, Vec v) {
        List<Vec> o = v.operands();
        switch (v.operator()) {
            case CONSTANT, WEIGHT, OUTER, DOT -> add(faults, "is too large", v, v.times(SCALE));
            case INPUT -> add(faults, "is turned over", v, v.negate());
            case CONTROL -> {
                double initial = ((Slot.Control) v.attribute()).spec().initial();
                add(faults, "stays as it was", v, v.constant(initial));
            }
            case UNIFORM -> add(faults, "is not random", v, v.times(0).plus(0.5));
            case STEP_MODULO -> add(faults, "is one on", v, v.plus(1));
            case DELAY_READ -> add(faults, "is one frame late", v, v.on(List.of(o.get(0).plus(1))));
            case LOOKUP ->
                    add(faults, "reads the next", v, v.on(List.of(o.get(0), o.get(1).plus(1))));
            case NEGATE, ABS, SQRT, FLOOR, EXP, EXP2, LOG, SIN2PI, TANH, SIGMOID ->
                    add(faults, "is left out", v, o.get(0));
            case ADD -> add(faults, "subtracts", v, o.get(0).minus(o.get(1)));
            case SUBTRACT -> add(faults, "is the wrong way round", v, o.get(1).minus(o.get(0)));
            case DIVIDE -> add(faults, "is the wrong way round", v, o.get(1).over(o.get(0)));
            case LESS -> add(faults, "is the wrong way round", v, o.get(1).lessThan(o.get(0)));
            case MINIMUM -> add(faults, "is the greater", v, o.get(0).max(o.get(1)));
            case MAXIMUM -> add(faults, "is the less", v, o.get(0).min(o.get(1)));
            case SELECT ->
                    add(faults, "is swapped", v, v.on(List.of(o.get(0), o.get(2), o.get(1))));
            case FMA -> add(faults, "subtracts", v, o.get(0).times(o.get(1)).minus(o.get(2)));
            case MATVEC -> {
                add(faults, "has its rows moved", v, moved(v));
                if (o.size() > 2) {
                    add(faults, "has no bias", v, v.on(o.subList(0, 2)));
                }
            }
            case SUM -> add(faults, "is the greatest", v, o.get(0).greatest());
            case GREATEST -> add(faults, "is the sum", v, o.get(0).sum());
            case GATHER, CONCAT -> add(faults, "has its entries moved", v, moved(v));
            default -> {}
        }
        if (v.operator().kind() == Operator.Kind.ELEMENTWISE && o.size() == 2) {
            for (int i = 0; i < 2; i++) {
                if (o.get(i).shape().equals(v.shape())) {
                    add(faults, "has one operand only", v, o.get(i));
                }
            }
        }
    }

    /// Entry i + 1 in place of entry i.
    private static Vec moved(Vec v) {
        int[] indices = new int[v.length()];
        java.util.Arrays.setAll(indices, i -> (i + 1) % indices.length);
        return v.gather(indices);
    }
}
