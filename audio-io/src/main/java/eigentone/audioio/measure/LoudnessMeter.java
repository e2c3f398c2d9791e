package eigentone.audioio.measure;

/// How loud a sound is to a listener: the loudness meter of broadcasting and streaming (EBU R 128).
///
///     power            sum over channels of weight * mean square of the K-weighted signal
///     loudness         -0.691 + 10 log10(power)
///     momentary        of 400 ms, renewed every 10 ms
///     short-term       of 3 s, renewed every 10 ms
///     integrated       of the mean power of the 400 ms blocks, one every 100 ms, that are above
///                      -70 LUFS and above the mean of those less 10 LU
///     loudness range   95 % less 10 % quantile of the short-term loudness, one every 100 ms,
///                      above -70 LUFS and above their mean less 20 LU
///
/// Source: ITU-R BS.1770-5 (filters, gating), EBU R 128, EBU Tech 3341 v4 (times), EBU Tech 3342 v4
/// (range). Blocks start and end at the frame nearest to the exact time, so nothing drifts at 11025
/// Hz or 44100 Hz. A sound shorter than 400 ms has no momentary and no integrated loudness, one
/// shorter than 3 s no short-term loudness: those read negative infinity, as silence does.
///
/// Use: `new LoudnessMeter(...)`, `add` any number of times, read at any time. The readings depend
/// on the sound only, bit for bit, never on how it was cut into calls. Not thread-safe; allocates
/// while it runs.
public final class LoudnessMeter {
    /// Lowest and highest rate at which the weighting's shelf at 1.7 kHz can be built and is of
    /// use.
    public static final double MIN_SAMPLE_RATE_HZ = 8_000;

    public static final double MAX_SAMPLE_RATE_HZ = 768_000;

    private static final double OFFSET_LU = -0.691;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double INTEGRATED_GATE_LU = -10;
    private static final double RANGE_GATE_LU = -20;
    private static final double RANGE_LOW = 0.10;
    private static final double RANGE_HIGH = 0.95;

    private static final int SLICES_PER_SECOND = 100;
    private static final int MOMENTARY_SLICES = 40;
    private static final int SHORT_TERM_SLICES = 300;
    private static final int HOP_SLICES = 10;

    private final double sampleRateHz;
    private final double[] weights;
    private final KWeighting[] filters;
    private final double[] sliceEnergies;
    private final double[] recentEnergy = new double[SHORT_TERM_SLICES];
    private final int[] recentFrames = new int[SHORT_TERM_SLICES];
    private final PowerHistory momentaryPowers = new PowerHistory();
    private final PowerHistory shortTermPowers = new PowerHistory();

    private long frames;
    private long slices;
    private long sliceStart;
    private long sliceEnd;
    private double momentary;
    private double shortTerm;
    private double momentaryMax;
    private double shortTermMax;

    /// A meter for the usual layout with so many channels, see [ChannelWeights#of].
    ///
    /// @param sampleRateHz 8000..768000 Hz
    /// @param channels 1 or more
    /// @throws IllegalArgumentException if either is outside its range
    public LoudnessMeter(double sampleRateHz, int channels) {
        this(sampleRateHz, ChannelWeights.of(channels));
    }

    /// A meter for any layout.
    ///
    /// @param sampleRateHz 8000..768000 Hz
    /// @throws IllegalArgumentException if the rate is outside its range
    public LoudnessMeter(double sampleRateHz, ChannelWeights weights) {
        if (!(sampleRateHz >= MIN_SAMPLE_RATE_HZ && sampleRateHz <= MAX_SAMPLE_RATE_HZ)) {
            throw new IllegalArgumentException(
                    "loudness meter 'sampleRateHz': expected 8000..768000 Hz, got "
                            + sampleRateHz
                            + " Hz; resample the sound first");
        }
        this.sampleRateHz = sampleRateHz;
        this.weights = weights.values();
        filters = new KWeighting[this.weights.length];
        for (int c = 0; c < filters.length; c++) {
            filters[c] = new KWeighting(sampleRateHz);
        }
        sliceEnergies = new double[filters.length];
        sliceEnd = sliceBoundary(1);
    }

    /// Loudness of a whole sound at once.
    public static LoudnessMeter of(float[][] channels, double sampleRateHz) {
        LoudnessMeter meter = new LoudnessMeter(sampleRateHz, channels.length);
        meter.add(channels, 0, channels.length == 0 ? 0 : channels[0].length);
        return meter;
    }

