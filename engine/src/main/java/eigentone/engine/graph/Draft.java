package eigentone.engine.graph;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.clock.Clock;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// A node on its way to a runner, or several that run as one kernel.
final class Draft {

    /// A control's knob, with what notes and the clock add to it.
    ///
    /// @param path `node.control`
    record Knob(String path, double value, List<Connection> bound) {}

    /// The nodes it runs: one, or all that are fused, in the order of their work.
    final List<NodeSpec> nodes;

    final Program program;
    final Weights weights;
    final int lanes;
    final double stepsPerSecond;

    /// Whether ports are called `node.port`: also of a single node that feeds itself.
    final boolean isFused;

    /// For each input port of the program, the cables that lead there, in the order of the patch.
    final List<List<Connection>> into;

    /// One for each control of the program.
    final List<Knob> knobs;

    private Draft(
            List<NodeSpec> nodes,
            Program program,
            Weights weights,
            int lanes,
            double stepsPerSecond,
            boolean isFused,
            List<List<Connection>> into,
            List<Knob> knobs) {
        this.nodes = nodes;
        this.program = program;
        this.weights = weights;
        this.lanes = lanes;
        this.stepsPerSecond = stepsPerSecond;
        this.isFused = isFused;
        this.into = into;
        this.knobs = knobs;
    }

    /// A node of `patch` by itself, nothing connected yet.
    static Draft of(NodeSpec spec, Patch patch, double rateHz) {
        NodeType type = Nodes.type(spec.type());
        Recurrence recurrence = type.create(spec.settings());
        double steps =
                switch (spec.rate()) {
                    case Rate.Audio a -> rateHz;
                    case Rate.EveryFrames f -> rateHz / f.frames();
                    case Rate.EveryBeats b -> Clock.USUAL_TEMPO / 60 / b.beats();
                };
        checkRate(recurrence, steps);
        Program plain = Program.of(recurrence, steps);
        Set<String> modulated = new HashSet<>();
        for (Connection c : patch.connections()) {
            boolean signal = Wiring.drivesByFrame(c.from().node());
            if (signal && c.to().node().equals(spec.id()) && isControl(plain, c.to().port())) {
                modulated.add(c.to().port());
            }
        }
        Program program = modulated.isEmpty() ? plain : Program.of(recurrence, steps, modulated);
        for (String control : spec.controls().keySet()) {
            Slot.Control c = program.controls().get(program.control(control));
            c.spec().check(Objects.requireNonNull(spec.controls().get(control)));
        }
        List<List<Connection>> into = new ArrayList<>();
        program.inputs().forEach(p -> into.add(new ArrayList<>()));
        List<Knob> knobs = new ArrayList<>();
        for (Slot.Control c : program.controls()) {
            double value = spec.controls().getOrDefault(c.name(), c.spec().initial());
            knobs.add(new Knob(spec.id() + "." + c.name(), value, new ArrayList<>()));
        }
        return new Draft(
                List.of(spec),
                program,
                Weights.initial(program, spec.weightSeed()),
                spec.perVoice() ? patch.voices() : 1,
                steps,
                false,
                into,
                knobs);
    }

    private static void checkRate(Recurrence recurrence, double steps) {
        double wanted = recurrence.stepsPerSecond();
        if (wanted != 0 && wanted != steps) {
            throw new IllegalArgumentException(
                    "%s: expected the rate it was made for, %s Hz, got %s Hz; try that rate, or one made for this"
                            .formatted(recurrence.name(), wanted, steps));
        }
    }

    private static boolean isControl(Program program, String port) {
        return program.inputs().stream().noneMatch(p -> p.name().equals(port))
                && program.controls().stream().anyMatch(c -> c.name().equals(port));
    }

    /// `members` as one.
    ///
    /// @param program of all of them
    /// @param into for each of its input ports
    static Draft fused(List<Draft> members, Program program, List<List<Connection>> into) {
        Draft first = members.getFirst();
        Weights weights = Weights.none();
        for (Draft m : members) {
            for (Slot.Weight w : m.program.weights()) {
                weights = weights.with(m.id() + "." + w.name(), m.weights.get(w.name()));
            }
        }
        return new Draft(
                members.stream().map(m -> m.nodes.getFirst()).toList(),
                program,
                weights,
                first.lanes,
                first.stepsPerSecond,
                true,
                into,
                members.stream().flatMap(m -> m.knobs.stream()).toList());
    }

    /// The node's id; of several, all of them.
    String id() {
        return nodes.stream().map(NodeSpec::id).collect(Collectors.joining("+"));
    }

    boolean perVoice() {
        return nodes.getFirst().perVoice();
    }

    Rate rate() {
        return nodes.getFirst().rate();
    }

    /// The port that `from` names.
    ///
    /// @throws IllegalArgumentException naming the ports there are
    Slot.Output output(Endpoint from) {
        String name = isFused ? from.node() + "." + from.port() : from.port();
        return program.outputs().keySet().stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "node '%s' (%s): expected an output among %s, got '%s'"
                                        .formatted(
                                                id(),
                                                nodes.getFirst().type(),
                                                program.outputs().keySet().stream()
                                                        .map(Slot::name)
                                                        .toList(),
                                                from.port())));
    }
}
