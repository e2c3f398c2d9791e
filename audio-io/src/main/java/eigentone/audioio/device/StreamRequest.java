package eigentone.audioio.device;

import org.jspecify.annotations.Nullable;

/// What is asked of a backend; it may give something else where it has no choice, and
/// [AudioStream#info()] says what.
///
/// @param device as [DeviceInfo#name()], or null for the usual one
/// @param clientName how other programs see the stream
/// @param rateHz or 0 for the device's own
/// @param blockFrames or 0 for the device's own
/// @param inputChannels 0..16
/// @param outputChannels 1..16
/// @param connect whether the stream's sound and MIDI ports are connected to the usual ones
public record StreamRequest(
        @Nullable String device,
        String clientName,
        int rateHz,
        int blockFrames,
        int inputChannels,
        int outputChannels,
        boolean connect) {

    public static final int MOST_CHANNELS = 16;

    public StreamRequest {
        if (inputChannels < 0
                || inputChannels > MOST_CHANNELS
                || outputChannels < 1
                || outputChannels > MOST_CHANNELS) {
            throw new IllegalArgumentException(
                    "stream '%s': expected 0..16 inputs and 1..16 outputs, got %d and %d"
                            .formatted(clientName, inputChannels, outputChannels));
        }
    }
}
