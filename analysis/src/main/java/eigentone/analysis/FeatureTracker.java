package eigentone.analysis;

import java.util.Arrays;
import java.util.function.Consumer;

/// Listens to one channel: pitch, onsets, level, brightness, tempo, hop by hop.
///
/// A hop is [#hopFrames()] frames and ends at a multiple of it, so the same sound at the same
/// frames is heard the same, however it is cut into pieces. It works on whichever thread feeds it
/// and is not for the audio thread: TarsosDSP allocates.
public final class FeatureTracker {
    /// 128 frames at 44.1 and 48 kHz: 2.7 to 2.9 ms.
    private static final double HOP_SECONDS = 128 / 46_000.0;

    private static final int SPECTRUM_HOPS = 4;
    private static final int LEVEL_HOPS = 8;

    /// The pitch of a voice is not faster.
    private static final int PITCH_HOPS = 2;

    private static final double SILENCE_DB = -120;

    private final int hop;
    private final double gateDb;
    private final float[] recent;
    private final float[] newest;
    private final double[] squares = new double[LEVEL_HOPS];
    private final Yin yin;
    private final Spectrum spectrum;
    private final Strikes strikes;
    private final Beats beats;
    private long frame;
    private int filled;
    private double pitch;
    private double confidence;

    /// What is listened for.
    ///
    /// @param lowestHz no lower pitch is heard; two periods of it are waited for
    /// @param highestHz no higher pitch is heard
    /// @param gateDb what is quieter has no pitch, brightness or onset, dBFS
    /// @param gapSeconds least time from one onset to the next
    public record Attention(double lowestHz, double highestHz, double gateDb, double gapSeconds) {
        public static final Attention USUAL = new Attention(60, 1200, -50, 0.06);
    }

    public FeatureTracker(double rateHz, Attention to) {
        hop = hopFrames(rateHz);
        gateDb = to.gateDb();
        yin = new Yin(rateHz, to.lowestHz(), Math.min(to.highestHz(), rateHz / 4.01));
        spectrum = new Spectrum(rateHz, SPECTRUM_HOPS * hop);
        strikes = new Strikes(spectrum, rateHz, hop, to.gateDb(), to.gapSeconds());
        beats = new Beats(rateHz);
        recent = new float[Math.max(yin.windowFrames(), SPECTRUM_HOPS * hop)];
        newest = new float[hop];
        begin(0);
    }

    /// Frames from one look to the next: a power of two near 2.8 ms.
    public static int hopFrames(double rateHz) {
        return 1 << Math.max(4, (int) Math.rint(Math.log(rateHz * HOP_SECONDS) / Math.log(2)));
    }

    /// Frames of sound in which pitch is looked for; what is heard is that of their middle.
    public int pitchWindowFrames() {
        return yin.windowFrames();
    }

    /// Forgets everything; the next sound is that of `atFrame`.
    public void begin(long atFrame) {
        frame = atFrame;
        filled = (int) Math.floorMod(atFrame, (long) hop);
        Arrays.fill(recent, 0);
        Arrays.fill(newest, 0);
        Arrays.fill(squares, 0);
        strikes.begin();
        beats.begin();
        pitch = Double.NaN;
        confidence = 0;
    }

    /// The frame that the next sound is.
    public long frame() {
        return frame;
    }

    /// Hears `frames` frames; `to` gets every hop that ends within them. NaN and infinity count as
    /// 0.
    public void feed(float[] mono, int from, int frames, Consumer<Heard> to) {
        int done = 0;
        while (done < frames) {
            int n = Math.min(hop - filled, frames - done);
            for (int t = 0; t < n; t++) {
                float x = mono[from + done + t];
                newest[filled + t] = Float.isFinite(x) ? Math.clamp(x, -8f, 8f) : 0;
            }
            done += n;
            filled += n;
            frame += n;
            if (filled == hop) {
                filled = 0;
                to.accept(hear());
            }
        }
    }

    private Heard hear() {
        System.arraycopy(recent, hop, recent, 0, recent.length - hop);
        System.arraycopy(newest, 0, recent, recent.length - hop, hop);
        float peak = 0;
        double square = 0;
        for (float x : newest) {
            peak = Math.max(peak, Math.abs(x));
            square += x * (double) x;
        }
        System.arraycopy(squares, 1, squares, 0, LEVEL_HOPS - 1);
        squares[LEVEL_HOPS - 1] = square / hop;
        double levelDb = level();
        boolean loud = levelDb > gateDb;
        if (frame / hop % PITCH_HOPS == 0) {
            double hz = loud ? yin.hear(recent, recent.length - yin.windowFrames()) : Double.NaN;
            pitch = 69 + 12 * StrictMath.log(hz / 440) / StrictMath.log(2);
            confidence = loud ? yin.periodicity() : 0;
        }
        spectrum.hear(recent);
        long onset = strikes.hear(spectrum, peak, frame);
        return new Heard(
                frame,
                pitch,
                confidence,
                levelDb,
                loud ? spectrum.centreHz() : Double.NaN,
                onset,
                onset < 0 ? SILENCE_DB : db(strikes.peak() * (double) strikes.peak()),
                onset < 0 ? Double.NaN : beats.onset(onset));
    }

    private double level() {
        double sum = 0;
        for (double s : squares) {
            sum += s;
        }
        return db(sum / LEVEL_HOPS);
    }

    private static double db(double square) {
        return Math.max(SILENCE_DB, 10 * StrictMath.log10(square));
    }
}
