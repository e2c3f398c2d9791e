package eigentone.audioio.check;

import eigentone.audioio.device.AudioStream;
import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.JackControl;
import eigentone.audioio.device.StreamRequest;
import eigentone.audioio.device.Transport;
import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;

/// A second client that keeps what another one plays, for a test to compare bit for bit.
///
/// It begins to keep at the first sample that is not silence, so that what it holds can be compared
/// with a render from the render's own first sample on. Within one server the same cycle that plays
/// a block captures it: nothing is missing but what a cycle that was skipped has lost.
public final class JackCapture implements AutoCloseable {
    private final float[][] kept;
    private final AudioStream stream;
    private final String name;
    private volatile int frames;
    private volatile long silentFrames;
    private long silent;

    /// @param name of the client; unique on the server
    /// @param channels of the other client, from `out_1` on
    /// @param most frames to keep; what comes later is left out
    public JackCapture(JackServer server, String name, int channels, int most)
            throws DeviceException {
        this.name = name;
        kept = new float[channels][most];
        stream =
                server.backend()
                        .open(
                                new StreamRequest(null, name, 0, 0, channels, 1, false),
                                this::take,
                                why -> {});
    }

    @AudioThread
    private void take(
            float[][] in,
            float[][] out,
            int count,
            MidiBlock midiIn,
            MidiBlock midiOut,
            Transport transport) {
        int from = 0;
        int at = frames;
        if (at == 0) {
            while (from < count && isSilent(in, from)) {
                from++;
            }
            silent += from;
            silentFrames = silent;
        }
        int length = Math.min(count - from, kept[0].length - at);
        for (int c = 0; c < kept.length; c++) {
            System.arraycopy(in[c], from, kept[c], at, length);
        }
        frames = at + length;
    }

    @AudioThread
    private static boolean isSilent(float[][] in, int frame) {
        for (float[] channel : in) {
            if (channel[frame] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Connects `out_1`.. of the other client to this one.
    ///
    /// @return whether all connections were made
    public boolean listenTo(JackControl control, String client) {
        boolean all = true;
        for (int c = 1; c <= kept.length; c++) {
            all &= control.connect(client + ":out_" + c, name + ":in_" + c);
        }
        return all;
    }

    /// How many frames are kept.
    public int frames() {
        return frames;
    }

    /// How many silent ones came before.
    public long silentFrames() {
        return silentFrames;
    }

    /// What was kept, one array per channel, of which [#frames()] samples count.
    public float[][] samples() {
        return kept;
    }

    public long xruns() {
        return stream.xruns();
    }

    @Override
    public void close() {
        stream.close();
    }
}
