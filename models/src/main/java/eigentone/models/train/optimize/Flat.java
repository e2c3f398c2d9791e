package eigentone.models.train.optimize;

/// All tensors as one float64 vector, for methods that think of the weights as one point.
final class Flat {
    private Flat() {}

    static double[] of(float[][] arrays) {
        int size = 0;
        for (float[] array : arrays) {
            size += array.length;
        }
        double[] flat = new double[size];
        int at = 0;
        for (float[] array : arrays) {
            for (float value : array) {
                flat[at++] = value;
            }
        }
        return flat;
    }

    /// Rounds `from + scale * direction` into `arrays`.
    static void step(double[] from, double scale, double[] direction, float[][] arrays) {
        int at = 0;
        for (float[] array : arrays) {
            for (int i = 0; i < array.length; i++, at++) {
                array[i] = (float) (from[at] + scale * direction[at]);
            }
        }
    }

    /// Rounds `flat` into `arrays`.
    static void write(double[] flat, float[][] arrays) {
        int at = 0;
        for (float[] array : arrays) {
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) flat[at++];
            }
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// y + a x, into y.
    static void add(double[] y, double a, double[] x) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }
}
