package eigentone.models.train.loss;

import java.util.List;

/// Difference of two sounds as short-time spectra of several resolutions: how it sounds, not where
/// the phase is.
///
///     L = mean over resolutions of  |A - B|_F / |B|_F  +  mean |log A - log B|
///
/// with the magnitudes A of the output and B of the target: spectral convergence (norms over all
/// frames, bins, channels and lanes) and log magnitude, in nepers. Magnitudes are sqrt(max(|X|^2,
/// 1e-7)). Frame f is centred on sample f * hop, the segment being mirrored at its ends; windows are
/// periodic Hann. Each channel of each lane is a sound of its own.
///
/// The mask is multiplied onto both sounds; a window under which it is 0 throughout does not count.
///
/// Source: R. Yamamoto, E. Song and J.-M. Kim, "Parallel WaveGAN", ICASSP 2020 (arXiv:1910.11480),
/// whose public code has the floor of 1e-7; the two terms are those of S. O. Arik, H. Jun and G.
/// Diamos, arXiv:1808.06719. C. J. Steinmetz and J. D. Reiss, "auraloss", DMRN+15, 2020, is the same
/// with other floors.
public record MultiResolutionStft(List<Resolution> resolutions) implements Loss {
    /// One spectrogram.
    ///
    /// @param size points of the transform, even
    /// @param hop samples from frame to frame
    /// @param window samples of the window, at most `size`; the rest is 0 on both sides
    public record Resolution(int size, int hop, int window) {
        /// @throws IllegalArgumentException outside of these
        public Resolution {
            if (size < 2 || size % 2 != 0 || hop < 1 || window < 2 || window > size) {
                throw new IllegalArgumentException(
                        "resolution: expected an even size, a hop from 1 and a window 2..size,"
                                + " got %d, %d and %d".formatted(size, hop, window));
            }
        }
    }

    /// @throws IllegalArgumentException without resolutions
    public MultiResolutionStft {
        if (resolutions.isEmpty()) {
            throw new IllegalArgumentException("stft: expected one resolution or more, got none");
        }
        resolutions = List.copyOf(resolutions);
    }

    /// The three resolutions of Yamamoto et al.: 1024, 2048 and 512 points, windows of 600, 1200
    /// and 240 samples, hops of 120, 240 and 50.
    public static MultiResolutionStft yamamoto() {
        return new MultiResolutionStft(
                List.of(
                        new Resolution(1024, 120, 600),
                        new Resolution(2048, 240, 1200),
                        new Resolution(512, 50, 240)));
    }

    @Override
    public String name() {
        return "stft";
    }

    @Override
    public int outputWidth(int targetWidth) {
        return targetWidth;
    }

    @Override
    public int sums() {
        return 4 * resolutions.size();
    }

    /// @throws IllegalArgumentException also when the segment is no longer than half a transform
    @Override
    public void add(Frames output, Frames target, float[] mask, double[] sums) {
        check(output, target, mask);
        for (int r = 0; r < resolutions.size(); r++) {
            Spectrogram spectrogram = new Spectrogram(resolutions.get(r), output.frames());
            for (int c = 0; c < output.width(); c++) {
                for (int l = 0; l < output.lanes(); l++) {
                    double[] own = new double[4];
                    spectrogram.add(Sounds.of(output, target, mask, c, l), own);
                    for (int i = 0; i < 4; i++) {
                        sums[4 * r + i] += own[i];
                    }
                }
            }
        }
    }

    private void check(Frames output, Frames target, float[] mask) {
        Checked.shapes(this, output, target, mask);
        for (Resolution r : resolutions) {
            if (output.frames() <= r.size / 2) {
                throw new IllegalArgumentException(
                        "stft: expected segments of more than %d frames, half a transform of %d,"
                                        .formatted(r.size / 2, r.size)
                                + " got %d; try longer segments or smaller resolutions"
                                        .formatted(output.frames()));
            }
        }
    }

    @Override
    public double value(double[] sums) {
        double sum = 0;
        for (int r = 0; r < resolutions.size(); r++) {
            double count = Checked.weight(this, sums[4 * r + 3]);
            // The floor of the magnitudes keeps the denominator above 0.
            sum += Math.sqrt(sums[4 * r] / sums[4 * r + 1]) + sums[4 * r + 2] / count;
        }
        return sum / resolutions.size();
    }

    @Override
    public void gradient(
            Frames output, Frames target, float[] mask, double[] sums, Frames gradient) {
        Checked.gradient(this, output, gradient);
        check(output, target, mask);
        int count = resolutions.size();
        Spectrogram[] spectrograms = new Spectrogram[count];
        for (int r = 0; r < count; r++) {
            spectrograms[r] = new Spectrogram(resolutions.get(r), output.frames());
        }
        for (int c = 0; c < output.width(); c++) {
            for (int l = 0; l < output.lanes(); l++) {
                Sounds sounds = Sounds.of(output, target, mask, c, l);
                double[] total = new double[output.frames()];
                for (int r = 0; r < count; r++) {
                    double s0 = sums[4 * r], s1 = sums[4 * r + 1];
                    double convergence = s0 > 0 ? 1 / Math.sqrt(s0 * s1) : 0;
                    spectrograms[r].gradient(
                            sounds, convergence / count, 1 / (count * sums[4 * r + 3]), total);
                }
                for (int t = 0; t < total.length; t++) {
                    double m = sounds.mask()[t];
                    gradient.values()[gradient.index(t, c, l)] = (float) (m * total[t]);
                }
            }
        }
    }
}
