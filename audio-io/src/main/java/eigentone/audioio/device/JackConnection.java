package eigentone.audioio.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

    private JackConnection() {}

    /// @return the client
    static long open(String clientName, @Nullable String server) throws DeviceException {
        if (JackFinder.library().isEmpty()) {
            throw new DeviceException(NO_LIBRARY);
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
