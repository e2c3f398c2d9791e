package eigentone.engine.run;

import eigentone.engine.graph.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Runs plans as fast as they go: parts side by side on several threads, summed in their order.
///
/// The result has the same bits for any block size and number of threads.
public final class OfflineRender {

    /// One plan with what drives it.
    public interface Part {
        Plan plan();

        /// Queues the events of frames `from` (inclusive) to `to` (exclusive).
        void events(long from, long to);

        /// Fills `in` with the next `frames` frames of audio input.
        void input(float[][] in, int frames) throws IOException;
    }

    /// Where finished blocks go.
    @FunctionalInterface
    public interface Sink {
        /// @param planar one array per channel, valid until the call returns
        void write(float[][] planar, int frames) throws IOException;
    }

    private final List<Part> parts;
    private final int channels;
    private final int blockFrames;
    private final int threads;
    private final float[][][] ins;
    private final float[][][] outs;
    private long position;
    private final @Nullable Master master;

    /// @param parts at least one, each with a plan of at most `channels` outputs
    /// @param channels of the result; a mono part goes to all of them
    /// @param blockFrames at most what the plans were compiled for
    public OfflineRender(List<Part> parts, int channels, int blockFrames, int threads) {
        this(parts, channels, blockFrames, threads, true);
    }

    /// @param mastered false leaves the sum as it is, offset and peaks too: for measurements
    public OfflineRender(
            List<Part> parts, int channels, int blockFrames, int threads, boolean mastered) {
        this.parts = List.copyOf(parts);
        double rateHz = parts.getFirst().plan().sampleRateHz();
        master = mastered ? new Master(channels, rateHz) : null;
        this.channels = channels;
        this.blockFrames = blockFrames;
        this.threads = Math.max(1, Math.min(threads, parts.size()));
        ins = new float[parts.size()][][];
        outs = new float[parts.size()][][];
        for (int i = 0; i < ins.length; i++) {
            Plan plan = parts.get(i).plan();
            int width = plan.patch().outputChannels();
            if (width > channels || plan.maxBlockFrames() < blockFrames) {
                throw new IllegalArgumentException(
                        "patch '%s': expected at most %d output channels and blocks of %d frames"
                                .formatted(plan.patch().name(), channels, blockFrames));
            }
            ins[i] = new float[plan.patch().inputChannels()][blockFrames];
            outs[i] = new float[width][blockFrames];
        }
    }

    /// Renders the next `frames` frames, in blocks, into `sink`.
    ///
    /// @param progress hears how many frames are done, after every block
    /// @throws IOException from `sink` or an input; InterruptedIOException when interrupted
    public void run(long frames, Sink sink, LongConsumer progress) throws IOException {
        float[][] sum = new float[channels][blockFrames];
        ExecutorService pool = threads > 1 ? Executors.newFixedThreadPool(threads) : null;
        try {
            for (long done = 0; done < frames; ) {
                int n = (int) Math.min(blockFrames, frames - done);
                if (pool == null) {
                    for (int i = 0; i < parts.size(); i++) {
                        block(i, n);
                    }
                } else {
                    together(pool, n);
                }
                add(sum, n);
                if (master != null) {
                    master.protect(sum, n);
                }
                sink.write(sum, n);
                done += n;
                position += n;
                progress.accept(position);
                if (Thread.interrupted()) {
                    throw new java.io.InterruptedIOException("render interrupted");
                }
            }
        } finally {
            if (pool != null) {
                pool.shutdownNow();
            }
        }
    }

    private void together(ExecutorService pool, int n) throws IOException {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int part = i;
            running.add(
                    pool.submit(() -> {
                        block(part, n);
                        return null;
                    }));
        }
        try {
            for (Future<?> f : running) {
                f.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("render interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void block(int part, int n) throws IOException {
        Part p = parts.get(part);
        p.events(position, position + n);
        p.input(ins[part], n);
        p.plan().process(ins[part], outs[part], n);
    }

    /// Sums the parts in their order, whichever thread made them.
    private void add(float[][] sum, int n) {
        for (int c = 0; c < channels; c++) {
            java.util.Arrays.fill(sum[c], 0, n, 0);
            for (float[][] out : outs) {
                float[] x = out.length == 1 ? out[0] : c < out.length ? out[c] : null;
                for (int t = 0; x != null && t < n; t++) {
                    sum[c][t] += x[t];
                }
            }
        }
    }

    /// Frames rendered so far.
    public long position() {
        return position;
    }

    /// Samples that the master stage had to bend.
    public long bentSamples() {
        return master == null ? 0 : master.bentSamples();
    }
}
