package eigentone.engine.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How the ticks of a score become seconds, beats and bars, and back.
///
/// Ticks either divide the beat, and seconds follow from the tempo, or they divide the second
/// (SMPTE), and beats follow from it. With tempi in whole microseconds, `ticksToSeconds` of a whole
/// tick is the correctly rounded quotient of exact numbers as long as ticks times microseconds stay
/// below 2^53 (200 days at 480 ticks a beat). Times before 0 and after the last change extrapolate.
/// Source: Standard MIDI Files 1.0 (division, set tempo, time signature).
///
/// Immutable. Any thread; the conversions allocate nothing and so may run on the audio thread.
public final class TempoMap {
    private static final double MICROS_PER_SECOND = 1e6;

    /// A multiple of all the divisions musicians use up to 64th triplets and quintuplets.
    private static final int DEFAULT_TICKS_PER_BEAT = 960;

    private final List<TempoChange> tempi;
    private final MeterMap meters;

    // Segment i starts at startTick[i]; there seconds = (secondsBase + ticks * slope) / divisor,
    // and likewise beats. Bases are sums of products of whole numbers wherever that can be.
    private final double[] startTick;
    private final double[] secondsBase;
    private final double[] secondsSlope;
    private final double secondsDivisor;
    private final double[] beatsBase;
    private final double[] beatsSlope;
    private final double beatsDivisor;

    private TempoMap(
            List<TempoChange> changes,
            List<MeterChange> meterChanges,
            int ticksPerBeat,
            double secondsPerTickNumerator,
            double secondsPerTickDenominator) {
        boolean musical = ticksPerBeat > 0;
        tempi = ordered(changes);
        int n = tempi.size();
        startTick = new double[n];
        secondsBase = new double[n];
        secondsSlope = new double[n];
        beatsBase = new double[n];
        beatsSlope = new double[n];
        secondsDivisor = musical ? MICROS_PER_SECOND * ticksPerBeat : secondsPerTickDenominator;
        beatsDivisor = musical ? ticksPerBeat : secondsPerTickDenominator;
        for (int i = 0; i < n; i++) {
            double micros = tempi.get(i).microsPerBeat();
            startTick[i] = tempi.get(i).tick();
            secondsSlope[i] = musical ? micros : secondsPerTickNumerator;
            beatsSlope[i] = musical ? 1 : secondsPerTickNumerator * MICROS_PER_SECOND / micros;
            if (i > 0) {
                double ticks = startTick[i] - startTick[i - 1];
                secondsBase[i] = secondsBase[i - 1] + ticks * secondsSlope[i - 1];
                beatsBase[i] = beatsBase[i - 1] + ticks * beatsSlope[i - 1];
            }
        }
        meters = new MeterMap(this, meterChanges);
    }

    /// A map whose ticks divide the beat.
    ///
    /// @param ticksPerBeat 1..2^24; MIDI files use 1..32767
    /// @param tempi in any order; of several at one tick the last counts; 120 beats a minute before
    ///   the first
    /// @param meters likewise; 4/4 before the first
    public static TempoMap musical(
            int ticksPerBeat, List<TempoChange> tempi, List<MeterChange> meters) {
        if (ticksPerBeat < 1 || ticksPerBeat > 1 << 24) {
            throw new IllegalArgumentException(
                    "tempo map 'ticksPerBeat': expected 1..16777216, got "
                            + ticksPerBeat
                            + "; try 480");
        }
        return new TempoMap(tempi, meters, ticksPerBeat, 0, 0);
    }

