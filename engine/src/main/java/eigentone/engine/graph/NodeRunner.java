package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import eigentone.engine.clock.Clock;
import eigentone.engine.kernel.KernelInstance;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// One node at work: its kernel, its knobs, its buffers, and the fence around it.
///
/// A lane that puts out NaN or infinity is silent from that frame on, and after a while begins
/// anew; the other lanes and the rest of the patch play on.
@AudioThread
final class NodeRunner {
    private static final double MUTE_SECONDS = 0.2;

    final KernelInstance kernel;
    final Knobs knobs;
    final boolean perVoice;
    final float[][] inputs;
    final float[][] outputs;
    final int[] outputWidths;
    private final MemorySegment[] outputBits;
    private final Cable[][] cables;
    private final int lanes;
    private final int everyFrames;
    private final double everyBeats;
    private final float[][] held;
    private final long[] mutedUntil;
    private final boolean[] playing;
    private final boolean[] sounding;
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
        outputBits = new MemorySegment[outputs.length];
        this.cables = cables;
        this.lanes = kernel.lanes();
        this.everyFrames = everyFrames;
        this.everyBeats = everyBeats;
        held = new float[outputs.length][];
        for (int p = 0; p < outputs.length; p++) {
            held[p] = new float[outputWidths[p] * lanes];
            outputBits[p] = MemorySegment.ofArray(outputs[p]);
        }
        mutedUntil = new long[lanes];
        playing = new boolean[lanes];
        sounding = new boolean[lanes];
        muteFrames = (int) Math.rint(MUTE_SECONDS * sampleRateHz);
    }

    /// Adds up what comes in and runs all lanes that play over frames `from` to `to`.
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
        if (markPlaying(voices)) {
            play(from, to, frame0, clock);
        }
    }

    private int rowLength(int port) {
        return kernel.inputWidth(port) * lanes;
    }

    private boolean markPlaying(Voices voices) {
        boolean any = false;
        for (int lane = 0; lane < lanes; lane++) {
            playing[lane] = !perVoice || voices.state(lane) != Voices.IDLE;
            any |= playing[lane];
        }
        return any;
    }

    /// In stretches that begin where a mute ends. None is longer than a mute, so none that begins
    /// within a stretch ends there too.
    private void play(int from, int to, long frame0, Clock clock) {
        int t = from;
        while (t < to) {
            long end = Math.min(frame0 + to, frame0 + t + muteFrames);
            boolean muted = false;
            for (int lane = 0; lane < lanes; lane++) {
                if (mutedUntil[lane] > 0 && mutedUntil[lane] <= frame0 + t) {
                    beginAnew(lane);
                    mutedUntil[lane] = 0;
                }
                sounding[lane] = playing[lane] && mutedUntil[lane] == 0;
                if (mutedUntil[lane] > 0) {
                    muted = true;
                    end = Math.min(end, mutedUntil[lane]);
                }
            }
            int stretchEnd = (int) (end - frame0);
            compute(t, stretchEnd, frame0, clock);
            for (int lane = 0; muted && lane < lanes; lane++) {
                if (mutedUntil[lane] > 0) {
                    silence(lane, t, stretchEnd);
                }
            }
            if (anyNonFinite(t, stretchEnd)) {
                fence(t, stretchEnd, frame0);
            }
            t = stretchEnd;
        }
    }

    /// Ramps move in muted lanes too, so that they never depend on how far a stretch had been
    /// computed when the fence tripped.
    private void compute(int from, int to, long frame0, Clock clock) {
        if (everyFrames != 1) {
            computeHeld(from, to, frame0, clock);
            return;
        }
        int t = from;
        while (t < to && knobs.advance(playing)) {
            kernel.run(inputs, outputs, t, t + 1, sounding);
            t++;
        }
        if (t < to) {
            kernel.run(inputs, outputs, t, to, sounding);
        }
    }

    /// Below audio rate: a step now and then, its outputs held between.
    private void computeHeld(int from, int to, long frame0, Clock clock) {
        int t = from;
        while (t < to) {
            long frame = frame0 + t;
            boolean steps =
                    everyFrames > 0 ? frame % everyFrames == 0 : clock.passes(frame, everyBeats);
            if (steps) {
                knobs.advance(playing);
                kernel.run(inputs, outputs, t, t + 1, sounding);
            }
            int next = t + 1;
            if (everyFrames > 0) {
                next = (int) Math.min(to, t + everyFrames - frame % everyFrames);
            }
            hold(t, next, steps);
            t = next;
        }
    }

    /// Fills frames `from` to `to` with the held outputs, or those of frame `from` when they are
    /// new.
    private void hold(int from, int to, boolean isNew) {
        for (int p = 0; p < outputs.length; p++) {
            int row = held[p].length;
            if (isNew) {
                System.arraycopy(outputs[p], from * row, held[p], 0, row);
            }
            for (int t = from; t < to; t++) {
                System.arraycopy(held[p], 0, outputs[p], t * row, row);
            }
        }
    }

    /// Mutes each sounding lane from its first frame that is not finite. What an idle lane has put
    /// out is of no account, but would be seen for ever.
    private void fence(int from, int to, long frame0) {
        for (int lane = 0; lane < lanes; lane++) {
            int bad = firstNonFinite(lane, from, to);
            if (bad >= 0) {
                beginAnew(lane);
                silence(lane, bad, to);
                if (playing[lane]) {
                    nonFinite++;
                    mutedUntil[lane] = frame0 + bad + muteFrames;
                }
            }
        }
    }

    private void beginAnew(int lane) {
        kernel.reset(lane, 0);
        clearHeld(lane);
    }

    /// Whether any lane put out NaN or infinity. It sees idle lanes too: looking past them costs
    /// more than what they do. The bits are read as ints from memory because HotSpot turns that
    /// loop into SIMD code, and neither floats nor `floatToRawIntBits` (measured: 25 times slower).
    private boolean anyNonFinite(int from, int to) {
        int greatest = 0;
        for (int p = 0; p < outputBits.length; p++) {
            MemorySegment bits = outputBits[p];
            int row = outputWidths[p] * lanes;
            for (int i = from * row; i < to * row; i++) {
                int size = bits.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i) & 0x7fffffff;
                greatest = Math.max(greatest, size);
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
