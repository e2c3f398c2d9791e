package eigentone.analysis;

/// What was heard up to a frame.
///
/// @param endFrame the frame after the last that was heard
/// @param pitch as a note number, 69 is 440 Hz; NaN without one
/// @param confidence how periodic the sound is, 0..1
/// @param levelDb effective value of the last eight hops, dBFS, -120 in silence
/// @param brightnessHz centre of the spectrum; NaN below the gate
/// @param onsetFrame where something began that is told now; -1 when nothing is
/// @param onsetDb its first peak, dBFS
/// @param tempo beats per minute, when an onset has renewed it; else NaN
public record Heard(
        long endFrame,
        double pitch,
        double confidence,
        double levelDb,
        double brightnessHz,
        long onsetFrame,
        double onsetDb,
        double tempo) {
    private static final double QUIETEST_DB = -60;
    private static final double DULLEST_HZ = 100;
    private static final double BRIGHTEST_HZ = 10_000;

    public boolean hasPitch() {
        return !Double.isNaN(pitch);
    }

    public boolean isOnset() {
        return onsetFrame >= 0;
    }

    /// The level from -60 dBFS and below to 0 dBFS, as 0..1.
    public double loudness() {
        return loudness(levelDb);
    }

    /// `db` from -60 dBFS and below to 0 dBFS, as 0..1.
    static double loudness(double db) {
        return Math.clamp(1 - db / QUIETEST_DB, 0, 1);
    }

    /// The centre of the spectrum from 100 Hz and below to 10 kHz in equal intervals, as 0..1; NaN
    /// below the gate.
    public double brightness() {
        double octaves = StrictMath.log(brightnessHz / DULLEST_HZ);
        return Math.clamp(octaves / StrictMath.log(BRIGHTEST_HZ / DULLEST_HZ), 0, 1);
    }
}
