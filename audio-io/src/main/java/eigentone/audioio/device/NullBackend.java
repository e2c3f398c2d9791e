package eigentone.audioio.device;

import eigentone.audioio.device.DeviceInfo.Kind;
import java.util.List;

/// No sound at all: a clock that calls back as a device would. For machines without one, and for
/// the time in which a lost device is away. MIDI devices that Java Sound knows are heard all the
/// same.
public final class NullBackend implements AudioBackend {
    static final String ID = "null";

    public static final int RATE_HZ = 48_000;
    public static final int BLOCK_FRAMES = 256;

    private final boolean paced;

    /// In the pace of the rate.
    public NullBackend() {
        this(true);
    }

    private NullBackend(boolean paced) {
        this.paced = paced;
    }

    /// As fast as it goes: for tests.
    public static NullBackend unpaced() {
        return new NullBackend(false);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String whyNot() {
        return "";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(
                new DeviceInfo(
                        ID,
                        ID,
                        "a clock without sound",
                        Kind.AUDIO,
                        List.of(),
                        List.of(),
                        StreamRequest.MOST_CHANNELS,
                        StreamRequest.MOST_CHANNELS,
                        0));
    }

    @Override
    public AudioStream open(
            StreamRequest request, AudioCallback callback, StreamListener listener) {
        NullStream stream = new NullStream(request, callback, listener, paced);
        stream.start();
        return stream;
    }
}
