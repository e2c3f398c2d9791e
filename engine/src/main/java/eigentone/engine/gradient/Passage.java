package eigentone.engine.gradient;

import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.OfflineInstance;
import eigentone.engine.kernel.OfflineInstance.Memory;
import eigentone.engine.kernel.OuterSums;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sixteen lanes of a batch on their way through time and back, in segments.
///
/// On the way out the state is remembered here and there ([Checkpoints]); on the way back each
/// segment is run once more from there, now with its tape at hand, so that the tape of one segment
/// is all that is kept and stays in the cache. One thread at a time.
final class Passage {
    private static final int LANES = OuterSums.LANES;

    private final Adjoint adjoint;
    private final OfflineInstance forward;
    private final OfflineInstance back;
    private final int segment;
    private final int firstLane;
    private final int lanes;
    private final int batchLanes;
    private final boolean[] sounding = new boolean[LANES];

    /// Buffers of one segment: inputs, then gradients by outputs, then the tape.
    private final float[][] backIn;

    private final float[][] in;
    private final float[][] out;
    private final float[][] results;
    private final List<OuterSums> sums = new ArrayList<>();

    /// The state at the end of the stretch, which the way back disturbs.
    private final Memory end;

    private final @Nullable Memory[] places;
    private final int[] placeOf;
    private int held;
    private int next;
    private int taped = -1;
    private int segments;
    private int frames;
    private Batch batch = new Batch(new float[0][], new float[0][], new float[0][], new float[0][]);

    /// What passes through: buffers of all lanes of the batch.
    record Batch(float[][] inputs, float[][] outputs, float[][] byOutputs, float[][] byInputs) {}

    /// @param firstLane of the batch; `lanes` of them are its own, the rest of the 16 are idle
    /// @param places for remembered states, at least 1
    Passage(
            Adjoint adjoint,
            Kernel forwardKernel,
            Kernel backKernel,
            Weights weights,
            int firstLane,
            int lanes,
            int batchLanes,
            int segment,
            int places,
            String node,
            long seed) {
        this.adjoint = adjoint;
        this.segment = segment;
        this.firstLane = firstLane;
        this.lanes = lanes;
        this.batchLanes = batchLanes;
        forward = forwardKernel.instance(weights, node, seed);
        back = backKernel.instance(weights, node, seed);
        Arrays.fill(sounding, true);
        Program p = adjoint.program();
        in = buffers(p.inputs());
        out = buffers(adjoint.forward().outputs().keySet());
        float[][] byOutputs = buffers(p.outputs().keySet());
        List<float[]> all = new ArrayList<>(List.of(in));
        all.addAll(List.of(byOutputs));
        all.addAll(List.of(out).subList(adjoint.outputs(), out.length));
        backIn = all.toArray(float[][]::new);
        results = buffers(adjoint.backward().outputs().keySet());
        for (Adjoint.Product product : adjoint.products()) {
            sums.add(
                    new OuterSums(
                            channels(results[product.port()]), channels(backIn[product.source()])));
        }
        for (Adjoint.Total total : adjoint.totals()) {
            sums.add(new OuterSums(channels(results[total.port()]), 0));
        }
        end = forward.newMemory();
        this.places = new Memory[places];
        placeOf = new int[places];
    }

    private int channels(float[] buffer) {
        return buffer.length / (segment * LANES);
    }

    private float[][] buffers(Collection<? extends Slot> ports) {
        return ports.stream()
                .map(p -> new float[Math.multiplyExact(width(p), segment * LANES)])
                .toArray(float[][]::new);
    }

    private static int width(Slot port) {
        return port instanceof Slot.Input i ? i.width() : ((Slot.Output) port).width();
    }

    void setWeights(Weights weights) {
        forward.setWeights(weights);
        back.setWeights(weights);
    }

    void setControl(int control, int lane, float value) {
        forward.setControl(control, lane - firstLane, value);
        back.setControl(control, lane - firstLane, value);
    }

