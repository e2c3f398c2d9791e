package eigentone.engine.kernel;

import eigentone.engine.kernel.passes.FoldConstants;
import eigentone.engine.kernel.passes.LowerFunctions;
import eigentone.engine.kernel.passes.ShareCommon;
import eigentone.engine.program.Program;

/// From a program to its kernel: the passes, in their order, then the schedule.
final class Kernels {
    private Kernels() {}

    static Program lower(Program program) {
        Program lowered = LowerFunctions.apply(ShareCommon.apply(program));
        return ShareCommon.apply(FoldConstants.apply(lowered, Prepared::evaluate));
    }

    static Kernel compile(Program program, int lanes, CostRule.Choice choice) {
        CompilerDirective.installEarly();
        Program lowered = lower(program);
        return switch (choice.schedule()) {
            case PLAIN -> PlainKernel.compile(program, lowered, lanes);
            case LANES -> RowKernel.lanes(program, lowered, lanes, choice.width());
            case VECTOR -> RowKernel.vector(program, lowered, lanes, choice.width());
        };
    }
}
