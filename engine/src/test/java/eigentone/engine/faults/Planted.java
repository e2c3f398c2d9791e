package eigentone.engine.faults;

import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where the tests of nodes and cells get their programs, so that [FaultRun] can hand them wrong
/// ones.
///
/// One test at a time, on whichever thread.
public final class Planted {
    private static final Set<String> made = new HashSet<>();
    private static String name = "";
    private static int index;

    private Planted() {}

    public static Program program(Recurrence recurrence, double sampleRateHz) {
        return program(recurrence, sampleRateHz, Set.of());
    }

    /// The program of `recurrence`, with a mistake when it is the one to be wrong.
    public static synchronized Program program(
            Recurrence recurrence, double sampleRateHz, Set<String> modulated) {
        Program program = Program.of(recurrence, sampleRateHz, modulated);
        made.add(program.name());
        if (!program.name().equals(name)) {
            return program;
        }
        List<Fault> faults = Fault.of(program);
        return faults.get(index % faults.size()).in(program);
    }

    /// From now on programs of this name have their fault number `index`; of none if it is empty.
    static synchronized void arm(String program, int index) {
        Planted.name = program;
        Planted.index = index;
        made.clear();
    }

    /// The names of the programs made since.
    static synchronized Set<String> made() {
        return Set.copyOf(made);
    }
}
