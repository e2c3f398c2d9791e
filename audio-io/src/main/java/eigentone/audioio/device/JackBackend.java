package eigentone.audioio.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sound and MIDI by a JACK server, or by PipeWire in its stead: the way with the least latency.
///
/// A server is never started. A program has one server at a time, because JACK's library has: while
/// a stream is open, the others must be on the same one.
public final class JackBackend implements AudioBackend {
    static final String ID = "jack";

    private static final long ASK_MILLIS = 4000;

    private final @Nullable String server;

    /// The server that `JACK_DEFAULT_SERVER` names, or the one named `default`.
    public JackBackend() {
        this(null);
    }

    /// A server by its name.
    public JackBackend(@Nullable String server) {
        this.server = server;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String whyNot() {
        try {
            ask(client -> "");
            return "";
        } catch (DeviceException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public List<DeviceInfo> devices() {
        try {
            return ask(client -> JackDevices.of(client, JackConnection.name(server)));
        } catch (DeviceException e) {
            return List.of();
        }
    }

    private interface Question<T> {
        T of(long client);
    }

    private <T> T ask(Question<T> question) throws DeviceException {
        return Patience.within(
                ASK_MILLIS,
                "asking the JACK server",
                () -> {
                    long client = JackConnection.open("eigentone-asks", server);
                    try {
                        return question.of(client);
                    } finally {
                        JackLibrary.of("jack_client_close", client);
                    }
                });
    }

    @Override
    public AudioStream open(StreamRequest request, AudioCallback callback, StreamListener listener)
            throws DeviceException {
        return JackStream.open(
                request.device() == null ? server : request.device(), request, callback, listener);
    }
}
