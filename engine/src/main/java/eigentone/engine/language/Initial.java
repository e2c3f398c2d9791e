package eigentone.engine.language;

import java.util.random.RandomGenerator;

/// How a weight is filled before anything has been learnt.
@FunctionalInterface
public interface Initial {

    /// The entries of a weight of `shape`, row-major. All randomness comes from `random`.
    double[] values(Shape shape, RandomGenerator random);

    /// Every entry is `value`.
    static Initial constant(double value) {
        return (shape, random) -> {
            double[] w = new double[shape.entries()];
            java.util.Arrays.fill(w, value);
            return w;
        };
    }

    /// Exactly these entries, row-major.
    static Initial of(double... values) {
        double[] copy = values.clone();
        return (shape, random) -> {
            if (copy.length != shape.entries()) {
                throw new IllegalArgumentException(
                        "weight: expected %d entries for shape %s, got %d"
                                .formatted(shape.entries(), shape, copy.length));
            }
            return copy.clone();
        };
    }

    /// Independent and uniform in -range..range.
    static Initial uniform(double range) {
        return (shape, random) -> {
            double[] w = new double[shape.entries()];
            for (int i = 0; i < w.length; i++) {
                w[i] = range * (2 * random.nextDouble() - 1);
            }
            return w;
        };
    }

    /// Independent and normal with the given standard deviation.
    static Initial normal(double deviation) {
        return (shape, random) -> {
            double[] w = new double[shape.entries()];
            for (int i = 0; i < w.length; i++) {
                w[i] = deviation * random.nextGaussian();
            }
            return w;
        };
    }

    /// Uniform within 1 / sqrt(columns), as PyTorch fills its linear layers.
    static Initial fanIn() {
        return (shape, random) -> uniform(1 / Math.sqrt(shape.columns())).values(shape, random);
    }
}
