package eigentone.analysis;

import eigentone.engine.graph.Plan;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;

/// Synthesised sounds of which everything is known.
final class Sounds {
    private Sounds() {}

    /// What begins at known times.
    enum Kind {
        /// A millisecond of a pulse.
        CLICK,
        /// Noise that dies away.
        CLAP,
        /// A bar or bell of three partials.
        STRUCK,
        /// A bare sine with a soft beginning: the hardest.
        SINE
    }

    static double hz(double key) {
        return 440 * Math.pow(2, (key - 69) / 12);
    }

    static double cents(double hz, double of) {
        return 1200 * Math.log(hz / of) / Math.log(2);
    }

    /// A sum of overtones below the Nyquist frequency.
    ///
    /// @param vibratoSemitones to either side, 5.5 times a second
    static float[] tone(
            double rateHz, double hz, double seconds, boolean saw, double vibratoSemitones) {
        float[] x = new float[(int) (seconds * rateHz)];
        double phase = 0.3;
        int top = saw ? (int) (0.45 * rateHz / hz) : 1;
        for (int t = 0; t < x.length; t++) {
            double bend = vibratoSemitones * Math.sin(2 * Math.PI * 5.5 * t / rateHz);
            phase += 2 * Math.PI * hz * Math.pow(2, bend / 12) / rateHz;
            double sum = 0;
            for (int k = 1; k <= top; k++) {
                sum += Math.sin(k * phase) / k;
            }
            x[t] = (float) (0.25 * sum);
        }
        return x;
    }

    /// A bundled preset holds `key`.
    static float[] preset(String name, double rateHz, int key, double seconds) throws IOException {
        Plan plan = Plan.compile(PresetLibrary.standard().load(name).patch(), rateHz, 512, 1);
        plan.events().noteOn(0, 0, key, key, 0.8);
        float[] x = new float[(int) (seconds * rateHz)];
        float[][] out = new float[plan.patch().outputChannels()][512];
        for (int t = 0; t < x.length; t += 512) {
            int n = Math.min(512, x.length - t);
            plan.process(new float[plan.patch().inputChannels()][512], out, n);
            System.arraycopy(out[0], 0, x, t, n);
        }
        return x;
    }

    /// Noise with an effective value of `db`.
    static float[] noise(double rateHz, double seconds, double db) {
        float[] x = new float[(int) (seconds * rateHz)];
        Random random = new Random(3);
        double gain = Math.pow(10, db / 20);
        for (int t = 0; t < x.length; t++) {
            x[t] = (float) (gain * random.nextGaussian());
        }
        return x;
    }

    /// Adds something that begins at each of `seconds`.
    static void strike(float[] x, double rateHz, Kind kind, double db, double... seconds) {
        SplittableRandom keys = new SplittableRandom(3);
        Random random = new Random(4);
        double gain = Math.pow(10, db / 20);
        for (double s : seconds) {
            int from = (int) Math.round(s * rateHz);
            double w = 2 * Math.PI * hz(45 + keys.nextInt(37));
            for (int t = from; t < Math.min(x.length, from + (int) (3 * rateHz)); t++) {
                double u = (t - from) / rateHz;
                x[t] += (float) (gain * strike(kind, u, w, random));
            }
        }
    }

    private static double strike(Kind kind, double u, double w, Random random) {
        return switch (kind) {
            case CLICK -> u < 0.0005 ? 1 : u < 0.001 ? -1 : 0;
            case CLAP -> 0.4 * Math.exp(-u / 0.02) * random.nextGaussian();
            case STRUCK ->
                    0.5
                            * Math.exp(-u / 0.3)
                            * Math.min(1, u / 0.002)
                            * (Math.sin(w * u)
                                    + 0.5 * Math.exp(-u / 0.1) * Math.sin(2.76 * w * u)
                                    + 0.3 * Math.exp(-u / 0.05) * Math.sin(5.4 * w * u));
            case SINE -> Math.exp(-u / 0.3) * Math.min(1, u / 0.005) * Math.sin(w * u);
        };
    }

    /// 0.5 s, then about every 0.45 s.
    static double[] times(int count) {
        SplittableRandom random = new SplittableRandom(7);
        double[] times = new double[count];
        Arrays.setAll(times, i -> 0.5 + 0.4 * i + 0.1 * random.nextDouble());
        return times;
    }
}
