package eigentone.app.live;

import eigentone.engine.run.Live;

/// What is counted on stage, never silent.
///
/// @param seconds played
/// @param nonFinite how often a node put out NaN or infinity
/// @param dropped events that found a ring full
/// @param stuck notes that sounded without their key
/// @param bent samples that the master stage had to bend
record Counts(double seconds, long nonFinite, long dropped, long stuck, long bent) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    static Counts of(Live live) {
        return new Counts(
                live.frame() / live.rateHz(),
                live.nonFiniteFrames(),
                live.droppedEvents(),
                live.stuckNotes(),
                live.bentSamples());
    }

    Counts plus(Counts other) {
        return new Counts(
                seconds + other.seconds,
                nonFinite + other.nonFinite,
                dropped + other.dropped,
                stuck + other.stuck,
                bent + other.bent);
    }
}
