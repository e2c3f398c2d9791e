package eigentone.models.data;

/// Frames of equal width, one after the other: a sound, a piano roll, a spectrogram, a table.
///
/// Immutable; any thread.
public sealed interface Sequence permits DenseSequence, PianoRoll {
    /// What messages call it: a path, or a place in a corpus.
    String name();

    /// Length, 1 or more.
    int frames();

    /// Channels of a frame, 1 or more.
    int width();

    /// Writes channel c of a frame to `to[at + c * stride]`.
    void copy(int frame, float[] to, int at, int stride);

    /// Memory that the values take.
    long bytes();
}
