package eigentone.models.train.truncate;

import eigentone.engine.gradient.ThroughTime.Crossing;
import java.util.SplittableRandom;

/// Cuts the way back at random places, and lengthens what goes on so that nothing is lost in the
/// mean.
///
///     at each crossing: gradient by the state = 0 with probability c, else gradient / (1 - c)
///
/// The mean over all draws is the gradient of the whole way, where a fixed truncation forgets what is
/// far; the price is a noisier gradient. Source: Tallec and Ollivier 2017, "Unbiasing truncated
/// backpropagation through time", arXiv:1705.08209, with one c, and places between segments instead
/// of frames. Any thread; no state.
///
/// @param probability c of a cut at each crossing, 0..1
/// @param seed of the draws
public record RandomTruncation(double probability, long seed) {
    /// @throws IllegalArgumentException outside of the range
    public RandomTruncation {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "truncation 'probability': expected 0 or more and below 1, got " + probability);
        }
    }

    /// Whether the way back of training step `step` is cut before `frame`: the same for all lanes.
    public boolean isCut(long step, int frame) {
        long place = new SplittableRandom(seed).nextLong() + step * 0x9E3779B97F4A7C15L + frame;
        return new SplittableRandom(place).nextDouble() < probability;
    }

    /// For the way back of training step `step`.
    public Crossing crossing(long step) {
        float longer = (float) (1 / (1 - probability));
        return (frame, gradient) -> gradient.scale(isCut(step, frame) ? 0 : longer);
    }
}
