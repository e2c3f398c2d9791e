package eigentone.audioio.measure;

import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.utils.CommonUtils;

/// Spectrum of real samples, of one length, by the fast Fourier transform of JTransforms.
///
/// Not thread-safe: each thread takes its own.
public final class RealFft {
    // JTransforms would start threads from 8192 points on. One transform is done within
    // milliseconds, callers run many in parallel where it pays, and a meter must not leave threads
    // behind.
    static {
        CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Integer.MAX_VALUE);
        CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Integer.MAX_VALUE);
    }

    private final int size;
    private final DoubleFFT_1D transform;
    private final double[] work;

    /// @param size number of points, even, 2 or more; powers of two are fastest
    /// @throws IllegalArgumentException for any other size
    public RealFft(int size) {
        if (size < 2 || size % 2 != 0) {
            throw new IllegalArgumentException(
                    "FFT 'size': expected an even number from 2, got " + size);
        }
        this.size = size;
        transform = new DoubleFFT_1D(size);
        work = new double[size];
    }

    /// Number of points.
    public int size() {
        return size;
    }

    /// Squared magnitudes of the bins 0 to `size / 2` of `samples[0, size)`, unscaled: a sine of
    /// amplitude 1 in the middle of a bin gives (size / 2)^2.
    ///
    /// @param samples at least `size` values; only read
    /// @param power receives `size / 2 + 1` values
    public void power(double[] samples, double[] power) {
        System.arraycopy(samples, 0, work, 0, size);
        transform.realForward(work);
        power[0] = work[0] * work[0];
        power[size / 2] = work[1] * work[1];
        for (int k = 1; k < size / 2; k++) {
            power[k] = work[2 * k] * work[2 * k] + work[2 * k + 1] * work[2 * k + 1];
        }
    }

    /// The spectrum of `samples[0, size)`, X_k = sum x_n e^(-2 pi i k n / size), unscaled: the real
    /// parts of the bins 0 and `size / 2`, then real and imaginary part of each bin between them.
    ///
    /// @param samples at least `size` values; only read
    /// @param spectrum receives `size` values; may be `samples`
    public void forward(double[] samples, double[] spectrum) {
        System.arraycopy(samples, 0, work, 0, size);
        transform.realForward(work);
        System.arraycopy(work, 0, spectrum, 0, size);
    }

    /// The transpose of [#forward]: from the gradient of a number by the real and imaginary part of
    /// each bin to its gradient by the samples, x_n = sum over bins 0 to `size / 2` of Re(G_k e^(2
    /// pi i k n / size)).
    ///
    /// @param gradient laid out like a spectrum; only read
    /// @param samples receives `size` values; may be `gradient`
    public void adjoint(double[] gradient, double[] samples) {
        work[0] = size * gradient[0];
        work[1] = size * gradient[1];
        // The inverse counts each bin between the ends twice, for its mirror image.
        for (int i = 2; i < size; i++) {
            work[i] = 0.5 * size * gradient[i];
        }
        transform.realInverse(work, true);
        System.arraycopy(work, 0, samples, 0, size);
    }

    /// The inverse of [#forward].
    ///
    /// @param spectrum laid out as [#forward] does; only read
    /// @param samples receives `size` values; may be `spectrum`
    public void inverse(double[] spectrum, double[] samples) {
        System.arraycopy(spectrum, 0, work, 0, size);
        transform.realInverse(work, true);
        System.arraycopy(work, 0, samples, 0, size);
    }
}
