package eigentone.audioio.check;

import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.JackBackend;
import eigentone.audioio.device.JackControl;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JACK server without a sound card, for tests and benchmarks: `jackd -d dummy` as a child of
/// this program, under a name of its own.
///
/// JACK's library knows one server at a time in a process: all streams must be closed before
/// another server starts.
public final class JackServer implements AutoCloseable {
    private static final long START_MILLIS = 10_000;

    private final String name;
    private final Process process;

    private JackServer(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /// Why there can be none here and what to install; empty when there can.
    public static String whyNot() {
        boolean found = false;
        for (String folder :
                System.getenv()
                        .getOrDefault("PATH", "/usr/bin")
                        .split(java.io.File.pathSeparator)) {
            found |= Files.isExecutable(Path.of(folder, "jackd"));
        }
        return found ? "" : "no jackd on the PATH; try `apt-get install jackd2`";
    }

    /// A name that no other process uses.
    public static String uniqueName() {
        return "eigentone-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000;
    }

    /// Starts one and waits until it answers.
    ///
    /// @param name by which clients find it
    public static JackServer start(String name, int rateHz, int blockFrames)
            throws DeviceException {
        return start(name, List.of("-d", "dummy", "-r", "" + rateHz, "-p", "" + blockFrames));
    }

    /// As the other one, with what follows `jackd -n NAME` on the command line.
    ///
    /// Without real-time priority unless the arguments ask for it by `-R`: not every machine allows
    /// it, and a test must not take the processor from its neighbours.
    public static JackServer start(String name, List<String> arguments) throws DeviceException {
        List<String> command = new ArrayList<>(List.of("jackd", "-n", name));
        if (!arguments.contains("-R")) {
            command.add("-r");
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(Redirect.DISCARD)
                .redirectInput(Redirect.from(new java.io.File("/dev/null")));
        builder.environment().put("JACK_NO_AUDIO_RESERVATION", "1");
        builder.environment().put("JACK_NO_START_SERVER", "1");
        try {
            JackServer server = new JackServer(name, builder.start());
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new DeviceException("jackd: " + e.getMessage(), e);
        }
    }

    private void awaitAnswer() throws DeviceException {
        JackBackend backend = new JackBackend(name);
        long until = System.nanoTime() + START_MILLIS * 1_000_000;
        while (!backend.whyNot().isEmpty()) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                close();
                throw new DeviceException("jackd does not start: " + backend.whyNot());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
                throw new DeviceException("stopped while jackd starts", e);
            }
        }
    }

    public String name() {
        return name;
    }

    public JackBackend backend() {
        return new JackBackend(name);
    }

    /// A client that turns its knobs: freewheel, block size, connections.
    public JackControl control() throws DeviceException {
        return new JackControl(name);
    }

    /// Lets it hang, or go on.
    public void pause(boolean on) throws IOException {
        new ProcessBuilder("kill", on ? "-STOP" : "-CONT", "" + process.pid())
                .start()
                .onExit()
                .join();
    }

    /// Ends it as a crash would.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
