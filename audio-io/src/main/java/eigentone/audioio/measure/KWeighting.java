package eigentone.audioio.measure;

/// K-weighting: the ear's and head's frequency weighting in front of a loudness meter.
///
/// Two second-order sections in series: a high shelf of about +4 dB above 1.7 kHz (the head) and a
/// high-pass at 38 Hz. The standard prints their coefficients for 48 kHz only; here each section is
/// kept as its analogue prototype and taken to any rate by the bilinear transform with the corner
/// frequency preserved:
///
///     K = tan(pi f0 / rate),  a0 = 1 + K/Q + K^2
///     a1 = 2 (K^2 - 1) / a0,  a2 = (1 - K/Q + K^2) / a0
///     shelf:      b0 = (Vh + Vb K/Q + K^2) / a0,  b1 = 2 (K^2 - Vh) / a0,
///                 b2 = (Vh - Vb K/Q + K^2) / a0
///     high-pass:  b = g (1, -2, 1)
///
/// `g` is 1 at 48 kHz, as printed. At other rates it makes a sine at 997 Hz, at which the standard
/// calibrates, read the same as at 48 kHz; with g = 1 the high-pass alone would add 0.2 dB at 8 kHz,
/// and the transform's bending of the shelf would take 0.2 dB away.
///
/// Source: ITU-R BS.1770-5, Annex 1, tables 1 and 2. The prototype's numbers are those tables
/// solved for f0, Q and the gains; at 48 kHz they give the tables back within 1e-13 (test
/// `kWeightingAt48kIsTheStandards`).
///
/// One instance holds one channel's state. Not thread-safe.
final class KWeighting {
    private static final double SHELF_HZ = 1681.974450955533;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_DB = 3.999843853973347;

    /// Exponent of the band gain Vb = Vh^e of the shelf; 0.5 would be the textbook's, the table
    /// needs this.
    private static final double SHELF_BAND_EXPONENT = 0.4996667741545416;

    private static final double HIGHPASS_HZ = 38.13547087602444;
    private static final double HIGHPASS_Q = 0.5003270373238773;
    private static final double STANDARD_RATE_HZ = 48_000;
    private static final double CALIBRATION_HZ = 997;
    private static final double CALIBRATION_GAIN =
            new KWeighting(STANDARD_RATE_HZ).gainAt(CALIBRATION_HZ / STANDARD_RATE_HZ);

    /// States below this (-600 dB) are set to zero, before they become slow subnormal numbers.
    private static final double FLUSH = 1e-30;

    private final double s0;
    private final double s1;
    private final double s2;
    private final double sa1;
    private final double sa2;
    private final double h0;
    private final double ha1;
    private final double ha2;
    private double shelf1;
    private double shelf2;
    private double high1;
    private double high2;

    KWeighting(double sampleRateHz) {
        double k = Math.tan(Math.PI * SHELF_HZ / sampleRateHz);
        double high = Math.pow(10, SHELF_DB / 20);
        double band = Math.pow(high, SHELF_BAND_EXPONENT);
        double a0 = 1 + k / SHELF_Q + k * k;
        s0 = (high + band * k / SHELF_Q + k * k) / a0;
        s1 = 2 * (k * k - high) / a0;
        s2 = (high - band * k / SHELF_Q + k * k) / a0;
        sa1 = 2 * (k * k - 1) / a0;
        sa2 = (1 - k / SHELF_Q + k * k) / a0;

        double kh = Math.tan(Math.PI * HIGHPASS_HZ / sampleRateHz);
        double b0 = 1 + kh / HIGHPASS_Q + kh * kh;
        ha1 = 2 * (kh * kh - 1) / b0;
        ha2 = (1 - kh / HIGHPASS_Q + kh * kh) / b0;
        h0 =
                sampleRateHz == STANDARD_RATE_HZ
                        ? 1
                        : CALIBRATION_GAIN / gainAt(CALIBRATION_HZ / sampleRateHz);
    }

    /// Gain at a frequency in cycles per sample, for a high-pass numerator of exactly 1, -2, 1.
    private double gainAt(double cycles) {
        return gain(s0, s1, s2, sa1, sa2, cycles) * gain(1, -2, 1, ha1, ha2, cycles);
    }

    private static double gain(
            double b0, double b1, double b2, double a1, double a2, double cycles) {
        double cos1 = Math.cos(2 * Math.PI * cycles);
        double sin1 = Math.sin(2 * Math.PI * cycles);
        double cos2 = Math.cos(4 * Math.PI * cycles);
        double sin2 = Math.sin(4 * Math.PI * cycles);
        double above = Math.hypot(b0 + b1 * cos1 + b2 * cos2, b1 * sin1 + b2 * sin2);
        return above / Math.hypot(1 + a1 * cos1 + a2 * cos2, a1 * sin1 + a2 * sin2);
    }

    /// Filters `samples[from, to)` and returns `energy` plus the sum of the squares of the result.
    double addEnergy(double energy, float[] samples, int from, int to) {
        double z1 = shelf1;
        double z2 = shelf2;
        double w1 = high1;
        double w2 = high2;
        for (int i = from; i < to; i++) {
            double x = samples[i];
            double y = s0 * x + z1;
            z1 = s1 * x - sa1 * y + z2;
            z2 = s2 * x - sa2 * y;
            double v = h0 * y + w1;
            w1 = -2 * h0 * y - ha1 * v + w2;
            w2 = h0 * y - ha2 * v;
            energy += v * v;
        }
        shelf1 = z1;
        shelf2 = z2;
        high1 = w1;
        high2 = w2;
        return energy;
    }

    /// Sets vanishing states to zero. Call at places that do not depend on how the sound was cut
    /// into calls.
    void flush() {
        shelf1 = Math.abs(shelf1) < FLUSH ? 0 : shelf1;
        shelf2 = Math.abs(shelf2) < FLUSH ? 0 : shelf2;
        high1 = Math.abs(high1) < FLUSH ? 0 : high1;
        high2 = Math.abs(high2) < FLUSH ? 0 : high2;
    }

    /// `{b0, b1, b2, a1, a2}` of the shelf, for tests and reports.
    double[] shelfCoefficients() {
        return new double[] {s0, s1, s2, sa1, sa2};
    }

    /// `{b0, b1, b2, a1, a2}` of the high-pass, for tests and reports.
    double[] highPassCoefficients() {
        return new double[] {h0, -2 * h0, h0, ha1, ha2};
    }
}
