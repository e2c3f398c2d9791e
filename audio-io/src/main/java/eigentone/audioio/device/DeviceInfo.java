package eigentone.audioio.device;

import java.util.List;

/// A device that a backend offers.
///
/// @param backend the backend's id
/// @param name to ask for it by
/// @param description for people
/// @param kind what it carries
/// @param ratesHz those it is known to run at; empty when it does not say
/// @param blockFrames those it is known to run with; empty when it takes any
/// @param inputChannels that can be recorded
/// @param outputChannels that can be played
/// @param latencyFrames from the callback to the socket at the first rate, or -1 when unknown
public record DeviceInfo(
        String backend,
        String name,
        String description,
        Kind kind,
        List<Integer> ratesHz,
        List<Integer> blockFrames,
        int inputChannels,
        int outputChannels,
        int latencyFrames) {
    public enum Kind {
        AUDIO,
        MIDI_IN,
        MIDI_OUT
    }

    public DeviceInfo {
        ratesHz = List.copyOf(ratesHz);
        blockFrames = List.copyOf(blockFrames);
    }
}
