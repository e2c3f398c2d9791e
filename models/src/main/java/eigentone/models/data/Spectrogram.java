package eigentone.models.data;

import eigentone.audioio.measure.CosineWindow;
import eigentone.audioio.measure.RealFft;

/// A sound as a sequence of spectra: frames of `size / 2 + 1` magnitudes, `hop` samples apart.
///
///     frame[t][k] = 2 |sum over i of w[i] x[t * hop + i] e^(-2 pi j k i / size)|     sum of w = 1
///
/// A sine of amplitude 1 in the middle of a bin has the magnitude 1. The window is Hann's. A frame
/// begins at every hop from the first sample on as long as it is whole.
///
/// @param size points of a transform, even
/// @param hop samples from one frame to the next
/// @param decibels magnitudes in dB, from -100 dB up, instead of linear ones
public record Spectrogram(int size, int hop, boolean decibels) {
    /// Below, there is noise that nobody hears; a logarithm needs an end.
    private static final double FLOOR = 1e-5;

    /// @throws IllegalArgumentException if the size is odd or a number below its range
    public Spectrogram {
        if (size < 2 || size % 2 != 0 || hop < 1) {
            throw new IllegalArgumentException(
                    "spectrogram: expected an even size from 2 and a hop from 1, got %d and %d"
                            .formatted(size, hop));
        }
    }

    /// The frames of a mono sound.
    ///
    /// @throws IllegalArgumentException if the sound is shorter than one frame or wider than mono
    public DenseSequence of(DenseSequence sound) {
        if (sound.width() != 1 || sound.frames() < size) {
            throw new IllegalArgumentException(
                    "sound '%s': expected 1 channel of at least %d frames, got %d of %d"
                            .formatted(sound.name(), size, sound.width(), sound.frames()));
        }
        int frames = (sound.frames() - size) / hop + 1;
        int bins = size / 2 + 1;
        float[] values = new float[Math.multiplyExact(frames, bins)];
        RealFft fft = new RealFft(size);
        double[] window = CosineWindow.HANN.unitSum(size);
        double[] windowed = new double[size];
        double[] power = new double[bins];
        for (int t = 0; t < frames; t++) {
            for (int i = 0; i < size; i++) {
                windowed[i] = window[i] * sound.values()[t * hop + i];
            }
            fft.power(windowed, power);
            for (int k = 0; k < bins; k++) {
                double magnitude = 2 * Math.sqrt(power[k]);
                double value = decibels ? 20 * Math.log10(Math.max(FLOOR, magnitude)) : magnitude;
                values[t * bins + k] = (float) value;
            }
        }
        return new DenseSequence(sound.name(), bins, values);
    }
}
