package eigentone.engine.gradient;

import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Which values of a program carry a gradient: those that depend, by a slope, on a weight or on an
/// input by which it is wanted, in this frame or in one before.
final class Active {
    private Active() {}

    static Set<Vec> of(Program program, boolean byInputs) {
        Set<Vec> active = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Slot> memories = new HashSet<>();
        int before = -1;
        // Memory is active from the frame on in which what enters it is.
        while (before != memories.size()) {
            before = memories.size();
            for (Vec v : program.values()) {
                if (isActive(v, active, memories, byInputs)) {
                    active.add(v);
                }
            }
            program.states().forEach((s, v) -> addIf(active.contains(v), memories, s));
            program.delays().forEach((l, v) -> addIf(active.contains(v), memories, l));
        }
        return active;
    }

    private static boolean isActive(Vec v, Set<Vec> active, Set<Slot> memories, boolean byInputs) {
        return switch (v.operator()) {
            case WEIGHT -> true;
            case INPUT -> byInputs;
            case STATE, DELAY_READ -> memories.contains(Objects.requireNonNull(v.attribute()));
            case CONSTANT, CONTROL, UNIFORM, STEP_MODULO, FLOOR, LESS -> false;
            case LOOKUP -> active.contains(v.operands().getFirst());
            case SELECT -> v.operands().stream().skip(1).anyMatch(active::contains);
            default -> v.operands().stream().anyMatch(active::contains);
        };
    }

    private static void addIf(boolean is, Set<Slot> memories, Slot slot) {
        if (is) {
            memories.add(slot);
        }
    }

    /// Whether `v` changes from frame to frame.
    static boolean isOfFrame(Vec v) {
        return Program.inOrder(List.of(v)).stream()
                .map(Vec::operator)
                .anyMatch(o ->
                        o == Operator.INPUT
                                || o == Operator.STATE
                                || o == Operator.UNIFORM
                                || o == Operator.STEP_MODULO
                                || o == Operator.DELAY_READ);
    }
}
