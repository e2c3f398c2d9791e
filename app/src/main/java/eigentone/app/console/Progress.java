package eigentone.app.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Tells how far long work has come: a line that is drawn anew on a terminal, else a plain line now
/// and then.
public final class Progress implements AutoCloseable {
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 2_000_000_000L;

    /// Work shorter than this needs no telling.
    private static final long FIRST_NANOS = 700_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private final double totalSeconds;
    private final long start = System.nanoTime();
    private long next = start + FIRST_NANOS;
    private boolean drawn;

    /// @param totalSeconds of sound; NaN when it is not known
    public Progress(PrintWriter err, boolean terminal, double totalSeconds) {
        this.err = err;
        this.terminal = terminal;
        this.totalSeconds = totalSeconds;
    }

    /// Whether standard error is a terminal, as far as can be told.
    public static boolean isTerminal() {
        // The launcher knows, before it filters the first line of standard error.
        if (Boolean.getBoolean("eigentone.terminal")) {
            return true;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            // Not Linux: standard input and output decide.
            return System.console() != null && System.console().isTerminal();
        }
    }

    /// `seconds` of sound are done.
    public void done(double seconds) {
        long now = System.nanoTime();
        if (now < next) {
            return;
        }
        next = now + (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
        double elapsed = (now - start) / 1e9;
        double speed = seconds / elapsed;
        StringBuilder line = new StringBuilder("rendering: ");
        if (seconds > totalSeconds) {
            line.append(format("tail, %s  %.1fx", clock(seconds - totalSeconds), speed));
        } else if (totalSeconds > 0) {
            double part = seconds / totalSeconds;
            double left = (totalSeconds - seconds) / speed;
            line.append(
                    format("%3.0f %%  %s of %s", 100 * part, clock(seconds), clock(totalSeconds)));
            line.append(format("  %.1fx  %s left", speed, clock(Math.ceil(left))));
        } else {
            line.append(format("%s  %.1fx", clock(seconds), speed));
        }
        if (terminal) {
            err.print("\r" + line + "\033[K");
            drawn = true;
        } else {
            err.println(line);
        }
        err.flush();
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

    /// Minutes and seconds, e.g. `1:04.2`; whole seconds without a fraction.
    public static String clock(double seconds) {
        long tenths = Math.round(seconds * 10);
        String fraction = tenths % 10 == 0 ? "" : "." + tenths % 10;
        return format("%d:%02d", tenths / 600, tenths / 10 % 60) + fraction;
    }
}
