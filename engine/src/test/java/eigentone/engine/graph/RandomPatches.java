package eigentone.engine.graph;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Patches with feedback from a seed: chains per voice and shared, cables back within them of one
/// frame and more, fan-in, amounts, single channels and modulated controls.
final class RandomPatches {
    /// None of them gains much, and each cycle passes one that saturates.
    private static final List<String> TYPES =
            List.of(
                    "test-gain",
                    "test-noise",
                    "test-stereo",
                    "one-pole",
                    "svf",
                    "delay",
                    "dc-block",
                    "sine",
                    "lfo",
                    "sample-and-hold",
                    "adsr",
                    "amplifier");

    private static final Set<String> STEREO =
            Set.of("soft-clip", "one-pole", "delay", "dc-block", "amplifier");

    private static final double[] AMOUNTS = {1, 1, 0.5, -0.3, 0.25, 0};
    private static final int LONGEST_DELAY = 9;

    /// Modulation by a tenth of the range.
    private static final double DEPTH = 0.1;

    private final SplittableRandom random;
    private final List<NodeSpec> nodes = new ArrayList<>();
    private final List<Connection> cables = new ArrayList<>();

    RandomPatches(long seed) {
        random = new SplittableRandom(seed);
    }

    Patch patch(int voices) {
        int perVoice = 2 + random.nextInt(4), shared = 1 + random.nextInt(4);
        int channels = 1 + random.nextInt(2);
        chain("v", perVoice, true);
        chain("s", shared, false);
        for (int i = 0; i < nodes.size(); i++) {
            for (int n = random.nextInt(3); n > 0; n--) {
                signal(random.nextInt(nodes.size()), i);
            }
            if (random.nextInt(3) == 0) {
                NodeSpec to = nodes.get(i);
                Slot.Input p = port(to);
                add(
                        new Endpoint(Endpoint.INPUT, "out", random.nextInt(2)),
                        to,
                        p.name(),
                        random.nextDouble());
            }
            notes(nodes.get(i));
        }
        NodeSpec last = nodes.getLast();
        Endpoint out = new Endpoint(Endpoint.OUTPUT, "in", -1);
        for (NodeSpec n : List.of(nodes.get(perVoice - 1), last)) {
            cables.add(new Connection(new Endpoint(n.id(), output(n).name(), 0), out, 0.5, 0));
        }
        return new Patch("random", voices, 2, channels, nodes, cables);
    }

    /// Nodes each of which feeds the next: so that any cable back closes a cycle.
    private void chain(String prefix, int length, boolean perVoice) {
        int first = nodes.size();
        for (int i = 0; i < length; i++) {
            String type = i == 0 ? "soft-clip" : TYPES.get(random.nextInt(TYPES.size()));
            Rate rate = random.nextInt(20) == 0 ? new Rate.EveryFrames(5) : Rate.AUDIO;
            boolean wide = STEREO.contains(type) && random.nextBoolean();
            nodes.add(
                    new NodeSpec(
                            prefix + i,
                            type,
                            perVoice,
                            wide ? Map.of("channels", 2) : Map.of(),
                            Map.of(),
                            rate,
                            random.nextInt()));
            if (i > 0) {
                signal(first + i - 1, first + i);
            }
        }
        if (!perVoice) {
            Slot.Input p = port(nodes.get(first));
            add(source(nodes.get(0), p.width()), nodes.get(first), p.name(), 1);
        }
        back(nodes.size() - 1, first);
    }

    private void back(int from, int to) {
        NodeSpec a = nodes.get(from), b = nodes.get(to);
        Slot.Input p = port(b);
        int delay = random.nextBoolean() ? 0 : 1 + random.nextInt(LONGEST_DELAY);
        cables.add(
                new Connection(
                        source(a, p.width()),
                        new Endpoint(b.id(), p.name(), -1),
                        AMOUNTS[random.nextInt(AMOUNTS.length)] * 0.5,
                        delay));
    }

    /// Within a chain in any direction; from voices to what is shared, and seldom the other way.
    private void signal(int from, int to) {
        NodeSpec a = nodes.get(from), b = nodes.get(to);
        if (!a.perVoice() && b.perVoice() && random.nextInt(20) > 0) {
            return;
        }
        if (random.nextInt(4) == 0) {
            List<Slot.Control> controls = program(b).controls();
            if (!controls.isEmpty()) {
                ControlSpec spec = controls.get(random.nextInt(controls.size())).spec();
                Endpoint x = new Endpoint(a.id(), output(a).name(), 0);
                add(x, b, spec.id(), DEPTH * (spec.max() - spec.min()) * random.nextDouble());
                return;
            }
        }
        if (from >= to && a.perVoice() == b.perVoice() && random.nextBoolean()) {
            back(from, to);
        } else {
            Slot.Input p = port(b);
            add(source(a, p.width()), b, p.name(), AMOUNTS[random.nextInt(AMOUNTS.length)]);
        }
    }

    private void notes(NodeSpec n) {
        for (Slot.Control c : program(n).controls()) {
            switch (c.name()) {
                case "gate", "pitch", "velocity" ->
                        cables.add(Connection.of("note." + c.name(), n.id() + "." + c.name()));
                default -> {}
            }
        }
    }

    private void add(Endpoint from, NodeSpec to, String port, double amount) {
        cables.add(new Connection(from, new Endpoint(to.id(), port, -1), amount, 0));
    }

    /// All channels of an output where they fit, else one.
    private Endpoint source(NodeSpec n, int width) {
        Slot.Output o = output(n);
        boolean all = (o.width() == width || o.width() == 1) && random.nextInt(3) > 0;
        return new Endpoint(n.id(), o.name(), all ? -1 : random.nextInt(o.width()));
    }

    private Slot.Output output(NodeSpec n) {
        List<Slot.Output> all = List.copyOf(program(n).outputs().keySet());
        return all.get(random.nextInt(all.size()));
    }

    /// An input, or a control where a node has none.
    private Slot.Input port(NodeSpec n) {
        Program p = program(n);
        if (p.inputs().isEmpty()) {
            return new Slot.Input(p.controls().getFirst().name(), 1, 0);
        }
        return p.inputs().get(random.nextInt(p.inputs().size()));
    }

    private static Program program(NodeSpec n) {
        return Program.of(Nodes.type(n.type()).create(n.settings()), 48000);
    }
}
