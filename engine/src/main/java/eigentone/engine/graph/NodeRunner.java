package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import eigentone.engine.kernel.KernelInstance;
import java.util.Arrays;

/// One node at work: its kernel, its knobs, its buffers, and the fence around it.
///
/// A lane that puts out NaN or infinity is silent from that frame on, begins anew, and plays again
/// after a while; the rest of the patch plays on.
@AudioThread
final class NodeRunner {
    private static final double MUTE_SECONDS = 0.2;

    final KernelInstance kernel;
    final Knobs knobs;
    final boolean perVoice;
    final float[][] inputs;
    final float[][] outputs;
    final int[] outputWidths;
    private final Cable[][] cables;
    private final int lanes;
    private final int everyFrames;
    private final double everyBeats;
    private final float[][] held;
    private final long[] mutedUntil;
    private final int muteFrames;
    private long nonFinite;

    /// @param inputs a buffer for each input port; a port without cables of its own may share its
    ///   source's
    /// @param cables what to add up for each input port; empty when its buffer is ready
    /// @param everyFrames 1 at audio rate, 0 at a rate of beats
    NodeRunner(
            KernelInstance kernel,
            Knobs knobs,
            boolean perVoice,
            float[][] inputs,
            float[][] outputs,
            int[] outputWidths,
            Cable[][] cables,
            int everyFrames,
            double everyBeats,
            double sampleRateHz) {
        this.kernel = kernel;
        this.knobs = knobs;
        this.perVoice = perVoice;
        this.inputs = inputs;
        this.outputs = outputs;
        this.outputWidths = outputWidths;
        this.cables = cables;
        this.lanes = kernel.lanes();
        this.everyFrames = everyFrames;
        this.everyBeats = everyBeats;
        held = new float[outputs.length][];
        for (int p = 0; p < outputs.length; p++) {
            held[p] = new float[outputWidths[p] * lanes];
        }
        mutedUntil = new long[lanes];
        muteFrames = (int) Math.rint(MUTE_SECONDS * sampleRateHz);
    }