    /// A map whose ticks divide the SMPTE frame.
    ///
    /// @param framesPerSecond 24, 25, 30, or 29 for 29.97 (30000/1001, drop frame)
    /// @param ticksPerFrame 1..255
    /// @param tempi as for [#musical]; they decide about beats only
    /// @param meters as for [#musical]
    public static TempoMap smpte(
            int framesPerSecond,
            int ticksPerFrame,
            List<TempoChange> tempi,
            List<MeterChange> meters) {
        boolean known =
                framesPerSecond == 24
                        || framesPerSecond == 25
                        || framesPerSecond == 29
                        || framesPerSecond == 30;
        if (!known || ticksPerFrame < 1 || ticksPerFrame > 255) {
            throw new IllegalArgumentException(
                    "tempo map 'smpte': expected 24, 25, 29 or 30 frames a second of 1..255 ticks,"
                            + " got "
                            + framesPerSecond
                            + " of "
                            + ticksPerFrame
                            + "; try 25 of 40, which is milliseconds");
        }
        boolean drop = framesPerSecond == 29;
        double framesNumerator = drop ? 30_000 : framesPerSecond;
        double framesDenominator = drop ? 1001 : 1;
        return new TempoMap(tempi, meters, 0, framesDenominator, framesNumerator * ticksPerFrame);
    }

    /// One tempo in 4/4 throughout, with 960 ticks a beat.
    ///
    /// @param beatsPerMinute quarter notes a minute, above 0
    public static TempoMap constant(double beatsPerMinute) {
        return musical(
                DEFAULT_TICKS_PER_BEAT,
                List.of(TempoChange.beatsPerMinute(0, beatsPerMinute)),
                List.of());
    }

    /// Seconds from the start at a tick, whole or not.
    public double ticksToSeconds(double tick) {
        int i = segment(startTick, tick);
        return (secondsBase[i] + (tick - startTick[i]) * secondsSlope[i]) / secondsDivisor;
    }

    /// The tick, whole or not, at so many seconds: the inverse of [#ticksToSeconds].
    public double secondsToTicks(double seconds) {
        double value = seconds * secondsDivisor;
        int i = segment(secondsBase, value);
        return startTick[i] + (value - secondsBase[i]) / secondsSlope[i];
    }

    /// Beats (quarter notes) from the start at a tick.
    public double ticksToBeats(double tick) {
        int i = segment(startTick, tick);
        return (beatsBase[i] + (tick - startTick[i]) * beatsSlope[i]) / beatsDivisor;
    }

    /// The tick at so many beats: the inverse of [#ticksToBeats].
    public double beatsToTicks(double beats) {
        double value = beats * beatsDivisor;
        int i = segment(beatsBase, value);
        return startTick[i] + (value - beatsBase[i]) / beatsSlope[i];
    }

    /// Seconds at so many beats.
    public double beatsToSeconds(double beats) {
        return ticksToSeconds(beatsToTicks(beats));
    }

    /// Beats at so many seconds.
    public double secondsToBeats(double seconds) {
        return ticksToBeats(secondsToTicks(seconds));
    }

    /// The tempo in force at a tick, in beats (quarter notes) a minute.
    public double beatsPerMinuteAt(double tick) {
        return tempi.get(segment(startTick, tick)).beatsPerMinute();
    }

    /// The tempo changes in order of their ticks, no two at one tick, the first at tick 0.
    public List<TempoChange> tempi() {
        return tempi;
    }

    /// The bars.
    public MeterMap meters() {
        return meters;
    }

    /// The last index whose start is at or before the value; 0 if none is.
    static int segment(double[] starts, double value) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= value) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static List<TempoChange> ordered(List<TempoChange> changes) {
        List<TempoChange> sorted = new ArrayList<>(changes.size() + 1);
        sorted.add(new TempoChange(0, TempoChange.DEFAULT_MICROS_PER_BEAT));
        sorted.addAll(changes);
        sorted.sort(
                Comparator.comparingLong(TempoChange::tick)); // stable: the later one stays later
        List<TempoChange> unique = new ArrayList<>(sorted.size());
        for (int i = 0; i < sorted.size(); i++) {
            if (i == sorted.size() - 1 || sorted.get(i + 1).tick() != sorted.get(i).tick()) {
                unique.add(sorted.get(i));
            }
        }
        return List.copyOf(unique);
    }
}
