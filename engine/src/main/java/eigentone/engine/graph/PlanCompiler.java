package eigentone.engine.graph;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.kernel.LiveInstance;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Checks a patch and builds the parts of its [Plan].
final class PlanCompiler {
    private static final int MAX_BLOCK_FRAMES = 1 << 16;

    /// All that a plan consists of.
    record Parts(
            Patch patch,
            double sampleRateHz,
            int maxBlockFrames,
            NodeRunner[] nodes,
            List<LiveInstance> kernels,
            Plan.Group[] groups,
            float[] inputBuffer,
            Cable[] outputCables,
            Cable[] voiceCables,
            List<Plan.ControlInfo> controls,
            int[] controlNode,
            int[] controlIndex,
            Voices voices,
            String description) {}

    /// A node on its way to a runner.
    private static final class Draft {
        final NodeSpec spec;
        final int index;
        final Program program;
        final int lanes;
        final double stepsPerSecond;
        final float[][] outputs;
        final List<List<Connection>> into = new ArrayList<>();
        final Map<String, List<Connection>> bound = new LinkedHashMap<>();

        Draft(
                NodeSpec spec,
                int index,
                Program program,
                int lanes,
                double stepsPerSecond,
                int frames) {
            this.spec = spec;
            this.index = index;
            this.program = program;
            this.lanes = lanes;
            this.stepsPerSecond = stepsPerSecond;
            outputs =
                    program.outputs().keySet().stream()
                            .map(o -> new float[frames * o.width() * lanes])
                            .toArray(float[][]::new);
            program.inputs().forEach(p -> into.add(new ArrayList<>()));
        }

