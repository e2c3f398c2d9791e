package eigentone.audioio.device;

/// What a stream turned out to be.
///
/// @param backend the backend's id
/// @param device as [DeviceInfo#name()]
/// @param rateHz frames per second
/// @param blockFrames the most frames of a callback
/// @param inputLatencyFrames from the socket to the callback, as far as the backend knows
/// @param outputLatencyFrames from the callback to the socket, as far as the backend knows
public record StreamInfo(
        String backend,
        String device,
        double rateHz,
        int blockFrames,
        int inputChannels,
        int outputChannels,
        int inputLatencyFrames,
        int outputLatencyFrames) {}
