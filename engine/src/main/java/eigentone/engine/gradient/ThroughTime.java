package eigentone.engine.gradient;

import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.OfflineInstance.Memory;
import eigentone.engine.kernel.OuterSums;
import eigentone.engine.kernel.Simd;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Back-propagation through time: a program over a batch of sequences, and the gradients of its
/// weights.
///
/// A batch's sequences are lanes. Buffers are one for each port, of all lanes, lanes innermost:
/// channel c of frame t in lane l is at `(t * width + c) * lanes + l`. Memory stays from one
/// stretch to the next (truncated back-propagation with carried state) until a lane is reset.
///
/// Same weights, seed and input give the same bits on any number of threads. Not thread-safe; its
/// own threads end with [#close()].
///
/// Source: Werbos 1990, doi:10.1109/5.58337; truncated: Williams and Peng 1990,
/// doi:10.1162/neco.1990.2.4.490.
public final class ThroughTime implements AutoCloseable {

    /// How a stretch is divided and what it may take.
    ///
    /// @param threads at least 1
    /// @param segmentFrames frames whose tape is kept at once; 0 chooses what fits a core's cache
    /// @param memoryBytes for remembered states; at least one is kept for each 16 lanes
    public record Limits(int threads, int segmentFrames, long memoryBytes) {
        /// @throws IllegalArgumentException outside of the ranges
        public Limits {
            if (threads < 1 || segmentFrames < 0 || memoryBytes < 0) {
                throw new IllegalArgumentException(
                        "gradient: expected 1 thread or more, 0 or more frames and bytes, got %d, %d and %d"
                                .formatted(threads, segmentFrames, memoryBytes));
            }
        }

        /// One thread, 256 MiB.
        public static Limits of(int threads) {
            return new Limits(threads, 0, 256L << 20);
        }
    }

    /// Called on the way back where it crosses from one segment to the one before.
    public interface Crossing {
        /// @param frame the first frame of the segment that was gone over
        void cross(int frame, StateGradient gradient);
    }

    /// What one segment's tape and buffers may take, to stay in a core's second cache.
    private static final int CACHE_BYTES = 384 << 10;

    private static final int MOST_SEGMENT = 256;
    private static final int LANES = OuterSums.LANES;

    private final Adjoint adjoint;
    private final int lanes;
    private final int segment;
    private final List<Passage> shards = new ArrayList<>();
    private final Crew crew;
    private int frames;
    private Passage.Batch batch =
            new Passage.Batch(new float[0][], new float[0][], new float[0][], new float[0][]);

    /// @param lanes sequences in a batch, at least 1
    /// @param node the node's name, for its random draws
    /// @param seed of its random draws
    public ThroughTime(
            Adjoint adjoint, int lanes, Weights weights, Limits limits, String node, long seed) {
        this.adjoint = adjoint;
        this.lanes = lanes;
        segment = limits.segmentFrames() > 0 ? limits.segmentFrames() : fitting(adjoint);
        Kernel forward = kernel(adjoint, true), back = kernel(adjoint, false);
        int count = (lanes + LANES - 1) / LANES;
        long bytes = forward.instance(weights, node, seed).newMemory().bytes();
        int places = Math.toIntExact(Math.clamp(limits.memoryBytes() / count / bytes, 1, 1 << 16));
        for (int first = 0; first < lanes; first += LANES) {
            int own = Math.min(LANES, lanes - first);
            shards.add(
                    new Passage(
                            adjoint, forward, back, weights, first, own, lanes, segment, places,
                            node, seed));
        }
        crew = new Crew(limits.threads());
        for (int lane = 0; lane < lanes; lane++) {
            reset(lane, lane);
        }
    }

    private static Kernel kernel(Adjoint adjoint, boolean forward) {
        CostRule.Choice choice =
                Simd.width() == 0
                        ? new CostRule.Choice(CostRule.Schedule.PLAIN, 1, 0)
                        : new CostRule.Choice(CostRule.Schedule.LANES, Simd.width(), 0);
        return Kernel.compile(forward ? adjoint.forward() : adjoint.backward(), LANES, choice);
    }

