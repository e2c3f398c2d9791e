package eigentone.audioio.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Opens clients, and says in words why JACK does not.
final class JackConnection {
    static final String NO_LIBRARY =
            "JACK: no client library (libjack.so.0) here; try `apt-get install jackd2`, or"
                    + " `apt-get install pipewire-jack` where PipeWire runs";

    private static final int NAME_NOT_UNIQUE = 0x04;
    private static final int SERVER_FAILED = 0x10;
    private static final int SERVER_ERROR = 0x20;
    private static final int VERSION_ERROR = 0x400;

    private static final AtomicInteger CLOSING = new AtomicInteger();
    private static final long CLOSING_NANOS = 3_000_000_000L;
    private static final long LOOK_NANOS = 2_000_000;

    private JackConnection() {}

    /// Waits for clients that are being closed: of a server that has ended, JACK's library clears
    /// them away itself when another one opens, which must not meet our closing them.
    ///
    /// @return the client
    static long open(String clientName, @Nullable String server) throws DeviceException {
        if (JackFinder.library().isEmpty()) {
            throw new DeviceException(NO_LIBRARY);
        }
        long until = System.nanoTime() + CLOSING_NANOS;
        while (CLOSING.get() > 0) {
            if (System.nanoTime() - until > 0) {
                throw new DeviceException(
                        "JACK server '%s': a client hangs while it closes; restart the program"
                                .formatted(name(server)));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            long client = JackLibrary.clientOpen(clientName, server, status);
            if (client == 0) {
                throw new DeviceException(why(status.get(JAVA_INT, 0), server));
            }
            return client;
        }
    }

    /// Closes a client on a thread of its own: JACK may hang in it.
    ///
    /// @param before what must come first
    /// @param arena closed afterwards, with the callbacks in it
    /// @return that thread
    static Thread close(long client, Callable<?> before, Arena arena) {
        CLOSING.getAndIncrement();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("eigentone closes a JACK client")
                        .unstarted(() -> {
                            try {
                                before.call();
                                JackLibrary.of("jack_client_close", client);
                                arena.close();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            } finally {
                                CLOSING.getAndDecrement();
                            }
                        });
        thread.start();
        return thread;
    }

    /// The name that people give the server.
    static String name(@Nullable String server) {
        if (server != null) {
            return server;
        }
        String named = System.getenv("JACK_DEFAULT_SERVER");
        return named == null || named.isEmpty() ? "default" : named;
    }

    private static String why(int status, @Nullable String server) {
        String what = "JACK server '%s': ".formatted(name(server));
        if ((status & VERSION_ERROR) != 0) {
            return what
                    + "it speaks another version than the library; install both from one source";
        }
        if ((status & SERVER_FAILED) != 0) {
            return what
                    + "no server answers; try `jackd -d alsa -r 48000 -p 256`, or QjackCtl, or"
                    + " start this by `pw-jack` where PipeWire runs";
        }
        if ((status & NAME_NOT_UNIQUE) != 0) {
            return what + "another client has that name; try another";
        }
        if ((status & SERVER_ERROR) != 0) {
            return what + "it does not answer as it should; restart it";
        }
        return what + "refused, with status 0x%x".formatted(status);
    }
}
