package eigentone.audioio.device;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JACK client without sound: asks a server what there is, connects ports, and turns the server's
/// own knobs. Not for the audio thread.
public final class JackControl implements AutoCloseable {
    private static final long MILLIS = 4000;

    private final long client;
    private boolean open = true;

    /// @param server its name, or null for the usual one
    /// @throws DeviceException when no server answers
    public JackControl(@Nullable String server) throws DeviceException {
        client =
                Patience.within(
                        MILLIS,
                        "opening a JACK client",
                        () -> JackConnection.open("eigentone-control", server));
    }

    public int rateHz() {
        return JackLibrary.of("jack_get_sample_rate", client);
    }

    public int blockFrames() {
        return JackLibrary.of("jack_get_buffer_size", client);
    }

    /// Asks the server for another block size, for all its clients.
    ///
    /// @return whether it agreed
    public boolean blockFrames(int frames) {
        return JackLibrary.of("jack_set_buffer_size", client, frames) == 0;
    }

    /// Lets the server run as fast as its clients can, without the clock of a device, or in time
    /// again.
    ///
    /// @return whether it agreed
    public boolean freewheel(boolean on) {
        return JackLibrary.of("jack_set_freewheel", client, on ? 1 : 0) == 0;
    }

    /// Connects two ports by their full names, such as `eigentone:out_1`; true also when they are.
    public boolean connect(String from, String to) {
        return JackLibrary.connect(client, from, to);
    }

    /// The full names of sound ports, or of MIDI ports.
    ///
    /// @param input whether those that take something in, or those that put something out
    public List<String> ports(boolean midi, boolean input) {
        return JackLibrary.ports(
                client,
                midi ? JackLibrary.MIDI : JackLibrary.AUDIO,
                input ? JackLibrary.PORT_IS_INPUT : JackLibrary.PORT_IS_OUTPUT);
    }

    /// The most frames from the socket to the port, or from the port to the socket; -1 without such
    /// a port.
    public int latencyFrames(String port, boolean playback) {
        long found = JackLibrary.portByName(client, port);
        int mode = playback ? JackLibrary.PLAYBACK : JackLibrary.CAPTURE;
        return found == 0 ? -1 : JackLibrary.latency(found, mode).max();
    }

    public void transport(boolean rolling) {
        JackLibrary.of(rolling ? "jack_transport_start" : "jack_transport_stop", client);
    }

    /// Moves the transport to a frame of the song.
    public void locate(int frame) {
        JackLibrary.of("jack_transport_locate", client, frame);
    }

    /// Moves the transport by a jack_position_t, with bars and tempo.
    boolean reposition(MemorySegment position) {
        return JackLibrary.transportReposition(client, position) == 0;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            Patience.within(
                    MILLIS,
                    "closing a JACK client",
                    () -> JackLibrary.of("jack_client_close", client));
        } catch (DeviceException e) {
            return; // It hangs: the end of the program ends it.
        }
    }
}
