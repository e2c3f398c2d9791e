package eigentone.engine.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The bars of a score: where each begins, and which bar and beat a moment belongs to.
///
/// A meter change begins a new bar wherever it stands; the bar it cuts short keeps its number. Get
/// it from [TempoMap#meters()]. Source: Standard MIDI Files 1.0 (time signature). Immutable. Any
/// thread.
public final class MeterMap {
    /// Beats of a SMPTE score carry rounding errors: so near to a bar line is on it.
    private static final double ON_THE_LINE = 1e-9;

    private final TempoMap tempo;
    private final List<MeterChange> changes;
    private final double[] startBeats;
    private final double[] startBar;

    MeterMap(TempoMap tempo, List<MeterChange> meters) {
        this.tempo = tempo;
        this.changes = ordered(meters);
        int n = changes.size();
        startBeats = new double[n];
        startBar = new double[n];
        for (int i = 0; i < n; i++) {
            startBeats[i] = tempo.ticksToBeats(changes.get(i).tick());
            if (i > 0) {
                double bars =
                        (startBeats[i] - startBeats[i - 1]) / changes.get(i - 1).beatsPerBar();
                startBar[i] = startBar[i - 1] + Math.ceil(bars - ON_THE_LINE);
            }
        }
    }

    /// Bar and beat at a tick, whole or not. Allocates its result.
    public BarBeat at(double tick) {
        double beats = tempo.ticksToBeats(tick);
        int i = TempoMap.segment(startBeats, beats);
        MeterChange meter = changes.get(i);
        // Counted in notes, whose length is a power of two: whole notes come out exact.
        double notes = snapped((beats - startBeats[i]) / meter.beatsPerUnit());
        double whole = Math.floor(notes);
        double bar = Math.floor(whole / meter.count());
        int beat = (int) (whole - bar * meter.count()) + 1;
        return new BarBeat((long) (startBar[i] + bar) + 1, beat, notes - whole);
    }

    /// How much of its bar has passed at a tick, from 0 to below 1.
    public double barPhaseCycles(double tick) {
        double beats = tempo.ticksToBeats(tick);
        int i = TempoMap.segment(startBeats, beats);
        double bars = snapped((beats - startBeats[i]) / changes.get(i).beatsPerBar());
        return bars - Math.floor(bars);
    }

    /// The tick, whole or not, at which a bar begins.
    ///
    /// @param bar counted from 1; 0 and below lie before the start
    public double tickOfBar(long bar) {
        int i = TempoMap.segment(startBar, bar - 1.0);
        double beats = startBeats[i] + (bar - 1.0 - startBar[i]) * changes.get(i).beatsPerBar();
        return tempo.beatsToTicks(beats);
    }

    /// The changes in order of their ticks, no two at one tick, the first at tick 0.
    public List<MeterChange> changes() {
        return changes;
    }

    /// The whole number when a rounding error off it.
    private static double snapped(double value) {
        double nearest = Math.rint(value);
        return Math.abs(value - nearest) < ON_THE_LINE ? nearest : value;
    }

    private static List<MeterChange> ordered(List<MeterChange> meters) {
        List<MeterChange> sorted = new ArrayList<>(meters.size() + 1);
        sorted.add(new MeterChange(0, 4, 4));
        sorted.addAll(meters);
        sorted.sort(
                Comparator.comparingLong(MeterChange::tick)); // stable: the later one stays later
        List<MeterChange> unique = new ArrayList<>(sorted.size());
        for (int i = 0; i < sorted.size(); i++) {
            if (i == sorted.size() - 1 || sorted.get(i + 1).tick() != sorted.get(i).tick()) {
                unique.add(sorted.get(i));
            }
        }
        return List.copyOf(unique);
    }
}
