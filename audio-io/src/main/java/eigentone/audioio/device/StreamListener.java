package eigentone.audioio.device;

/// Hears what happens to a stream. Called from a thread of the backend that is not the audio
/// thread; it may take its time.
public interface StreamListener {
    /// The stream is no more: the server ended, the device went. No callback comes after.
    ///
    /// @param why in one line
    void lost(String why);

    /// The block size changed to `blockFrames`: later callbacks have up to so many frames.
    default void blockFrames(int blockFrames) {}
}
