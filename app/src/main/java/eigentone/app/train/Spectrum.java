package eigentone.app.train;

import eigentone.audioio.measure.CosineWindow;
import eigentone.audioio.measure.RealFft;

/// Mean level of a sound in sixth-octave bands.
///
/// @param hz centres
/// @param db each band's power, relative to a full-scale sine's
record Spectrum(double[] hz, double[] db) {
    private static final int SIZE = 8192;
    private static final double LOWEST_HZ = 25, PER_OCTAVE = 6, FLOOR_DB = -160;

    static Spectrum of(float[] samples, double rateHz) {
        RealFft fft = new RealFft(SIZE);
        double[] window = CosineWindow.HANN.unitSum(SIZE);
        double[] block = new double[SIZE], power = new double[SIZE / 2 + 1];
        double[] sum = new double[SIZE / 2 + 1];
        int blocks = 0;
        for (int from = 0; blocks == 0 || from + SIZE <= samples.length; from += SIZE / 2) {
            for (int i = 0; i < SIZE; i++) {
                block[i] = from + i < samples.length ? window[i] * samples[from + i] : 0;
            }
            fft.power(block, power);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += power[k];
            }
            blocks++;
        }
        int bands = (int) (PER_OCTAVE * Math.log(0.45 * rateHz / LOWEST_HZ) / Math.log(2));
        double[] hz = new double[bands], db = new double[bands];
        double half = Math.pow(2, 0.5 / PER_OCTAVE);
        for (int b = 0; b < bands; b++) {
            hz[b] = LOWEST_HZ * Math.pow(2, b / PER_OCTAVE);
            int low = (int) Math.ceil(hz[b] / half * SIZE / rateHz);
            int high = Math.max(low, (int) Math.floor(hz[b] * half * SIZE / rateHz));
            double total = 0;
            for (int k = low; k <= high; k++) {
                total += sum[k];
            }
            // A sine of amplitude 1 has power 1/4 at its bin, and half as much again beside it.
            double mean = 4 * total / blocks / 1.5;
            db[b] = Math.max(FLOOR_DB, 10 * Math.log10(Math.max(mean, 1e-300)));
        }
        return new Spectrum(hz, db);
    }
}
