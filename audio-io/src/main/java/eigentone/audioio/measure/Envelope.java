package eigentone.audioio.measure;

/// The course of a sound's level: how it starts, how it dies away, how it trembles.
///
/// The envelope is the root mean square of stretches of 10 ms, one every 5 ms.
///
/// @param attackSeconds time from first reaching 10 % of the greatest level to first reaching 90 %
///   of it
/// @param decaySeconds time from the greatest level to the last moment within 20 dB of it
/// @param sustained true when the sound is within 20 dB of its greatest level until it ends
/// @param modulationHz rate of the strongest regular change of level, 1..20 Hz; 0 where the sound
///   is too short
/// @param modulationDb height of that change, peak, in dB; 6 dB halves and doubles
public record Envelope(
        double attackSeconds,
        double decaySeconds,
        boolean sustained,
        double modulationHz,
        double modulationDb) {
    private static final double HOP_SECONDS = 0.005;
    private static final double FLOOR = 1e-9;
    private static final double DECAY_RATIO = 0.1;
    private static final double BODY_RATIO = Math.pow(10, -30 / 20.0);
    private static final double MIN_MODULATION_HZ = 1;
    private static final double MAX_MODULATION_HZ = 20;

    /// Three turns of the slowest tremolo: with less, a swell looks like one.
    private static final int MIN_BODY_HOPS = (int) (3 / MIN_MODULATION_HZ / HOP_SECONDS);

    /// Measures a mono sound; silence gives zeros.
    ///
    /// @throws IllegalArgumentException if the rate is not above 0 or a sample is not finite
    public static Envelope of(float[] mono, double sampleRateHz) {
        Planar.checkMono("envelope", mono, sampleRateHz, 0);
        double[] level = levels(mono, sampleRateHz);
        int top = 0;
        for (int i = 0; i < level.length; i++) {
            top = level[i] > level[top] ? i : top;
        }
        if (level.length == 0 || level[top] <= FLOOR) {
            return new Envelope(0, 0, false, 0, 0);
        }
        double greatest = level[top];
        double attack = firstFrom(level, 0.9 * greatest) - firstFrom(level, 0.1 * greatest);
        int last = lastFrom(level, DECAY_RATIO * greatest);
        double[] tremolo =
                modulation(
                        level,
                        firstFrom(level, BODY_RATIO * greatest),
                        lastFrom(level, BODY_RATIO * greatest) + 1);
        return new Envelope(
                attack * HOP_SECONDS,
                (last - top) * HOP_SECONDS,
                last == level.length - 1,
                tremolo[0],
                tremolo[1]);
    }

    private static double[] levels(float[] mono, double sampleRateHz) {
        int count = (int) (mono.length / sampleRateHz / HOP_SECONDS) - 1;
        double[] level = new double[Math.max(0, count)];
        for (int i = 0; i < level.length; i++) {
            int from = (int) Math.round(i * HOP_SECONDS * sampleRateHz);
            int to = (int) Math.round((i + 2) * HOP_SECONDS * sampleRateHz);
            double energy = 0;
            for (int n = from; n < Math.min(to, mono.length); n++) {
                energy += (double) mono[n] * mono[n];
            }
            level[i] = Math.sqrt(energy / Math.max(1, to - from));
        }
        return level;
    }

    /// `{rate in Hz, depth in dB}` of the strongest line in the spectrum of the level in dB, less
    /// its straight line.
    private static double[] modulation(double[] level, int from, int to) {
        int count = to - from;
        if (count < MIN_BODY_HOPS) {
            return new double[] {0, 0};
        }
        double middle = (count - 1) / 2.0;
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += db(level[from + i]) / count;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            products += (i - middle) * (db(level[from + i]) - mean);
            squares += (i - middle) * (i - middle);
        }
        float[] rest = new float[count];
        for (int i = 0; i < count; i++) {
            rest[i] = (float) (db(level[from + i]) - mean - products / squares * (i - middle));
        }
        LineSpectrum spectrum = new LineSpectrum(rest, 1 / HOP_SECONDS, CosineWindow.HANN);
        LineSpectrum.Line line = spectrum.peak(MIN_MODULATION_HZ, MAX_MODULATION_HZ);
        return new double[] {line.frequencyHz(), line.amplitude()};
    }

    private static double db(double level) {
        return 20 * Math.log10(Math.max(level, FLOOR));
    }

    private static int firstFrom(double[] level, double threshold) {
        int i = 0;
        while (level[i] < threshold) {
            i++;
        }
        return i;
    }

    private static int lastFrom(double[] level, double threshold) {
        int i = level.length - 1;
        while (level[i] < threshold) {
            i--;
        }
        return i;
    }
}