    void reset(int lane, int voice) {
        forward.reset(lane - firstLane, voice);
    }

    OfflineInstance state() {
        return forward;
    }

    // ---- out ----

    /// Begins the way through `frameCount` frames of `whole`.
    void begin(Batch whole, int frameCount) {
        batch = whole;
        frames = frameCount;
        segments = (frameCount + segment - 1) / segment;
        held = 0;
        next = 0;
        taped = -1;
    }

    int segments() {
        return segments;
    }

    /// Runs segment k of the way out; they come in order.
    void forward(int k) {
        rememberAt(k, segments);
        run(k);
        for (int p = 0; p < batch.outputs().length; p++) {
            move(out[p], batch.outputs()[p], k, false);
        }
    }

    /// Remembers the state at the beginning of segment k if that is where the next place is.
    private void rememberAt(int k, int end) {
        if (k != next || held == places.length) {
            return;
        }
        Memory place = places[held];
        if (place == null) {
            place = forward.newMemory();
            places[held] = place;
        }
        forward.save(place);
        placeOf[held++] = k;
        next = k + Checkpoints.stride(end - k, places.length - held);
    }

    private void run(int k) {
        for (int p = 0; p < in.length; p++) {
            move(in[p], batch.inputs()[p], k, true);
        }
        forward.run(in, out, 0, length(k), sounding);
        taped = k;
    }

    private int length(int k) {
        return Math.min(segment, frames - k * segment);
    }

    /// Moves segment k between a buffer of this segment and one of the batch.
    private void move(float[] own, float[] whole, int k, boolean toOwn) {
        int channels = channels(own);
        int rows = length(k) * channels, first = k * segment * channels;
        for (int r = 0; r < rows; r++) {
            int at = (first + r) * batchLanes + firstLane;
            if (toOwn) {
                System.arraycopy(whole, at, own, r * LANES, lanes);
            } else {
                System.arraycopy(own, r * LANES, whole, at, lanes);
            }
        }
    }

    // ---- back ----

    /// Begins the way back over the stretch that was gone over last.
    void turn(Batch whole) {
        batch = whole;
        forward.save(end);
        for (int lane = 0; lane < LANES; lane++) {
            back.reset(lane, 0);
        }
    }

    /// Goes back over segment k; they come in descending order.
    void back(int k) {
        if (taped != k) {
            while (placeOf[held - 1] > k) {
                held--;
            }
            int from = placeOf[held - 1];
            forward.restore(Objects.requireNonNull(places[held - 1]));
            next = from + Checkpoints.stride(k + 1 - from, places.length - held);
            for (int j = from; j <= k; j++) {
                if (j > from) {
                    rememberAt(j, k + 1);
                }
                run(j);
            }
        }
        for (int p = 0; p < batch.byOutputs().length; p++) {
            move(backIn[in.length + p], batch.byOutputs()[p], k, true);
        }
        int length = length(k);
        back.runBack(backIn, results, 0, length, sounding);
        int n = 0;
        for (Adjoint.Product product : adjoint.products()) {
            sums.get(n++).add(results[product.port()], backIn[product.source()], 0, length);
        }
        for (Adjoint.Total total : adjoint.totals()) {
            sums.get(n++).add(results[total.port()], results[total.port()], 0, length);
        }
        for (int p = 0; p < batch.byInputs().length; p++) {
            move(results[adjoint.inputPorts().get(p)], batch.byInputs()[p], k, false);
        }
    }

    /// Adds what was summed to the gradients, in the order of products and totals, and takes the
    /// state at the end up again.
    void finish(double[][] gradients) {
        forward.restore(end);
        for (int n = 0; n < gradients.length; n++) {
            sums.get(n).total(gradients[n], lanes);
        }
    }

    StateGradient stateGradient() {
        return new StateGradient(adjoint.backward(), back, firstLane, lanes);
    }
}
