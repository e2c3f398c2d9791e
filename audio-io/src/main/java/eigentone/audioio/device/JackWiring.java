package eigentone.audioio.device;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Connects a client's ports as other JACK clients do: sound to the first physical ports, MIDI in
/// to all physical sources.
///
/// Also what is plugged in later. What a performer has disconnected by hand stays so: only a port
/// that was not there before is connected.
final class JackWiring {
    private final long client;
    private final JackPorts ports;
    private final ReentrantLock lock = new ReentrantLock();
    private Set<String> known = Set.of();
    private boolean ended;

    JackWiring(long client, JackPorts ports) {
        this.client = client;
        this.ports = ports;
    }

    /// Looks at what there is now, and connects what is new. Not on a thread of JACK's, which
    /// cannot ask the server while it serves it.
    void connectNew() {
        lock.lock();
        try {
            if (!ended) {
                connectAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends all use of the client from here, and waits for one that is under way.
    void end() {
        lock.lock();
        ended = true;
        lock.unlock();
    }

    private void connectAll() {
        Set<String> found = new HashSet<>();
        List<String> playback = physical(JackLibrary.AUDIO, JackLibrary.PORT_IS_INPUT);
        List<String> capture = physical(JackLibrary.AUDIO, JackLibrary.PORT_IS_OUTPUT);
        List<String> midi = physical(JackLibrary.MIDI, JackLibrary.PORT_IS_OUTPUT);
        found.addAll(playback);
        found.addAll(capture);
        found.addAll(midi);
        long[] outputs = ports.outputs();
        boolean mono = outputs.length == 1;
        for (int i = 0; i < playback.size() && i < (mono ? 2 : outputs.length); i++) {
            connect(JackLibrary.portName(outputs[mono ? 0 : i]), playback.get(i), playback.get(i));
        }
        for (int i = 0; i < capture.size() && i < ports.inputs().length; i++) {
            connect(capture.get(i), JackLibrary.portName(ports.inputs()[i]), capture.get(i));
        }
        for (String source : midi) {
            connect(source, JackLibrary.portName(ports.midiIn()), source);
        }
        known = found;
    }

    private List<String> physical(String type, int direction) {
        return JackLibrary.ports(client, type, JackLibrary.PORT_IS_PHYSICAL | direction);
    }

    /// A refusal is left to the performer, who sees in the patch bay what is connected: the port
    /// may have gone meanwhile.
    private void connect(String from, String to, String physical) {
        if (!known.contains(physical)) {
            JackLibrary.connect(client, from, to);
        }
    }
}
