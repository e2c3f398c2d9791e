package eigentone.models.train.loss;

import java.util.Arrays;
import java.util.Objects;

/// A batch of sequences in the layout of the engine: lanes innermost.
///
/// Channel `c` of frame `t` in lane `l` is at `(t * width + c) * lanes + l`. The array is shared,
/// not copied; equality is that of the record: the identity of the array. Any thread.
///
/// @param frames 1 or more
/// @param width channels of a frame, 1 or more
/// @param lanes sequences side by side, 1 or more
/// @param values `frames * width * lanes` numbers
public record Frames(int frames, int width, int lanes, float[] values) {
    /// @throws IllegalArgumentException for a size below 1 or an array of another length
    public Frames {
        if (frames < 1 || width < 1 || lanes < 1) {
            throw new IllegalArgumentException(
                    "frames: expected frames, width and lanes from 1, got %d, %d and %d"
                            .formatted(frames, width, lanes));
        }
        if (values.length != (long) frames * width * lanes) {
            throw new IllegalArgumentException(
                    "frames: expected %d values (%d frames x %d wide x %d lanes), got %d"
                            .formatted(
                                    (long) frames * width * lanes,
                                    frames,
                                    width,
                                    lanes,
                                    values.length));
        }
    }

    /// All 0, in an array of its own.
    public static Frames zeros(int frames, int width, int lanes) {
        return new Frames(frames, width, lanes, new float[frames * width * lanes]);
    }

    /// Where channel `channel` of frame `frame` in lane `lane` is.
    public int index(int frame, int channel, int lane) {
        return (frame * width + channel) * lanes + lane;
    }

    /// Channel `channel` of frame `frame` in lane `lane`.
    public float at(int frame, int channel, int lane) {
        return values[index(frame, channel, lane)];
    }

    /// The mask under which every frame of every lane counts fully: `frames * lanes` ones.
    public float[] fullMask() {
        float[] mask = new float[frames * lanes];
        Arrays.fill(mask, 1);
        return mask;
    }

    /// Channels `from` to `from + count - 1`, copied.
    ///
    /// @throws IndexOutOfBoundsException beyond the width
    public Frames channels(int from, int count) {
        Objects.checkFromIndexSize(from, count, width);
        Frames part = zeros(frames, count, lanes);
        for (int t = 0; t < frames; t++) {
            System.arraycopy(
                    values, index(t, from, 0), part.values, part.index(t, 0, 0), count * lanes);
        }
        return part;
    }

    /// Writes `part` over the channels from `from` on.
    ///
    /// @throws IndexOutOfBoundsException beyond the width
    public void setChannels(int from, Frames part) {
        Objects.checkFromIndexSize(from, part.width, width);
        for (int t = 0; t < frames; t++) {
            System.arraycopy(
                    part.values,
                    part.index(t, 0, 0),
                    values,
                    index(t, from, 0),
                    part.width * lanes);
        }
    }
}