        Slot.Output output(String port) {
            return program.outputs().keySet().stream()
                    .filter(o -> o.name().equals(port))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "node '%s' (%s): expected an output among %s, got '%s'"
                                            .formatted(
                                                    spec.id(),
                                                    spec.type(),
                                                    program.outputs().keySet().stream()
                                                            .map(Slot::name)
                                                            .toList(),
                                                    port)));
        }
    }

    private final Patch patch;
    private final double rateHz;
    private final int frames;
    private final long seed;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final List<Connection> intoOutput = new ArrayList<>();
    private final float[] inputBuffer;
    private final List<LiveInstance> kernels = new ArrayList<>();
    private final List<Cable> outputCables = new ArrayList<>();
    private final List<Cable> voiceCables = new ArrayList<>();
    private final StringBuilder description = new StringBuilder();

    private PlanCompiler(Patch patch, double rateHz, int frames, long seed) {
        this.patch = patch;
        this.rateHz = rateHz;
        this.frames = frames;
        this.seed = seed;
        inputBuffer = new float[frames * Math.max(1, patch.inputChannels())];
    }

    static Parts build(Patch patch, double sampleRateHz, int maxBlockFrames, long seed) {
        if (!(sampleRateHz >= 1000 && sampleRateHz <= 1_536_000)) {
            throw new IllegalArgumentException(
                    "sample rate: expected 1000..1536000 Hz, got " + sampleRateHz);
        }
        if (maxBlockFrames < 1 || maxBlockFrames > MAX_BLOCK_FRAMES) {
            throw new IllegalArgumentException(
                    "block: expected 1..%d frames, got %d"
                            .formatted(MAX_BLOCK_FRAMES, maxBlockFrames));
        }
        try {
            return new PlanCompiler(patch, sampleRateHz, maxBlockFrames, seed).build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "patch '%s': %s".formatted(patch.name(), e.getMessage()), e);
        }
    }

    private Parts build() {
        freezeNodes();
        for (Connection c : patch.connections()) {
            sort(c);
        }
        List<List<Integer>> components = Components.inOrder(edges());
        Voices voices = new Voices(patch.voices(), seed, new Levels(frames, rateHz));
        List<Draft> list = new ArrayList<>(drafts.values());
        NodeRunner[] nodes = new NodeRunner[list.size()];
        Plan.Group[] groups = new Plan.Group[components.size()];
        Set<Connection> delayed = new HashSet<>();
        for (int g = 0; g < groups.length; g++) {
            int[] members = components.get(g).stream().mapToInt(Integer::intValue).toArray();
            groups[g] = new Plan.Group(members, chunkFrames(members, list, delayed));
        }
        List<Plan.ControlInfo> controls = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        for (Draft d : list) {
            nodes[d.index] = runner(d, delayed);
            for (Slot.Control c : d.program.controls()) {
                controls.add(
                        new Plan.ControlInfo(
                                d.spec.id() + "." + c.name(),
                                c.spec(),
                                nodes[d.index].knobs.knob(c.index()),
                                controls.size()));
                places.add(new int[] {d.index, c.index()});
            }
        }
        for (Connection c : intoOutput) {
            if (c.delayFrames() > 0) {
                throw new IllegalArgumentException(
                        "connection %s to %s: only a cable that closes a cycle may have a delay"
                                .formatted(c.from(), c.to()));
            }
            outputCables.add(cable(c, patch.outputChannels(), 1, false));
        }
        describe(groups, list);
        return new Parts(
                patch,
                rateHz,
                frames,
                nodes,
                List.copyOf(kernels),
                groups,
                inputBuffer,
                outputCables.toArray(Cable[]::new),
                voiceCables.toArray(Cable[]::new),
                List.copyOf(controls),
                places.stream().mapToInt(p -> p[0]).toArray(),
                places.stream().mapToInt(p -> p[1]).toArray(),
                voices,
                description.toString());
    }

    // ---- nodes ----

    private void freezeNodes() {
        for (NodeSpec spec : patch.nodes()) {
            try {
                drafts.put(spec.id(), freeze(spec));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "node '%s': %s".formatted(spec.id(), e.getMessage()), e);
            }
        }
    }

    private Draft freeze(NodeSpec spec) {
        NodeType type = Nodes.type(spec.type());
        Recurrence recurrence = type.create(spec.settings());
        double steps =
                switch (spec.rate()) {
                    case Rate.Audio a -> rateHz;
                    case Rate.EveryFrames f -> rateHz / f.frames();
                    case Rate.EveryBeats b -> Clock.USUAL_TEMPO / 60 / b.beats();
                };
        Program plain = Program.of(recurrence, steps);
        Set<String> modulated = new HashSet<>();
        for (Connection c : patch.connections()) {
            boolean signal = drivesByFrame(c.from().node());
            if (signal && c.to().node().equals(spec.id()) && isControl(plain, c.to().port())) {
                modulated.add(c.to().port());
            }
        }
        Program program = modulated.isEmpty() ? plain : Program.of(recurrence, steps, modulated);
        for (String control : spec.controls().keySet()) {
            Slot.Control c = program.controls().get(program.control(control));
            c.spec().check(Objects.requireNonNull(spec.controls().get(control)));
        }
        int lanes = spec.perVoice() ? patch.voices() : 1;
        return new Draft(spec, drafts.size(), program, lanes, steps, frames);
    }

    /// Note and clock move at events only; everything else is a signal.
    private static boolean drivesByFrame(String source) {
        return !source.equals(Endpoint.NOTE) && !source.equals(Endpoint.CLOCK);
    }

    private static boolean isControl(Program program, String port) {
        return program.inputs().stream().noneMatch(p -> p.name().equals(port))
                && program.controls().stream().anyMatch(c -> c.name().equals(port));
    }

    // ---- cables ----

    /// Files a connection under its destination.
    private void sort(Connection c) {
        String source = c.from().node(), destination = c.to().node();
        if (drivesByFrame(source) && !source.equals(Endpoint.INPUT)) {
            draft(c, source).output(c.from().port());
        }
        if (destination.equals(Endpoint.OUTPUT)) {
            if (!drivesByFrame(source) || !c.to().port().equals("in")) {
                throw new IllegalArgumentException(
                        "connection %s to %s: expected a signal to 'out'"
                                .formatted(c.from(), c.to()));
            }
            intoOutput.add(c);
            return;
        }
        Draft d = draft(c, destination);
        if (!drivesByFrame(source)) {
            // A control that a signal drives too has become an input as well.
            if (d.program.controls().stream().noneMatch(k -> k.name().equals(c.to().port()))) {
                throw new IllegalArgumentException(
                        "connection %s to %s: expected a control of '%s' among %s; '%s' drives controls only"
                                .formatted(
                                        c.from(),
                                        c.to(),
                                        d.spec.id(),
                                        d.program.controls().stream().map(Slot::name).toList(),
                                        source));
            }
            d.bound.computeIfAbsent(c.to().port(), k -> new ArrayList<>()).add(c);
            source(c);
            return;
        }
        for (Slot.Input p : d.program.inputs()) {
            if (p.name().equals(c.to().port())) {
                d.into.get(p.index()).add(c);
                return;
            }
        }
        throw new IllegalArgumentException(
                "connection %s to %s: expected an input among %s or a control among %s, got '%s'"
                        .formatted(
                                c.from(),
                                c.to(),
                                d.program.inputs().stream().map(Slot::name).toList(),
                                d.program.controls().stream().map(Slot::name).toList(),
                                c.to().port()));
    }

    private Draft draft(Connection c, String node) {
        Draft d = drafts.get(node);
        if (d == null) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a node among %s, got '%s'"
                            .formatted(c.from(), c.to(), drafts.keySet(), node));
        }
        return d;
    }

    private static int source(Connection c) {
        if (c.from().node().equals(Endpoint.CLOCK)) {
            if (!c.from().port().equals("tempo")) {
                throw new IllegalArgumentException(
                        "connection from %s: expected clock.tempo".formatted(c.from()));
            }
            return Knobs.TEMPO_SOURCE;
        }
        return NoteSource.of(c.from().port()).ordinal();
    }

    private boolean[][] edges() {
        boolean[][] edge = new boolean[drafts.size()][drafts.size()];
        for (Draft d : drafts.values()) {
            for (List<Connection> port : d.into) {
                for (Connection c : port) {
                    if (!c.from().node().equals(Endpoint.INPUT)) {
                        edge[draft(c, c.from().node()).index][d.index] = true;
                    }
                }
            }
        }
        return edge;
    }

    /// The longest stretch in which a cycle may run, and which of its cables are late.
    private int chunkFrames(int[] members, List<Draft> list, Set<Connection> delayed) {
        Set<Integer> inside = new HashSet<>();
        for (int m : members) {
            inside.add(m);
        }
        int chunk = Integer.MAX_VALUE;
        for (int m : members) {
            for (List<Connection> port : list.get(m).into) {
                for (Connection c : port) {
                    boolean node = !c.from().node().equals(Endpoint.INPUT);
                    int from = node ? draft(c, c.from().node()).index : -1;
                    boolean backward = node && inside.contains(from) && from >= m;
                    if (backward) {
                        delayed.add(c);
                        chunk = Math.min(chunk, Math.max(1, c.delayFrames()));
                    } else if (c.delayFrames() > 0) {
                        throw new IllegalArgumentException(
                                "connection %s to %s: only a cable that closes a cycle may have a delay; use a 'delay' node"
                                        .formatted(c.from(), c.to()));
                    }
                }
            }
        }
        return chunk == Integer.MAX_VALUE ? 0 : chunk;
    }

    private NodeRunner runner(Draft d, Set<Connection> delayed) {
        LiveInstance kernel =
                new LiveInstance(
                        d.program,
                        d.lanes,
                        Weights.initial(d.program, d.spec.weightSeed()),
                        d.spec.id(),
                        seed);
        kernels.add(kernel);
        int ports = d.program.inputs().size();
        float[][] inputs = new float[ports][];
        Cable[][] cables = new Cable[ports][];
        for (Slot.Input p : d.program.inputs()) {
            List<Connection> into = d.into.get(p.index());
            List<Cable> made = new ArrayList<>();
            for (Connection c : into) {
                made.add(cable(c, p.width(), d.lanes, delayed.contains(c)));
            }
            if (into.size() == 1 && made.getFirst().isPlain()) {
                inputs[p.index()] = sourceBuffer(into.getFirst());
                made.clear();
            } else {
                inputs[p.index()] = new float[frames * p.width() * d.lanes];
            }
            cables[p.index()] = made.toArray(Cable[]::new);
        }
        boolean audio = d.spec.rate() instanceof Rate.Audio;
        return new NodeRunner(
                kernel,
                knobs(d, kernel),
                d.spec.perVoice(),
                inputs,
                d.outputs,
                d.program.outputs().keySet().stream().mapToInt(Slot.Output::width).toArray(),
                cables,
                audio ? 1 : d.spec.rate() instanceof Rate.EveryFrames f ? f.frames() : 0,
                d.spec.rate() instanceof Rate.EveryBeats b ? b.beats() : 0,
                rateHz);
    }

    private static Knobs knobs(Draft d, KernelInstance kernel) {
        List<Slot.Control> controls = d.program.controls();
        int[][] sources = new int[controls.size()][];
        double[][] amounts = new double[controls.size()][];
        double[] values = new double[controls.size()];
        for (Slot.Control c : controls) {
            List<Connection> bound = d.bound.getOrDefault(c.name(), List.of());
            sources[c.index()] = bound.stream().mapToInt(PlanCompiler::source).toArray();
            amounts[c.index()] = bound.stream().mapToDouble(Connection::amount).toArray();
            Double given = d.spec.controls().get(c.name());
            values[c.index()] = given == null ? c.spec().initial() : given;
        }
        return new Knobs(
                kernel, d.spec.perVoice(), controls, values, d.stepsPerSecond, sources, amounts);
    }

    private float[] sourceBuffer(Connection c) {
        if (c.from().node().equals(Endpoint.INPUT)) {
            return inputBuffer;
        }
        Draft d = draft(c, c.from().node());
        return d.outputs[d.output(c.from().port()).index()];
    }

    private Cable cable(Connection c, int width, int lanes, boolean late) {
        boolean input = c.from().node().equals(Endpoint.INPUT);
        int sourceWidth =
                input
                        ? patch.inputChannels()
                        : draft(c, c.from().node()).output(c.from().port()).width();
        int sourceLanes = input ? 1 : draft(c, c.from().node()).lanes;
        if (input && sourceWidth == 0) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a patch with audio input, this one has 0 input channels"
                            .formatted(c.from(), c.to()));
        }
        if (c.from().channel() >= sourceWidth) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a channel in 0..%d, got %d"
                            .formatted(c.from(), c.to(), sourceWidth - 1, c.from().channel()));
        }
        if (c.to().channel() >= 0) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected all channels of the destination; choose channels at the source"
                            .formatted(c.from(), c.to()));
        }
        int coming = c.from().channel() >= 0 ? 1 : sourceWidth;
        if (coming != width && coming != 1) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected 1 or %d channels, got %d; choose one by %s[0]"
                            .formatted(c.from(), c.to(), width, coming, c.from()));
        }
        int delay = late ? Math.max(1, c.delayFrames()) : 0;
        Cable cable =
                new Cable(
                        sourceBuffer(c),
                        sourceWidth,
                        sourceLanes,
                        c.from().channel(),
                        c.amount(),
                        width,
                        lanes,
                        delay,
                        rateHz);
        if (cable.sumsVoices()) {
            voiceCables.add(cable);
        }
        return cable;
    }

    private void describe(Plan.Group[] groups, List<Draft> list) {
        description.append("patch ").append(patch.name());
        description.append(", ").append(patch.voices()).append(" voices\n");
        for (Plan.Group g : groups) {
            description.append(g.chunkFrames() == 0 ? "  block" : "  cycle by " + g.chunkFrames());
            for (int m : g.members()) {
                Draft d = list.get(m);
                description.append("  ").append(d.spec.id()).append(" (").append(d.spec.type());
                description.append(d.lanes > 1 ? " x " + d.lanes : "").append(")");
            }
            description.append('\n');
        }
    }
}
