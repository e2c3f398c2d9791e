package eigentone.engine.graph;

import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decides which nodes run as one kernel.
///
/// A cycle is fused where it can be. So are nodes per voice outside cycles, as far as small ones go
/// with a large one: that saves each small node its cables, buffers and calls, while kernels stay
/// small enough to be compiled soon. The decision looks at the patch alone and is the same on every
/// machine. Figures: docs/decisions/what-is-fused.md.
final class Grouping {

    /// How much is fused: less than usual in tests only.
    enum Extent {
        NOTHING,
        CYCLES,
        CHAINS;

        static final Extent USUAL = CHAINS;
    }

    /// What runs together.
    ///
    /// @param drafts one, or the nodes of a cycle that is not fused
    /// @param chunkFrames the longest stretch of such a cycle, else 0
    record Group(List<Draft> drafts, int chunkFrames) {}

    /// Operations per frame and voice of what may join the largest part of a chain: some envelopes
    /// and amplifiers, or a filter.
    private static final double MOST_JOINED = 60;

    /// Operations per voice that a chain computes anew in every frame while any of its knobs moves.
    private static final double MOST_HOISTED = 200;

    private static final CostRule.Choice PLAIN = new CostRule.Choice(CostRule.Schedule.PLAIN, 1, 0);

    private final Wiring wiring;
    private final List<Group> groups = new ArrayList<>();

    private Grouping(Wiring wiring) {
        this.wiring = wiring;
    }

    /// All nodes of a patch, in the order of their work.
    static List<Group> of(Wiring wiring, Extent extent) {
        Grouping grouping = new Grouping(wiring);
        List<Wiring.Component> components = wiring.components();
        switch (extent) {
            case NOTHING -> components.forEach(grouping::leave);
            case CYCLES -> components.forEach(c -> grouping.fuse(List.of(c)));
            case CHAINS -> chains(components).forEach(grouping::fuse);
        }
        return grouping.groups;
    }

    private void leave(Wiring.Component c) {
        groups.add(new Group(c.members(), c.chunkFrames()));
    }

    /// Fuses what is a cycle or more than one component, as a whole or else in halves.
    private void fuse(List<Wiring.Component> run) {
        Wiring.Component first = run.getFirst();
        if (isUniform(first) && (run.size() > 1 || first.chunkFrames() > 0)) {
            List<Draft> members = run.stream().flatMap(c -> c.members().stream()).toList();
            Draft fused = Fusion.of(members, wiring);
            if (fits(fused, members)) {
                groups.add(new Group(List.of(fused), 0));
                return;
            }
        }
        if (run.size() == 1) {
            leave(first);
        } else {
            fuse(run.subList(0, run.size() / 2));
            fuse(run.subList(run.size() / 2, run.size()));
        }
    }

    /// Whether all members run at audio rate, and all for each voice or all shared.
    private static boolean isUniform(Wiring.Component c) {
        boolean perVoice = c.members().getFirst().perVoice();
        return c.members().stream()
                .allMatch(m -> m.perVoice() == perVoice && m.rate() instanceof Rate.Audio);
    }

    /// Whether plain loops, which every machine has, stay within the JVM's limits, and no member is
    /// computed in loops that would have been unrolled by itself.
    private static boolean fits(Draft fused, List<Draft> members) {
        Kernel kernel = Kernel.compile(fused.program, fused.lanes, PLAIN);
        return kernel.isCompilable()
                && (kernel.isUnrolled()
                        || members.stream()
                                .anyMatch(m ->
                                        !Kernel.compile(m.program, m.lanes, PLAIN).isUnrolled()));
    }

    // ---- chains ----

    /// Runs of components in an order of work, so that no path leaves one and comes back.
    private static List<List<Wiring.Component>> chains(List<Wiring.Component> components) {
        List<List<Wiring.Component>> runs = new ArrayList<>();
        List<Wiring.Component> left = new ArrayList<>(components);
        while (!left.isEmpty()) {
            List<Wiring.Component> run = new ArrayList<>(List.of(left.removeFirst()));
            runs.add(run);
            for (int i = 0; i < left.size(); i++) {
                if (joins(left.get(i), run) && isReady(left.get(i), left)) {
                    run.add(left.remove(i));
                    // What comes before it may have waited for it.
                    i = -1;
                }
            }
        }
        return runs;
    }

    private static boolean joins(Wiring.Component c, List<Wiring.Component> run) {
        if (!isOfVoices(c) || !isOfVoices(run.getFirst())) {
            return false;
        }
        double sum = 0, largest = 0, hoisted = 0;
        for (Wiring.Component part : concat(run, c)) {
            double perFrame = 0;
            for (Draft m : part.members()) {
                double own = CostRule.choices(m.program, 1, 0).getFirst().operations();
                perFrame += own;
                hoisted += Math.max(0, m.program.operationsPerStep() - own);
            }
            sum += perFrame;
            largest = Math.max(largest, perFrame);
        }
        return sum - largest <= MOST_JOINED && hoisted <= MOST_HOISTED;
    }

    private static List<Wiring.Component> concat(List<Wiring.Component> run, Wiring.Component c) {
        List<Wiring.Component> all = new ArrayList<>(run);
        all.add(c);
        return all;
    }

    private static boolean isOfVoices(Wiring.Component c) {
        Draft first = c.members().getFirst();
        return isUniform(c) && first.perVoice() && first.lanes > 1;
    }

    private static boolean isReady(Wiring.Component c, List<Wiring.Component> left) {
        Set<String> waiting = new HashSet<>();
        left.forEach(o -> o.members().forEach(m -> waiting.add(m.id())));
        c.members().forEach(m -> waiting.remove(m.id()));
        return c.members().stream()
                .flatMap(m -> m.into.stream())
                .flatMap(List::stream)
                .noneMatch(cable -> waiting.contains(cable.from().node()));
    }
}
