package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import eigentone.engine.kernel.KernelMath;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One connection at work: adds its source's frames to a port's buffer.
///
/// Between equal lanes it adds entry by entry; from one lane to many it spreads; from many to one
/// it sums the sounding lanes in ascending order. A note that is cut short leaves a residue that
/// decays within a few milliseconds instead of a click.
@AudioThread
final class Cable {
    private static final double RESIDUE_SECONDS = 0.002;
    private static final float RESIDUE_END = 1e-7f;

    private final float[] source;
    private final int sourceWidth;
    private final int sourceLanes;
    private final int channel;
    private final float amount;
    private final int destinationWidth;
    private final int destinationLanes;
    private final int delayFrames;
    private final boolean isRun;
    private final float @Nullable [] ring;
    private final float[] last;
    private final float[] residue;
    private final float decay;
    private boolean residual;

    /// @param channel the source's channel, or -1 for all
    /// @param delayFrames 0, or how many frames late the source arrives
    Cable(
            float[] source,
            int sourceWidth,
            int sourceLanes,
            int channel,
            double amount,
            int destinationWidth,
            int destinationLanes,
            int delayFrames,
            double sampleRateHz) {
        this.source = source;
        this.sourceWidth = sourceWidth;
        this.sourceLanes = sourceLanes;
        this.channel = channel;
        this.amount = (float) amount;
        this.destinationWidth = destinationWidth;
        this.destinationLanes = destinationLanes;
        this.delayFrames = delayFrames;
        isRun =
                channel < 0
                        && delayFrames == 0
                        && sourceWidth == destinationWidth
                        && sourceLanes == destinationLanes;
        ring = delayFrames > 0 ? new float[delayFrames * sourceWidth * sourceLanes] : null;
        last = new float[sourceWidth * sourceLanes];
        residue = new float[destinationWidth];
        decay = (float) Math.exp(-1 / (RESIDUE_SECONDS * sampleRateHz));
    }

    /// Whether the destination may read the source's buffer as it is.
    boolean isPlain() {
        return isRun && amount == 1;
    }

    boolean sumsVoices() {
        return sourceLanes > destinationLanes;
    }

    /// Adds frames `from` to `to`; `frame0` is the absolute frame of the buffers' first.
    void mix(float[] destination, int from, int to, long frame0, Voices voices) {
        if (isRun) {
            int row = destinationWidth * destinationLanes;
            addRun(destination, from * row, to * row);
            return;
        }
        for (int t = from; t < to; t++) {
            for (int c = 0; c < destinationWidth; c++) {
                int s = sourceChannel(c);
                int at = (t * destinationWidth + c) * destinationLanes;
                if (ring != null) {
                    int row = (int) ((frame0 + t) % delayFrames) * sourceWidth + s;
                    add(ring, row * sourceLanes, destination, at, c, voices);
                } else {
                    add(source, (t * sourceWidth + s) * sourceLanes, destination, at, c, voices);
                }
            }
        }
    }

    private int sourceChannel(int c) {
        return channel >= 0 ? channel : sourceWidth == 1 ? 0 : c;
    }

    /// Source and destination are laid out alike: one loop, which HotSpot turns into SIMD code.
    private void addRun(float[] to, int first, int end) {
        for (int i = first; i < end; i++) {
            to[i] += amount * source[i];
        }
    }

    private void add(float[] from, int s, float[] to, int d, int c, Voices voices) {
        if (sourceLanes == destinationLanes) {
            for (int l = 0; l < destinationLanes; l++) {
                to[d + l] += amount * from[s + l];
            }
        } else if (sourceLanes == 1) {
            float x = amount * from[s];
            for (int l = 0; l < destinationLanes; l++) {
                to[d + l] += x;
            }
        } else {
            float sum = amount * voices.sum(from, s, d / destinationWidth);
            to[d] += residual ? sum + decayingResidue(c) : sum;
        }
    }

    private float decayingResidue(int c) {
        float now = residue[c];
        residue[c] *= decay;
        if (Math.abs(residue[c]) < RESIDUE_END) {
            residue[c] = 0;
        }
        if (c == destinationWidth - 1) {
            residual = false;
            for (int i = 0; i < destinationWidth; i++) {
                residual |= residue[i] != 0;
            }
        }
        return now;
    }

    /// Takes up frames `from` to `to` of the source, for a cable with delay. Like the states of
    /// kernels it holds what is all but 0 as 0.
    void remember(int from, int to, long frame0) {
        if (ring == null) {
            return;
        }
        int row = sourceWidth * sourceLanes;
        for (int t = from; t < to; t++) {
            int at = (int) ((frame0 + t) % delayFrames) * row;
            for (int i = 0; i < row; i++) {
                ring[at + i] = KernelMath.rest(source[t * row + i]);
            }
        }
    }

    /// Keeps the frame before `to`, in case a note is cut short there.
    void capture(int to, Voices voices) {
        if (sumsVoices()) {
            int at = (to - 1) * last.length;
            for (int i = 0; i < last.length; i++) {
                last[i] = voices.levelled(source[at + i], i % sourceLanes, to - 1);
            }
        }
    }

    /// A lane begins anew; `wasSounding` when a note was cut short for it.
    void reset(int lane, boolean wasSounding) {
        if (ring != null && (sourceLanes > 1 || destinationLanes == 1)) {
            for (int i = lane; i < ring.length; i += sourceLanes) {
                ring[i] = 0;
            }
        }
        if (sumsVoices() && wasSounding) {
            for (int c = 0; c < destinationWidth; c++) {
                int s = sourceChannel(c);
                residue[c] += amount * last[s * sourceLanes + lane];
            }
            residual = true;
        }
    }

    /// The last frame before `to` at which `lane` was louder than `threshold`, or -1.
    int lastLoud(int lane, int from, int to, float threshold) {
        for (int t = to - 1; t >= from; t--) {
            for (int c = 0; c < sourceWidth; c++) {
                float x = source[(t * sourceWidth + c) * sourceLanes + lane];
                if (Math.abs(x * amount) > threshold) {
                    return t;
                }
            }
        }
        return -1;
    }

    void clear() {
        if (ring != null) {
            Arrays.fill(ring, 0);
        }
        Arrays.fill(residue, 0);
        Arrays.fill(last, 0);
        residual = false;
    }
}
