package eigentone.engine.graph;

import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.kernel.LiveInstance;
import eigentone.engine.language.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    private final Patch patch;
    private final double rateHz;
    private final int frames;
    private final long seed;
    private final Grouping.Extent fuse;

    /// Who runs a node, by the node's id.
    private final Map<String, Draft> drafts = new HashMap<>();

    private final Map<Draft, float[][]> buffers = new HashMap<>();
    private final float[] inputBuffer;
    private final List<LiveInstance> kernels = new ArrayList<>();
    private final List<Cable> outputCables = new ArrayList<>();
    private final List<Cable> voiceCables = new ArrayList<>();
    private final StringBuilder description = new StringBuilder();

    private PlanCompiler(Patch patch, double rateHz, int frames, long seed, Grouping.Extent fuse) {
        this.patch = patch;
        this.fuse = fuse;
        this.rateHz = rateHz;
        this.frames = frames;
        this.seed = seed;
        inputBuffer = new float[frames * Math.max(1, patch.inputChannels())];
    }

    static Parts build(Patch patch, double sampleRateHz, int maxBlockFrames, long seed) {
        return build(patch, sampleRateHz, maxBlockFrames, seed, Grouping.Extent.USUAL);
    }

    /// @param fuse less than usual in tests
    static Parts build(
            Patch patch, double sampleRateHz, int maxBlockFrames, long seed, Grouping.Extent fuse) {
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
            return new PlanCompiler(patch, sampleRateHz, maxBlockFrames, seed, fuse).build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "patch '%s': %s".formatted(patch.name(), e.getMessage()), e);
        }
    }

    private Parts build() {
        Map<String, Draft> single = freezeNodes();
        Wiring wiring = new Wiring(patch, single);
        List<Grouping.Group> found = Grouping.of(wiring, fuse);
        List<Draft> list = found.stream().flatMap(g -> g.drafts().stream()).toList();
        list.forEach(this::allocate);
        NodeRunner[] nodes = list.stream().map(d -> runner(d, wiring)).toArray(NodeRunner[]::new);
        Plan.Group[] groups =
                found.stream()
                        .map(g ->
                                new Plan.Group(
                                        g.drafts().stream().mapToInt(list::indexOf).toArray(),
                                        g.chunkFrames()))
                        .toArray(Plan.Group[]::new);
        Map<String, int[]> places = places(list);
        List<Plan.ControlInfo> controls = new ArrayList<>();
        List<int[]> place = new ArrayList<>();
        for (Draft d : single.values()) {
            for (Slot.Control c : d.program.controls()) {
                Draft.Knob knob = d.knobs.get(c.index());
                controls.add(
                        new Plan.ControlInfo(knob.path(), c.spec(), knob.value(), controls.size()));
                place.add(Objects.requireNonNull(places.get(knob.path())));
            }
        }
        for (Connection c : wiring.intoOutput()) {
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
                place.stream().mapToInt(p -> p[0]).toArray(),
                place.stream().mapToInt(p -> p[1]).toArray(),
                new Voices(patch.voices(), seed, new Levels(frames, rateHz)),
                description.toString());
    }

    private void allocate(Draft d) {
        d.nodes.forEach(n -> drafts.put(n.id(), d));
        buffers.put(
                d,
                d.program.outputs().keySet().stream()
                        .map(o -> new float[frames * o.width() * d.lanes])
                        .toArray(float[][]::new));
    }

    /// For each control's path, the number of its draft and its own there.
    private static Map<String, int[]> places(List<Draft> list) {
        Map<String, int[]> places = new HashMap<>();
        for (int n = 0; n < list.size(); n++) {
            List<Draft.Knob> knobs = list.get(n).knobs;
            for (int k = 0; k < knobs.size(); k++) {
                places.put(knobs.get(k).path(), new int[] {n, k});
            }
        }
        return places;
    }

    private Map<String, Draft> freezeNodes() {
        Map<String, Draft> single = new LinkedHashMap<>();
        for (NodeSpec spec : patch.nodes()) {
            try {
                single.put(spec.id(), Draft.of(spec, patch, rateHz));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "node '%s': %s".formatted(spec.id(), e.getMessage()), e);
            }
        }
        return single;
    }

    private NodeRunner runner(Draft d, Wiring wiring) {
        LiveInstance kernel = new LiveInstance(d.program, d.lanes, d.weights, d.id(), seed);
        kernels.add(kernel);
        int ports = d.program.inputs().size();
        float[][] inputs = new float[ports][];
        Cable[][] cables = new Cable[ports][];
        for (Slot.Input p : d.program.inputs()) {
            List<Connection> into = d.into.get(p.index());
            List<Cable> made = new ArrayList<>();
            for (Connection c : into) {
                made.add(cable(c, p.width(), d.lanes, wiring.isLate(c)));
            }
            if (into.size() == 1 && made.getFirst().isPlain()) {
                inputs[p.index()] = sourceBuffer(into.getFirst());
                made.clear();
            } else {
                inputs[p.index()] = new float[frames * p.width() * d.lanes];
            }
            cables[p.index()] = made.toArray(Cable[]::new);
        }
        return new NodeRunner(
                kernel,
                knobs(d, kernel),
                d.perVoice(),
                inputs,
                buffers(d),
                d.program.outputs().keySet().stream().mapToInt(Slot.Output::width).toArray(),
                cables,
                d.rate() instanceof Rate.Audio
                        ? 1
                        : d.rate() instanceof Rate.EveryFrames f ? f.frames() : 0,
                d.rate() instanceof Rate.EveryBeats b ? b.beats() : 0,
                rateHz);
    }

    private static Knobs knobs(Draft d, KernelInstance kernel) {
        int[][] sources = new int[d.knobs.size()][];
        double[][] amounts = new double[sources.length][];
        double[] values = new double[sources.length];
        for (int k = 0; k < sources.length; k++) {
            Draft.Knob knob = d.knobs.get(k);
            sources[k] = knob.bound().stream().mapToInt(Wiring::source).toArray();
            amounts[k] = knob.bound().stream().mapToDouble(Connection::amount).toArray();
            values[k] = knob.value();
        }
        return new Knobs(
                kernel,
                d.perVoice(),
                d.program.controls(),
                values,
                d.stepsPerSecond,
                sources,
                amounts);
    }

    private float[][] buffers(Draft d) {
        return Objects.requireNonNull(buffers.get(d));
    }

    private Draft source(Connection c) {
        return Objects.requireNonNull(drafts.get(c.from().node()));
    }

    private float[] sourceBuffer(Connection c) {
        return c.from().node().equals(Endpoint.INPUT)
                ? inputBuffer
                : buffers(source(c))[source(c).output(c.from()).index()];
    }

    private Cable cable(Connection c, int width, int lanes, boolean late) {
        boolean input = c.from().node().equals(Endpoint.INPUT);
        Cable cable =
                new Cable(
                        sourceBuffer(c),
                        input ? patch.inputChannels() : source(c).output(c.from()).width(),
                        input ? 1 : source(c).lanes,
                        c.from().channel(),
                        c.amount(),
                        width,
                        lanes,
                        late ? Math.max(1, c.delayFrames()) : 0,
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
            Draft first = list.get(g.members()[0]);
            description.append(
                    first.isFused
                            ? "  fused"
                            : g.chunkFrames() == 0 ? "  block" : "  cycle by " + g.chunkFrames());
            for (int m : g.members()) {
                Draft d = list.get(m);
                for (NodeSpec n : d.nodes) {
                    description.append("  ").append(n.id()).append(" (").append(n.type());
                    description.append(d.lanes > 1 ? " x " + d.lanes : "").append(")");
                }
            }
            description.append('\n');
        }
    }
}
