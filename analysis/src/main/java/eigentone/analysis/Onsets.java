package eigentone.analysis;

import be.tarsos.dsp.AudioEvent;
import be.tarsos.dsp.beatroot.BeatRootOnsetEventHandler;
import be.tarsos.dsp.io.TarsosDSPAudioFormat;
import be.tarsos.dsp.onsets.ComplexOnsetDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Where notes begin in a recording, and how fast they go.
///
/// Onsets: complex-domain detection function (Duxbury, Bello, Davies, Sandler, DAFx 2003). Beats:
/// BeatRoot (Dixon, JNMR 30(1), 2001). Both as TarsosDSP implements them.
///
/// @param seconds ascending
public record Onsets(List<Double> seconds) {
    private static final int WINDOW_FRAMES = 512;
    private static final int HOP_FRAMES = 256;
    private static final double PEAK_THRESHOLD = 0.3;
    private static final double LEAST_GAP_SECONDS = 0.05;

    public Onsets {
        seconds = List.copyOf(seconds);
    }

    /// The onsets of `mono`, which is left as it is.
    public static Onsets of(float[] mono, double sampleRateHz) {
        List<Double> found = new ArrayList<>();
        ComplexOnsetDetector detector =
                new ComplexOnsetDetector(WINDOW_FRAMES, PEAK_THRESHOLD, LEAST_GAP_SECONDS);
        detector.setHandler((time, salience) -> found.add(time));
        TarsosDSPAudioFormat format =
                new TarsosDSPAudioFormat((float) sampleRateHz, 16, 1, true, false);
        AudioEvent event = new AudioEvent(format);
        event.setOverlap(WINDOW_FRAMES - HOP_FRAMES);
        for (int from = 0; from + WINDOW_FRAMES <= mono.length; from += HOP_FRAMES) {
            float[] window = new float[WINDOW_FRAMES];
            System.arraycopy(mono, from, window, 0, WINDOW_FRAMES);
            event.setFloatBuffer(window);
            event.setBytesProcessed(from * (long) format.getFrameSize());
            detector.process(event);
        }
        detector.processingFinished();
        found.sort(Double::compare);
        return new Onsets(found);
    }

    /// Beats per minute from the median gap between beats; empty when there are too few.
    public OptionalDouble tempo() {
        BeatRootOnsetEventHandler tracker = new BeatRootOnsetEventHandler();
        seconds.forEach(s -> tracker.handleOnset(s, 1));
        List<Double> beats = new ArrayList<>();
        tracker.trackBeats((time, salience) -> beats.add(time));
        if (beats.size() < 3) {
            return OptionalDouble.empty();
        }
        double[] gaps = new double[beats.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = beats.get(i + 1) - beats.get(i);
        }
        java.util.Arrays.sort(gaps);
        return OptionalDouble.of(60 / gaps[gaps.length / 2]);
    }
}
