package eigentone.audioio.measure;

import java.util.Arrays;

/// The colour of a sound: where its energy lies on the frequency axis.
///
///     P          power from 20 Hz to 20 kHz, mean of Hann windows of 4096 frames, half overlapped
///     centroid   sum of f P(f) / sum of P(f)
///     flatness   geometric mean of P / arithmetic mean of P: 0 a tone, 1 white noise
///     bands      share of each of ten octaves around 31.25, 62.5 ... 16000 Hz in the whole, in dB,
///                -80 at least
///
/// Source: Peeters, "A large set of audio features for sound description", IRCAM 2004; octaves as
/// in IEC 61260.
///
/// @param centroidHz centre of gravity of the power spectrum; 0 for silence
/// @param flatness 0..1
/// @param bandsDb ten values, the octave around 31.25 Hz first
public record Timbre(double centroidHz, double flatness, double[] bandsDb) {
    /// Number of octave bands.
    public static final int BANDS = 10;

    private static final int SIZE = 4096;
    private static final double LOWEST_CENTRE_HZ = 31.25;
    private static final double FLOOR_DB = -80;
    private static final double LOW_HZ = 20;
    private static final double HIGH_HZ = 20_000;

    public Timbre {
        if (bandsDb.length != BANDS) {
            throw new IllegalArgumentException(
                    "timbre 'bandsDb': expected " + BANDS + " values, got " + bandsDb.length);
        }
        bandsDb = bandsDb.clone();
    }

    @Override
    public double[] bandsDb() {
        return bandsDb.clone();
    }

    /// Measures a mono sound of any length; silence gives centroid 0, flatness 0 and all bands at
    /// -80 dB.
    ///
    /// @throws IllegalArgumentException if the rate is not above 0 or a sample is not finite
    public static Timbre of(float[] mono, double sampleRateHz) {
        Planar.checkMono("timbre", mono, sampleRateHz, 0);
        double[] power = meanPower(mono);
        double stepHz = sampleRateHz / SIZE;
        double total = 0;
        double moment = 0;
        double logs = 0;
        int count = 0;
        double[] bands = new double[BANDS];
        for (int k = 1; k < power.length; k++) {
            double hz = k * stepHz;
            if (hz >= LOW_HZ && hz <= HIGH_HZ) {
                total += power[k];
                moment += hz * power[k];
                logs += Math.log(Math.max(power[k], Double.MIN_NORMAL));
                count++;
                int band = (int) Math.rint(Math.log(hz / LOWEST_CENTRE_HZ) / Math.log(2));
                bands[Math.clamp(band, 0, BANDS - 1)] += power[k];
            }
        }
        if (total == 0) {
            Arrays.fill(bands, FLOOR_DB);
            return new Timbre(0, 0, bands);
        }
        for (int b = 0; b < BANDS; b++) {
            bands[b] = Math.max(FLOOR_DB, 10 * Math.log10(bands[b] / total));
        }
        return new Timbre(moment / total, Math.exp(logs / count) / (total / count), bands);
    }

    private static double[] meanPower(float[] mono) {
        double[] window = CosineWindow.HANN.unitSum(SIZE);
        RealFft fft = new RealFft(SIZE);
        double[] frame = new double[SIZE];
        double[] power = new double[SIZE / 2 + 1];
        double[] sum = new double[SIZE / 2 + 1];
        // From half a window before the sound to half a window after it: every frame weighs the
        // same.
        for (int start = -SIZE / 2; start < mono.length; start += SIZE / 2) {
            for (int i = 0; i < SIZE; i++) {
                int n = start + i;
                frame[i] = n >= 0 && n < mono.length ? window[i] * mono[n] : 0;
            }
            fft.power(frame, power);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += power[k];
            }
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timbre that
                && centroidHz == that.centroidHz
                && flatness == that.flatness
                && Arrays.equals(bandsDb, that.bandsDb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bandsDb);
    }

    @Override
    public String toString() {
        return "Timbre[centroidHz="
                + centroidHz
                + ", flatness="
                + flatness
                + ", bandsDb="
                + Arrays.toString(bandsDb)
                + "]";
    }
}
