package eigentone.app.render;

import eigentone.audioio.file.SoundReader;
import eigentone.audioio.resample.Resampler;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sound file at the render's rate and width, read as it is needed.
///
/// A mono file goes to every input; a mono input gets the mean of all channels; otherwise channels
/// beyond the inputs are left out, and inputs beyond the channels are silent.
public final class SoundInput implements Closeable {
    private static final int READ_FRAMES = 8192;

    private final SoundReader reader;
    private final int channels;
    private final @Nullable Resampler resampler;
    private final float[][] raw;
    private final float[][] mapped;
    private float[][] ready;
    private int readyFrom;
    private int readyTo;
    private boolean ended;

    /// @param reader is closed with this
    /// @param rateHz of the render
    /// @param channels of the patch's input, 1 or more
    public SoundInput(SoundReader reader, double rateHz, int channels) {
        this.reader = reader;
        this.channels = channels;
        resampler =
                reader.sampleRateHz() == rateHz
                        ? null
                        : new Resampler(reader.sampleRateHz(), rateHz, channels);
        raw = new float[reader.channels()][READ_FRAMES];
        mapped = new float[channels][READ_FRAMES];
        ready = new float[channels][READ_FRAMES];
    }

    /// Reads ahead until `wanted` frames are ready or the file ends.
    ///
    /// @return how many are ready, at most `wanted`; 0 at the end
    public int prefetch(int wanted) throws IOException {
        while (readyTo - readyFrom < wanted && !ended) {
            int n = reader.read(raw, 0, READ_FRAMES);
            ended = n < READ_FRAMES;
            map(n);
            if (resampler == null) {
                append(mapped, n);
            } else {
                float[][] made = new float[channels][resampler.maxOutputFrames(n + READ_FRAMES)];
                int count = resampler.process(mapped, 0, n, made, 0);
                if (ended) {
                    count += resampler.finish(made, count);
                }
                append(made, count);
            }
        }
        return Math.min(wanted, readyTo - readyFrom);
    }

    private void map(int n) {
        for (int c = 0; c < channels; c++) {
            Arrays.fill(mapped[c], 0, n, 0);
            if (raw.length == 1) {
                System.arraycopy(raw[0], 0, mapped[c], 0, n);
            } else if (channels == 1) {
                for (float[] channel : raw) {
                    for (int t = 0; t < n; t++) {
                        mapped[0][t] += channel[t] / raw.length;
                    }
                }
            } else if (c < raw.length) {
                System.arraycopy(raw[c], 0, mapped[c], 0, n);
            }
        }
    }

    private void append(float[][] from, int n) {
        int left = readyTo - readyFrom;
        for (int c = 0; c < channels; c++) {
            float[] target = ready[c].length < left + n ? new float[2 * (left + n)] : ready[c];
            System.arraycopy(ready[c], readyFrom, target, 0, left);
            System.arraycopy(from[c], 0, target, left, n);
            ready[c] = target;
        }
        readyFrom = 0;
        readyTo = left + n;
    }

    /// The mean of the channels that [#take] gives next, which it does not take.
    void peek(float[] mono, int frames) {
        int n = Math.min(frames, readyTo - readyFrom);
        Arrays.fill(mono, 0, frames, 0);
        for (float[] channel : ready) {
            for (int t = 0; t < n; t++) {
                mono[t] += channel[readyFrom + t] / channels;
            }
        }
    }

    /// Fills `in` with what was fetched, then with silence.
    public void take(float[][] in, int frames) {
        int n = Math.min(frames, readyTo - readyFrom);
        for (int c = 0; c < channels; c++) {
            System.arraycopy(ready[c], readyFrom, in[c], 0, n);
            Arrays.fill(in[c], n, frames, 0);
        }
        readyFrom += n;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
