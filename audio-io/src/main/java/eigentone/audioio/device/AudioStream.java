package eigentone.audioio.device;

/// A running stream of a backend. Its methods may be called from any thread but the audio thread.
public interface AudioStream extends AutoCloseable {
    StreamInfo info();

    /// How often the device ran dry or over since the stream began.
    long xruns();

    /// MIDI messages that found no room, in or out, since the stream began.
    default long droppedMidi() {
        return 0;
    }

    /// The Java thread that calls back, or null before the first callback: for counting what it
    /// allocates.
    @org.jspecify.annotations.Nullable
    Thread audioThread();

    /// Stops the callbacks and lets the device go; waits for at most two seconds. Never throws.
    @Override
    void close();
}
