package eigentone.engine.node;

/// What an impulse response says about a system: gain, phase, modes and decay.
public final class Response {
    private Response() {}

    /// The real and imaginary parts of the gain at `hz`.
    public static double[] at(double[] impulse, double hz, double rateHz) {
        // Horner's rule in 1/z, so that one multiplication turns the phase of all later frames.
        double c = Math.cos(2 * Math.PI * hz / rateHz), s = -Math.sin(2 * Math.PI * hz / rateHz);
        double re = 0, im = 0;
        for (int n = impulse.length - 1; n >= 0; n--) {
            double turned = re * c - im * s + impulse[n];
            im = re * s + im * c;
            re = turned;
        }
        return new double[] {re, im};
    }

    public static double gain(double[] impulse, double hz, double rateHz) {
        double[] z = at(impulse, hz, rateHz);
        return Math.hypot(z[0], z[1]);
    }

    public static double db(double[] impulse, double hz, double rateHz) {
        return Spectrum.decibels(gain(impulse, hz, rateHz));
    }

    /// Where the gain has its greatest value between `lowHz` and `highHz`, by a search around the
    /// greatest of `points` points.
    public static double peakHz(
            double[] impulse, double lowHz, double highHz, int points, double rateHz) {
        double best = lowHz, most = -1;
        for (int i = 0; i <= points; i++) {
            double hz = lowHz + (highHz - lowHz) * i / points;
            double gain = gain(impulse, hz, rateHz);
            if (gain > most) {
                most = gain;
                best = hz;
            }
        }
        double a = best - (highHz - lowHz) / points, b = best + (highHz - lowHz) / points;
        while (b - a > best * 1e-6) {
            double c = a + (b - a) / 3, e = b - (b - a) / 3;
            if (gain(impulse, c, rateHz) < gain(impulse, e, rateHz)) {
                a = c;
            } else {
                b = e;
            }
        }
        return (a + b) / 2;
    }

    public static double cents(double hz, double nominalHz) {
        return 1200 * Math.log(hz / nominalHz) / Math.log(2);
    }

    /// The time to fall by 60 dB, from the slope of the energy that is still to come between
    /// `fromDb` and `toDb` (Schroeder, JASA 37(3), 1965).
    ///
    /// @param impulse long enough to fall well below `toDb`
    public static double t60(double[] impulse, double fromDb, double toDb, double rateHz) {
        double[] rest = new double[impulse.length + 1];
        for (int n = impulse.length - 1; n >= 0; n--) {
            rest[n] = rest[n + 1] + impulse[n] * impulse[n];
        }
        double count = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
        for (int n = 0; n < impulse.length; n++) {
            double db = 10 * Math.log10(Math.max(rest[n] / rest[0], 1e-30));
            if (db <= fromDb && db >= toDb) {
                double t = n / rateHz;
                count++;
                sx += t;
                sy += db;
                sxx += t * t;
                sxy += t * db;
            }
        }
        return -60 * (count * sxx - sx * sx) / (count * sxy - sx * sy);
    }

    public static double rms(double[] x, int from, int to) {
        double sum = 0;
        for (int n = from; n < to; n++) {
            sum += x[n] * x[n];
        }
        return Math.sqrt(sum / (to - from));
    }

    /// White noise in -1..1, the same for the same seed.
    public static double[] noise(long seed, int frames) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
        double[] x = new double[frames];
        for (int n = 0; n < frames; n++) {
            x[n] = random.nextDouble(-1, 1);
        }
        return x;
    }
}
