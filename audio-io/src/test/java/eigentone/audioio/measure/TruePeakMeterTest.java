package eigentone.audioio.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// True peak against EBU Tech 3341 (table 1, cases 15 to 19) and against waves of known peak.
class TruePeakMeterTest {
    private static final double RATE_HZ = 48_000;

    /// Sines of a whole number of frames per period, sampled at and off their peaks.
    @ParameterizedTest
    @CsvSource({
        "15, 4, 0.50, 0, -6.0",
        "16, 4, 0.50, 45, -6.0",
        "17, 6, 0.50, 60, -6.0",
        "18, 8, 0.50, 67.5, -6.0",
        "19, 4, 1.41, 45, 3.0"
    })
    void cases15To19(
            int number, int framesPerPeriod, double amplitude, double degrees, double dbtp) {
        float[] wave =
                Signals.sine(RATE_HZ / framesPerPeriod, amplitude, degrees / 360, RATE_HZ, 48_000);
        fadeEnds(wave);
        TruePeakMeter meter = TruePeakMeter.of(Signals.same(2, wave), RATE_HZ);
        assertThat(meter.truePeakDbtp()).as("case %d", number).isBetween(dbtp - 0.4, dbtp + 0.2);
    }

    /// As cases 20 to 23, with a band-limited pulse whose top is 1: it lies at the four possible
    /// places between two samples.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void peaksAreFoundAtEveryPhase(int phase) {
        float[] wave = new float[4800];
        for (int n = 0; n < wave.length; n++) {
            double t = n - 2400 - phase / 4.0;
            wave[n] = (float) (Math.exp(-t * t / 800) * Math.cos(2 * Math.PI * t / 6));
        }
        assertThat(TruePeakMeter.of(new float[][] {wave}, RATE_HZ).truePeakDbtp())
                .isBetween(-0.4, 0.2);
    }

    /// Fades of 10 ms: the overshoot of an abrupt start is real, and not what is asked here.
    private static void fadeEnds(float[] wave) {
        for (int n = 0; n < 480; n++) {
            float gain = (float) (0.5 - 0.5 * Math.cos(Math.PI * n / 480));
            wave[n] *= gain;
            wave[wave.length - 1 - n] *= gain;
        }
    }

    /// Every frequency up to the documented one, phases at random.
    @ParameterizedTest
    @CsvSource({
        "44100, 18000",
        "48000, 20000",
        "88200, 36000",
        "96000, 40000",
        "176400, 40000",
        "192000, 40000"
    })
    void readsSinesWithinTheTolerance(double rateHz, double highestHz) {
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            double hz = 20 * Math.pow(highestHz / 20, i / 39.0);
            float[] wave = Signals.sine(hz, 0.5, random.nextDouble(), rateHz, (int) (rateHz / 5));
            fadeEnds(wave);
            double read = TruePeakMeter.of(new float[][] {wave}, rateHz).truePeakDbtp();
            assertThat(read).as("%s Hz", hz).isBetween(-6.02 - 0.4, -6.02 + 0.05);
        }
    }

    /// The planted fault: a meter of samples only misses case 16 by 3 dB.
    @Test
    void samplesAloneWouldFailCase16() {
        float[] wave = Signals.sine(12_000, 0.5, 0.125, RATE_HZ, 4800);
        TruePeakMeter meter = TruePeakMeter.of(new float[][] {wave}, RATE_HZ);
        assertThat(meter.samplePeakDbfs()).isCloseTo(-9.03, within(0.01)).isLessThan(-6.4);
        assertThat(meter.truePeak(0)).isGreaterThan(meter.samplePeak(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anySplitGivesTheSameBits(long seed) {
        float[][] planar = {Signals.noise(seed, 0.1, 30_000), Signals.noise(seed + 9, 0.2, 30_000)};
        TruePeakMeter whole = TruePeakMeter.of(planar, RATE_HZ);
        TruePeakMeter split = new TruePeakMeter(RATE_HZ, 2);
        Random random = new Random(seed);
        for (int at = 0; at < 30_000; ) {
            int to = Math.min(30_000, at + random.nextInt(70));
            split.add(planar, at, to);
            at = to;
        }
        for (int c = 0; c < 2; c++) {
            assertThat(split.truePeak(c)).isEqualTo(whole.truePeak(c));
            assertThat(split.samplePeak(c)).isEqualTo(whole.samplePeak(c));
        }
    }

    /// Quiet stretches are passed over; backwards others are passed over, with the same result.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void passingOverQuietStretchesMissesNothing(long seed) {
        float[] wave = Signals.noise(seed, 0.1, 4000);
        float[] reversed = new float[wave.length];
        for (int n = 0; n < wave.length; n++) {
            reversed[n] = wave[wave.length - 1 - n];
        }
        double peak = TruePeakMeter.of(new float[][] {wave}, RATE_HZ).truePeak(0);
        assertThat(TruePeakMeter.of(new float[][] {reversed}, RATE_HZ).truePeak(0))
                .isCloseTo(peak, within(1e-12));
    }

    @Test
    void silenceAndEmptyReadNegativeInfinity() {
        assertThat(TruePeakMeter.of(new float[2][100], RATE_HZ).truePeakDbtp())
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(TruePeakMeter.of(new float[2][0], RATE_HZ).samplePeakDbfs())
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void theLastSampleCounts() {
        float[] wave = new float[10];
        wave[9] = -0.75f;
        TruePeakMeter meter = TruePeakMeter.of(new float[][] {wave}, RATE_HZ);
        assertThat(meter.samplePeak(0)).isEqualTo(0.75);
        assertThat(meter.truePeak(0)).isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> new TruePeakMeter(0, 1)).hasMessageContaining("got 0.0 Hz");
        assertThatThrownBy(() -> new TruePeakMeter(48_000, 0)).hasMessageContaining("got 0");
        float[][] broken = {{0, Float.POSITIVE_INFINITY}};
        assertThatThrownBy(() -> TruePeakMeter.of(broken, 48_000))
                .hasMessageContaining("at frame 1");
    }
}
