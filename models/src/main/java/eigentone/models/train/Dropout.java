package eigentone.models.train;

import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.models.data.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Variational dropout: whole units are left out for as long as a piece lasts, and the others speak
/// louder for them.
///
///     port = m / (1 - p),   m = 0 with probability p, else 1,   one draw for each sequence and unit
///
/// A program that wants it multiplies by input ports whose names begin with `dropout`; played, or
/// with p = 0, these are 1. Source: Gal and Ghahramani 2016, arXiv:1512.05287: the same mask in all
/// frames. Owned by one thread.
final class Dropout {
    private static final String PREFIX = "dropout";

    private final List<Slot.Input> ports;
    private final double part;
    private final long seed;

    /// For each port, one factor for each channel and lane, lanes innermost.
    private final float[][] factors;

    Dropout(Program program, double part, long seed, int lanes) {
        ports = program.inputs();
        this.part = part;
        this.seed = seed;
        factors = new float[ports.size()][];
        for (Slot.Input p : ports) {
            factors[p.index()] = new float[p.width() * lanes];
            Arrays.fill(factors[p.index()], 1);
        }
    }

    static boolean isPort(Slot.Input port) {
        return port.name().startsWith(PREFIX);
    }

    /// Draws for the lanes that begin with this batch.
    ///
    /// @param step counts batches, for draws of their own
    void draw(Batch batch, long step) {
        for (Slot.Input p : ports) {
            if (part == 0 || !isPort(p)) {
                continue;
            }
            for (int lane = 0; lane < batch.lanes(); lane++) {
                if (!batch.segments().get(lane).begins()) {
                    continue;
                }
                long own = (step * ports.size() + p.index()) * batch.lanes() + lane;
                SplittableRandom random =
                        new SplittableRandom(new SplittableRandom(seed).nextLong() + own);
                for (int c = 0; c < p.width(); c++) {
                    factors[p.index()][c * batch.lanes() + lane] =
                            random.nextDouble() < part ? 0 : (float) (1 / (1 - part));
                }
            }
        }
    }

    /// The buffers of all input ports.
    float[][] inputs(Batch batch) {
        float[][] inputs = new float[ports.size()][];
        for (Slot.Input p : ports) {
            inputs[p.index()] = isPort(p) ? held(factors[p.index()], batch) : batch.inputs();
        }
        return inputs;
    }

    private static float[] held(float[] frame, Batch batch) {
        float[] all = new float[Math.multiplyExact(frame.length, batch.frames())];
        for (int t = 0; t < batch.frames(); t++) {
            System.arraycopy(frame, 0, all, t * frame.length, frame.length);
        }
        return all;
    }
}