    /// Measures the frames `from` (included) to `to` (excluded) of `planar[channel][frame]`; reads
    /// only.
    ///
    /// @throws IllegalArgumentException if the number of channels or the range does not fit, or if
    ///   a sample is not finite; the meter is unchanged then
    public void add(float[][] planar, int from, int to) {
        Planar.check("loudness meter", planar, filters.length, from, to);
        int at = from;
        while (at < to) {
            int end = (int) Math.min(to, at + (sliceEnd - frames));
            for (int c = 0; c < filters.length; c++) {
                if (weights[c] > 0) {
                    sliceEnergies[c] = filters[c].addEnergy(sliceEnergies[c], planar[c], at, end);
                }
            }
            frames += end - at;
            at = end;
            if (frames == sliceEnd) {
                endSlice();
            }
        }
    }

    private long sliceBoundary(long slice) {
        return Math.round(slice * sampleRateHz / SLICES_PER_SECOND);
    }

    private void endSlice() {
        double energy = 0;
        for (int c = 0; c < filters.length; c++) {
            energy += weights[c] * sliceEnergies[c];
            sliceEnergies[c] = 0;
            filters[c].flush();
        }
        int place = (int) (slices % SHORT_TERM_SLICES);
        recentEnergy[place] = energy;
        recentFrames[place] = (int) (sliceEnd - sliceStart);
        slices++;
        sliceStart = sliceEnd;
        sliceEnd = sliceBoundary(slices + 1);
        boolean hop = slices % HOP_SLICES == 0;
        if (slices >= MOMENTARY_SLICES) {
            momentary = meanPower(MOMENTARY_SLICES);
            momentaryMax = Math.max(momentaryMax, momentary);
            if (hop) {
                momentaryPowers.add(momentary);
            }
        }
        if (slices >= SHORT_TERM_SLICES) {
            shortTerm = meanPower(SHORT_TERM_SLICES);
            shortTermMax = Math.max(shortTermMax, shortTerm);
            if (hop) {
                shortTermPowers.add(shortTerm);
            }
        }
    }

    /// Summed anew each time: a running sum would keep the rounding of everything that went through
    /// it.
    private double meanPower(int count) {
        double energy = 0;
        long length = 0;
        for (long s = slices - count; s < slices; s++) {
            int place = (int) (s % SHORT_TERM_SLICES);
            energy += recentEnergy[place];
            length += recentFrames[place];
        }
        return energy / length;
    }

    /// Loudness of the whole sound in LUFS; negative infinity when no block passes the -70 LUFS
    /// gate.
    public double integratedLufs() {
        double absolute = power(ABSOLUTE_GATE_LUFS);
        double ungated = momentaryPowers.meanAbove(absolute);
        double relative = ungated * Math.pow(10, INTEGRATED_GATE_LU / 10);
        return lufs(momentaryPowers.meanAbove(Math.max(absolute, relative)));
    }

    /// Loudness of the last 400 ms in LUFS; negative infinity for silence or before 400 ms.
    public double momentaryLufs() {
        return lufs(momentary);
    }

    /// Loudness of the last 3 s in LUFS; negative infinity for silence or before 3 s.
    public double shortTermLufs() {
        return lufs(shortTerm);
    }

    /// Largest momentary loudness so far in LUFS; negative infinity for silence or before 400 ms.
    public double momentaryMaxLufs() {
        return lufs(momentaryMax);
    }

    /// Largest short-term loudness so far in LUFS; negative infinity for silence or before 3 s.
    public double shortTermMaxLufs() {
        return lufs(shortTermMax);
    }

    /// Loudness range in LU, 0 or more; 0 for silence and for a sound shorter than 3 s.
    public double loudnessRangeLu() {
        double absolute = power(ABSOLUTE_GATE_LUFS);
        double relative = shortTermPowers.meanAbove(absolute) * Math.pow(10, RANGE_GATE_LU / 10);
        double[] sorted = shortTermPowers.sortedFrom(Math.max(absolute, relative));
        if (sorted.length == 0) {
            return 0;
        }
        return lufs(quantile(sorted, RANGE_HIGH)) - lufs(quantile(sorted, RANGE_LOW));
    }

    /// Frames measured so far.
    public long frames() {
        return frames;
    }

    private static double quantile(double[] sorted, double fraction) {
        return sorted[(int) Math.round((sorted.length - 1) * fraction)];
    }

    private static double lufs(double power) {
        return power > 0 ? OFFSET_LU + 10 * Math.log10(power) : Double.NEGATIVE_INFINITY;
    }

    private static double power(double lufs) {
        return Math.pow(10, (lufs - OFFSET_LU) / 10);
    }
}
