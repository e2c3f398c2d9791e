package eigentone.audioio.file;

/// A whole sound in memory: planar samples, one array a channel, full scale at -1..1.
///
/// The arrays are shared, not copied: whoever builds a `SoundData` hands them over and does not
/// write to them afterwards. Equality is that of the record: the identity of the arrays. Any
/// thread.
///
/// @param channels `[channel][frame]`, 1..64 channels of the same length; values beyond -1..1 are
///   allowed
/// @param sampleRateHz above 0 and at most 1,536,000 Hz
public record SoundData(float[][] channels, double sampleRateHz) {
    /// @throws IllegalArgumentException if a channel is missing or of another length, or the rate
    ///   is out of range
    public SoundData {
        SoundLimits.checkChannels(channels.length);
        SoundLimits.checkRate(sampleRateHz);
        for (int c = 1; c < channels.length; c++) {
            if (channels[c].length != channels[0].length) {
                throw new IllegalArgumentException(
                        "channel '"
                                + c
                                + "': expected "
                                + channels[0].length
                                + " frames, got "
                                + channels[c].length
                                + "; try padding the shorter channel");
            }
        }
    }

    /// Length in frames (a frame is one sample of all channels).
    public int frames() {
        return channels[0].length;
    }

    /// Number of channels, 1..64.
    public int channelCount() {
        return channels.length;
    }

    /// Length in seconds.
    public double seconds() {
        return frames() / sampleRateHz;
    }
}
