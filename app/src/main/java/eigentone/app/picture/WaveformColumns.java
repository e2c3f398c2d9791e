package eigentone.app.picture;

/// One channel cut into columns: lowest and highest point of the wave and its root mean square in
/// each.
///
/// The wave is taken as straight lines between frames, so that a column narrower than a frame still
/// has its piece of the line. Samples that are not finite count as 0 and mark their column as
/// faulty.
///
/// @param low lowest value per column
/// @param high highest value per column
/// @param rms root mean square per column
/// @param faulty columns with a sample beyond ±1 or not finite
record WaveformColumns(float[] low, float[] high, float[] rms, boolean[] faulty) {
    static WaveformColumns of(float[] samples, int columns) {
        WaveformColumns result =
                new WaveformColumns(
                        new float[columns],
                        new float[columns],
                        new float[columns],
                        new boolean[columns]);
        if (samples.length > 0) {
            for (int c = 0; c < columns; c++) {
                result.fill(c, samples, columns);
            }
        }
        return result;
    }

    private void fill(int column, float[] samples, int columns) {
        double start = (double) samples.length * column / columns;
        double end = (double) samples.length * (column + 1) / columns;
        float first = at(samples, start);
        float last = at(samples, end);
        float lowest = Math.min(first, last);
        float highest = Math.max(first, last);
        double energy = 0;
        int count = 0;
        for (int n = (int) Math.ceil(start); n < end; n++) {
            float x = finite(samples[n]);
            lowest = Math.min(lowest, x);
            highest = Math.max(highest, x);
            energy += (double) x * x;
            count++;
            faulty[column] |= !(Math.abs(samples[n]) <= 1);
        }
        low[column] = lowest;
        high[column] = highest;
        rms[column] =
                count == 0
                        ? (float) Math.sqrt((first * first + last * last) / 2)
                        : (float) Math.sqrt(energy / count);
    }

    /// Value of the straight line between two frames.
    private static float at(float[] samples, double position) {
        int n = Math.min((int) position, samples.length - 1);
        int next = Math.min(n + 1, samples.length - 1);
        float a = finite(samples[n]);
        return (float) (a + (position - n) * (finite(samples[next]) - a));
    }

    private static float finite(float x) {
        return Float.isFinite(x) ? x : 0;
    }

    /// Largest magnitude of all columns.
    float peak() {
        float peak = 0;
        for (int c = 0; c < low.length; c++) {
            peak = Math.max(peak, Math.max(-low[c], high[c]));
        }
        return peak;
    }
}