    private static int fitting(Adjoint adjoint) {
        long floats = 0;
        for (Slot.Input in : adjoint.backward().inputs()) {
            floats += in.width();
        }
        for (Slot.Output out : adjoint.backward().outputs().keySet()) {
            floats += out.width();
        }
        return Math.toIntExact(
                Math.clamp(CACHE_BYTES / (floats * LANES * Float.BYTES), 8, MOST_SEGMENT));
    }

    public int lanes() {
        return lanes;
    }

    /// Frames of a segment: between these the way back may be cut.
    public int segmentFrames() {
        return segment;
    }

    /// From now on with these weights.
    public void setWeights(Weights weights) {
        shards.forEach(s -> s.setWeights(weights));
    }

    /// A lane begins anew, with the random draws of `voice`.
    public void reset(int lane, int voice) {
        shards.get(lane / LANES).reset(lane, voice);
    }

    /// Sets a knob of one lane.
    public void setControl(int control, int lane, float value) {
        shards.get(lane / LANES).setControl(control, lane, value);
    }

    /// Runs all lanes over `frameCount` frames and fills `outputs`; what was remembered of a
    /// stretch before is forgotten.
    ///
    /// @param inputs one buffer for each input port
    /// @param outputs one buffer for each output port
    public void forward(float[][] inputs, float[][] outputs, int frameCount) {
        check("input", inputs, adjoint.program().inputs().size(), frameCount);
        check("output", outputs, adjoint.outputs(), frameCount);
        frames = frameCount;
        batch = new Passage.Batch(inputs, outputs, new float[0][], new float[0][]);
        shards.forEach(s -> s.begin(batch, frameCount));
        crew.run(shards.size(), segments(), (shard, k) -> shards.get(shard).forward(k));
    }

    private int segments() {
        return shards.getFirst().segments();
    }

    private static void check(String what, float[][] buffers, int count, int frames) {
        if (buffers.length != count) {
            throw new IllegalArgumentException(
                    "%s: expected %d buffers, got %d".formatted(what, count, buffers.length));
        }
        if (frames < 1) {
            throw new IllegalArgumentException("expected at least 1 frame, got " + frames);
        }
    }

    /// Goes back over the stretch that [#forward] went over last.
    ///
    /// @param byOutputs the gradient of the loss by each output
    /// @return the gradients of the weights, by name, row by row
    public Map<String, double[]> back(float[][] byOutputs) {
        return back(byOutputs, new float[0][], (frame, gradient) -> {});
    }

    /// As [#back(float[][])].
    ///
    /// @param byInputs filled with the gradients by the inputs, where the adjoint has them; may be
    ///   empty
    /// @param crossing told of each segment's end, from the last to the first, by the thread that
    ///   went over it
    public Map<String, double[]> back(float[][] byOutputs, float[][] byInputs, Crossing crossing) {
        check("gradient by output", byOutputs, adjoint.outputs(), frames);
        Passage.Batch whole =
                new Passage.Batch(batch.inputs(), batch.outputs(), byOutputs, byInputs);
        shards.forEach(s -> s.turn(whole));
        int last = segments() - 1;
        crew.run(
                shards.size(),
                segments(),
                (shard, step) -> {
                    Passage p = shards.get(shard);
                    p.back(last - step);
                    crossing.cross((last - step) * segment, p.stateGradient());
                });
        return gradients();
    }

    /// Adds up products and totals: shard by shard, whichever thread was first.
    private Map<String, double[]> gradients() {
        Map<String, double[]> byName = new LinkedHashMap<>();
        adjoint.program()
                .weights()
                .forEach(w -> byName.put(w.name(), new double[w.shape().entries()]));
        List<double[]> places = new ArrayList<>();
        adjoint.products().forEach(p -> places.add(byName.get(p.weight())));
        adjoint.totals().forEach(t -> places.add(byName.get(t.weight())));
        double[][] gradients = places.toArray(double[][]::new);
        shards.forEach(s -> s.finish(gradients));
        return byName;
    }

    /// What all lanes remember, for [#restore].
    public List<Memory> save() {
        return shards.stream()
                .map(s -> {
                    Memory m = s.state().newMemory();
                    s.state().save(m);
                    return m;
                })
                .toList();
    }

    /// Takes up what was saved.
    public void restore(List<Memory> saved) {
        for (int i = 0; i < saved.size(); i++) {
            shards.get(i).state().restore(saved.get(i));
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
