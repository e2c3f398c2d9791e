package eigentone.app.live;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The terminal, set to give every key at once and show none; works over ssh.
///
/// Set and reset by `stty`, which every Unix has; elsewhere keys come with Enter.
final class Terminal implements AutoCloseable {
    static final String UP = "up", DOWN = "down", LEFT = "left", RIGHT = "right";

    private static final File DEVICE = new File("/dev/tty");
    private final @Nullable String before;
    private final InputStream in;

    /// @param before how the terminal is to be set in the end, or null to leave it alone
    Terminal(@Nullable String before, InputStream in) {
        this.before = before;
        this.in = in;
    }

    /// Null when the standard input is no terminal, or it cannot be set.
    static @Nullable Terminal open(InputStream in) {
        if (System.console() == null || !System.console().isTerminal()) {
            return null;
        }
        try {
            String before = stty("-g");
            // A read waits for a tenth of a second at most.
            stty("-icanon", "-echo", "min", "0", "time", "1");
            return new Terminal(before.strip(), in);
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /// The next key: a character, or one of the names above; null when none was pressed for a tenth
    /// of a second.
    @Nullable String key() throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        if (c != 27) {
            return c < 128 ? Character.toString(c) : utf8(c);
        }
        int bracket = in.read();
        if (bracket != '[' && bracket != 'O') {
            return "\u001b";
        }
        return switch (in.read()) {
            case 'A' -> UP;
            case 'B' -> DOWN;
            case 'C' -> RIGHT;
            case 'D' -> LEFT;
            default -> null;
        };
    }

    private String utf8(int first) throws IOException {
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        byte[] bytes = new byte[1 + more];
        bytes[0] = (byte) first;
        for (int i = 1; i <= more; i++) {
            bytes[i] = (byte) in.read();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String stty(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process p =
                new ProcessBuilder(command).redirectInput(DEVICE).redirectErrorStream(true).start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (p.waitFor() != 0) {
            throw new IOException("stty: " + said.strip());
        }
        return said;
    }

    /// Sets the terminal as it was.
    @Override
    public void close() {
        if (before == null) {
            return;
        }
        // Also while the thread is being interrupted, as Ctrl-C does.
        boolean interrupted = Thread.interrupted();
        try {
            stty(before);
        } catch (IOException e) {
            System.err.println("eigentone: the terminal could not be set back; try `stty sane`");
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
