package eigentone.audioio.device;

import java.util.List;

/// A way to reach sound devices: a server, an operating system's interface, or a mere clock.
public interface AudioBackend {
    /// As `--backend` names it: lower-case letters.
    String id();

    /// Why it cannot be used here and which package or program brings what is missing; empty when
    /// it can. Cheap enough to ask twice a second.
    String whyNot();

    /// What it offers; empty when [#whyNot()] says something.
    List<DeviceInfo> devices();

    /// Opens a stream and starts it: `callback` is called from the backend's audio thread until the
    /// stream is closed or lost.
    ///
    /// @throws DeviceException in one line: what is missing, and the remedy
    AudioStream open(StreamRequest request, AudioCallback callback, StreamListener listener)
            throws DeviceException;
}