    /// Adds up what comes in and runs every sounding lane over frames `from` to `to`.
    void run(int from, int to, long frame0, Voices voices, Clock clock) {
        for (int p = 0; p < cables.length; p++) {
            Cable[] into = cables[p];
            if (into.length > 0) {
                int row = inputs[p].length == 0 ? 0 : rowLength(p);
                Arrays.fill(inputs[p], from * row, to * row, 0);
                for (int i = 0; i < into.length; i++) {
                    into[i].mix(inputs[p], from, to, frame0, voices);
                }
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            if (!perVoice || voices.state(lane) != Voices.IDLE) {
                runLane(lane, from, to, frame0, clock);
            }
        }
        if (anyNonFinite(from, to)) {
            for (int lane = 0; lane < lanes; lane++) {
                fence(lane, from, to, frame0, clock);
            }
        }
    }

    private int rowLength(int port) {
        return kernel.inputWidth(port) * lanes;
    }

    private void runLane(int lane, int from, int to, long frame0, Clock clock) {
        int t = from;
        long muted = mutedUntil[lane] - frame0;
        if (muted > t) {
            t = (int) Math.min(to, muted);
            silence(lane, from, t);
        }
        if (t < to) {
            compute(lane, t, to, frame0, clock);
        }
    }

    /// Mutes a lane from its first frame that is not finite, and makes the rest of the stretch
    /// anew.
    private void fence(int lane, int from, int to, long frame0, Clock clock) {
        int bad = firstNonFinite(lane, from, to);
        while (bad >= 0) {
            nonFinite++;
            kernel.reset(lane, 0);
            clearHeld(lane);
            mutedUntil[lane] = frame0 + bad + muteFrames;
            runLane(lane, bad, to, frame0, clock);
            bad = firstNonFinite(lane, bad, to);
        }
    }

    private void compute(int lane, int from, int to, long frame0, Clock clock) {
        if (everyFrames != 1) {
            computeHeld(lane, from, to, frame0, clock);
            return;
        }
        int t = from;
        while (t < to && knobs.isMoving(lane)) {
            knobs.advance(lane);
            kernel.runLane(inputs, outputs, t, t + 1, lane);
            t++;
        }
        if (t < to) {
            kernel.runLane(inputs, outputs, t, to, lane);
        }
    }

    /// Below audio rate: a step now and then, its outputs held between.
    private void computeHeld(int lane, int from, int to, long frame0, Clock clock) {
        int t = from;
        while (t < to) {
            long frame = frame0 + t;
            boolean steps =
                    everyFrames > 0 ? frame % everyFrames == 0 : clock.passes(frame, everyBeats);
            if (steps) {
                if (knobs.isMoving(lane)) {
                    knobs.advance(lane);
                }
                kernel.runLane(inputs, outputs, t, t + 1, lane);
            }
            int next = t + 1;
            if (everyFrames > 0) {
                next = (int) Math.min(to, t + everyFrames - frame % everyFrames);
            }
            hold(lane, t, next, steps);
            t = next;
        }
    }

    /// Fills frames `from` to `to` with the held outputs, or those of frame `from` when they are
    /// new.
    private void hold(int lane, int from, int to, boolean isNew) {
        for (int p = 0; p < outputs.length; p++) {
            int row = outputWidths[p] * lanes;
            for (int h = lane; h < row; h += lanes) {
                if (isNew) {
                    held[p][h] = outputs[p][from * row + h];
                }
                float value = held[p][h];
                for (int t = from; t < to; t++) {
                    outputs[p][t * row + h] = value;
                }
            }
        }
    }

    /// Whether any lane put out NaN or infinity. Lanes that stand still hold finite leftovers.
    private boolean anyNonFinite(int from, int to) {
        int greatest = 0;
        for (int p = 0; p < outputs.length; p++) {
            float[] o = outputs[p];
            int row = outputWidths[p] * lanes;
            for (int i = from * row; i < to * row; i++) {
                greatest = Math.max(greatest, Float.floatToRawIntBits(o[i]) & 0x7fffffff);
            }
        }
        return greatest >= 0x7f800000;
    }

    /// The first frame at which an output is NaN or infinite, or -1.
    private int firstNonFinite(int lane, int from, int to) {
        for (int t = from; t < to; t++) {
            for (int p = 0; p < outputs.length; p++) {
                for (int c = 0; c < outputWidths[p]; c++) {
                    if (!Float.isFinite(outputs[p][(t * outputWidths[p] + c) * lanes + lane])) {
                        return t;
                    }
                }
            }
        }
        return -1;
    }

    private void silence(int lane, int from, int to) {
        for (int p = 0; p < outputs.length; p++) {
            int first = from * outputWidths[p] * lanes + lane, end = to * outputWidths[p] * lanes;
            for (int i = first; i < end; i += lanes) {
                outputs[p][i] = 0;
            }
        }
    }

    private void clearHeld(int lane) {
        for (int p = 0; p < held.length; p++) {
            for (int i = lane; i < held[p].length; i += lanes) {
                held[p][i] = 0;
            }
        }
    }

    /// A lane begins anew for `voice`.
    void reset(int lane, int voice) {
        kernel.reset(lane, voice);
        clearHeld(lane);
        mutedUntil[lane] = 0;
        for (int p = 0; p < cables.length; p++) {
            for (int i = 0; i < cables[p].length; i++) {
                cables[p][i].reset(lane, false);
            }
        }
    }

    /// For cables with delay: takes up what their sources put out.
    void remember(int from, int to, long frame0) {
        for (int p = 0; p < cables.length; p++) {
            for (int i = 0; i < cables[p].length; i++) {
                cables[p][i].remember(from, to, frame0);
            }
        }
    }

    /// How often the fence has tripped.
    long nonFinite() {
        return nonFinite;
    }
}
