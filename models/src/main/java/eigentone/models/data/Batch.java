package eigentone.models.data;

import java.util.List;

/// A segment of each of several pieces, side by side: what one step of a training eats.
///
/// The layout is that of the kernels, lanes innermost: channel c of frame t in lane l is at `(t *
/// width + c) * lanes + l`. What no piece fills is 0, in the mask too. The arrays belong to whoever
/// got the batch.
///
/// @param frames length of the segment; the last of a sequence may be shorter than the others
/// @param inputWidth channels of the input
/// @param targetWidth channels of the target
/// @param segments which piece each lane holds, and whether its state begins anew
/// @param inputs frames x inputWidth x lanes
/// @param targets frames x targetWidth x lanes
/// @param mask frames x lanes: 1 where a frame counts, 0 for padding and for what lets the state
///   settle
public record Batch(
        int frames,
        int inputWidth,
        int targetWidth,
        List<Segment> segments,
        float[] inputs,
        float[] targets,
        float[] mask) {

    /// What one lane holds.
    ///
    /// @param piece its index in the list that the batches were made of; -1 for an empty lane
    /// @param from its frame that stands first
    /// @param frames how many frames of it are here; padding follows
    /// @param begins whether the lane's state begins anew, rather than with what the batch before
    ///   left in this lane
    public record Segment(int piece, int from, int frames, boolean begins) {
        /// A lane without a piece.
        public static final Segment EMPTY = new Segment(-1, 0, 0, true);
    }

    /// Copies the list.
    public Batch {
        segments = List.copyOf(segments);
    }

    /// The batch of `segments`, written by their pieces.
    static Batch of(List<? extends Piece> pieces, int frames, List<Segment> segments) {
        int lanes = segments.size();
        int inputWidth = pieces.getFirst().inputWidth();
        int targetWidth = pieces.getFirst().targetWidth();
        Batch batch =
                new Batch(
                        frames,
                        inputWidth,
                        targetWidth,
                        segments,
                        new float[size(frames, inputWidth, lanes)],
                        new float[size(frames, targetWidth, lanes)],
                        new float[size(frames, 1, lanes)]);
        for (int l = 0; l < lanes; l++) {
            Segment s = segments.get(l);
            if (s.frames > 0) {
                pieces.get(s.piece).write(s.from, s.frames, batch, l);
            }
        }
        return batch;
    }

    private static int size(int frames, int width, int lanes) {
        return Math.multiplyExact(Math.multiplyExact(frames, width), lanes);
    }

    /// Segments side by side.
    public int lanes() {
        return segments.size();
    }

    /// Index into [#inputs()].
    public int inputAt(int frame, int channel, int lane) {
        return (frame * inputWidth + channel) * lanes() + lane;
    }

    /// Index into [#targets()].
    public int targetAt(int frame, int channel, int lane) {
        return (frame * targetWidth + channel) * lanes() + lane;
    }

    /// Index into [#mask()].
    public int maskAt(int frame, int lane) {
        return frame * lanes() + lane;
    }

    /// How many frames count, over all lanes.
    public int counted() {
        int n = 0;
        for (float m : mask) {
            n += m > 0 ? 1 : 0;
        }
        return n;
    }
}
