package eigentone.audioio.measure;

import java.util.Arrays;

/// How much each channel counts for loudness: its power is multiplied by its weight.
///
/// Source: ITU-R BS.1770-5, Annex 1, table 3: front channels 1, surround channels (60° to 120° to
/// the side) 1.41, low-frequency effects not measured.
///
/// @param values one weight per channel, finite and not negative; copied in and out
public record ChannelWeights(double[] values) {
    /// About +1.5 dB; the standard prints 1.41.
    private static final double SURROUND = 1.41;

    public ChannelWeights {
        if (values.length == 0) {
            throw new IllegalArgumentException(
                    "channel weights: expected at least 1 channel, got 0");
        }
        for (double value : values) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "channel weights: expected finite values from 0 up, got " + value);
            }
        }
        values = values.clone();
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    /// The weights of the usual layout with so many channels, in the channel order of WAVE files.
    ///
    /// 1 mono; 2 L R; 3 L R C; 4 L R Ls Rs; 5 L R C Ls Rs; 6 L R C LFE Ls Rs; 8 L R C LFE Lb Rb Ls
    /// Rs. Any other number: all channels count once.
    ///
    /// @throws IllegalArgumentException if `channels` is less than 1
    public static ChannelWeights of(int channels) {
        return new ChannelWeights(
                switch (channels) {
                    case 4 -> new double[] {1, 1, SURROUND, SURROUND};
                    case 5 -> new double[] {1, 1, 1, SURROUND, SURROUND};
                    case 6 -> new double[] {1, 1, 1, 0, SURROUND, SURROUND};
                    case 8 -> new double[] {1, 1, 1, 0, 1, 1, SURROUND, SURROUND};
                    default -> ones(channels);
                });
    }

    private static double[] ones(int channels) {
        double[] weights = new double[Math.max(0, channels)];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelWeights that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "ChannelWeights" + Arrays.toString(values);
    }
}
