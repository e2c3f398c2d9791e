package eigentone.models.contract;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.CostRule.Schedule;
import eigentone.engine.kernel.Simd;

/// Prints how every node plays where there is no SIMD: a line for each, its id and its digest.
final class WithoutSimd {
    static final int LANES = 3;
    static final CostRule.Choice PLAIN = new CostRule.Choice(Schedule.PLAIN, 1, 0);

    private WithoutSimd() {}

    public static void main(String[] args) {
        if (Simd.width() > 0) {
            throw new AssertionError("expected no SIMD, got registers of " + Simd.width());
        }
        for (NodeType type : Nodes.all()) {
            String digest = new Performance(type, LANES, PLAIN).digest();
            System.out.println(type.id() + " " + digest);
        }
    }
}
