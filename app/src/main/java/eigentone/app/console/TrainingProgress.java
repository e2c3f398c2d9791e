package eigentone.app.console;

import java.io.PrintWriter;
import java.util.Locale;

/// Tells how a training goes: a line that is drawn anew on a terminal, else a plain line for an
/// epoch now and then.
///
///     epoch 12/200  63 %  loss 0.0123  valid 0.0150, best 0.0140  norm 0.52  412k samples/s  1:23 left
///
/// Used by one thread.
public final class TrainingProgress implements AutoCloseable {
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 2_000_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private final int epochs;
    private final long batchSamples;
    private final long start = System.nanoTime();
    private final int from;
    private long epochStart = start;
    private long next = start;
    private boolean drawn;
    private int epoch;
    private double losses;
    private double norms;
    private String valid = "";
    private double best = Double.POSITIVE_INFINITY;

    /// @param epochs how many there will be at most
    /// @param done epochs that are done already
    /// @param batchSamples frames of a batch, over all lanes
    public TrainingProgress(
            PrintWriter err, boolean terminal, int epochs, int done, long batchSamples) {
        this.err = err;
        this.terminal = terminal;
        this.epochs = epochs;
        this.batchSamples = batchSamples;
        from = done;
        epoch = done;
    }

    /// A step of the epoch that runs.
    ///
    /// @param done batches of this epoch, the first is 1
    /// @param of how many
    public void step(int done, int of, double loss, double norm) {
        losses = done == 1 ? loss : losses + loss;
        norms = done == 1 ? norm : norms + norm;
        long now = System.nanoTime();
        if (!terminal || now < next) {
            return;
        }
        next = now + TERMINAL_NANOS;
        double part = done / (double) of;
        String line =
                format("epoch %d/%d  %3.0f %%  ", epoch + 1, epochs, 100 * part)
                        + figures(losses / done, norms / done, done, now, part);
        err.print("\r" + line + "\033[K");
        err.flush();
        drawn = true;
    }

    /// An epoch is over, its validation too.
    public void epoch(double loss, double validLoss, double norm, int batches) {
        best = Math.min(best, validLoss);
        valid = format("valid %s, best %s  ", figure(validLoss), figure(best));
        epoch++;
        long now = System.nanoTime();
        if (!terminal && (now >= next || epoch == epochs)) {
            next = now + PLAIN_NANOS;
            err.println(
                    format("epoch %d/%d  ", epoch, epochs) + figures(loss, norm, batches, now, 0));
            err.flush();
        }
        epochStart = System.nanoTime();
    }

    private String figures(double loss, double norm, int batches, long now, double part) {
        double speed = batches * batchSamples / Math.max(1e-9, (now - epochStart) * 1e-9);
        double done = epoch + part - from;
        double left = (now - start) * 1e-9 / Math.max(done, 1e-3) * (epochs - epoch - part);
        return format("loss %s  ", figure(loss))
                + valid
                + format("norm %.2g  %s samples/s  ", norm, thousands(speed))
                + Progress.clock(Math.ceil(left))
                + " left";
    }

    private static String figure(double loss) {
        return format(Math.abs(loss) >= 0.001 ? "%.4f" : "%.2e", loss);
    }

    /// `412k`, `1.35M`.
    public static String thousands(double v) {
        return v >= 999_500 ? format("%.2fM", v / 1e6) : format("%.0fk", v / 1e3);
    }

    /// Wipes the line from the terminal.
    @Override
    public void close() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
            drawn = false;
        }
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
