package eigentone.audioio.device;

/// Where the host's transport stands at the first frame of a block: a mutable record of the audio
/// thread, filled by the backend before every callback.
public final class Transport {
    /// Whether the backend has a transport at all.
    public boolean available;

    public boolean rolling;

    /// Frames since the start of the song.
    public long frame;

    /// Beats per minute, or 0 when nobody says.
    public double beatsPerMinute;

    /// Beats since the start of the song; 0 when [#beatsPerMinute] is 0.
    public double beat;
}
