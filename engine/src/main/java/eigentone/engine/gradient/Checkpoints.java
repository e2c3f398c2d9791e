package eigentone.engine.gradient;

/// Where to remember the state on the way through time, so that the way back is short and fits the
/// memory.
///
/// Going back over `l` segments from a remembered beginning with `free` further places, the state
/// after `stride(l, free)` segments is remembered next. The number of segments that are then run
/// again is the least there is.
///
/// Source: Griewank and Walther 2000, doi:10.1145/347837.347846 (revolve); for recurrent networks
/// Gruslys et al. 2016, arXiv:1606.03401 (its states only, section 3.2).
final class Checkpoints {
    private Checkpoints() {}

    /// @param segments at least 1
    /// @param free places beside the one that holds the beginning
    static int stride(int segments, int free) {
        if (free == 0 || segments == 1) {
            return segments;
        }
        if (free >= segments - 1) {
            return 1;
        }
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int m = 1; m < segments; m++) {
            long cost = m + again(segments - m, free - 1) + again(m, free);
            if (cost < least) {
                least = cost;
                best = m;
            }
        }
        return best;
    }

    /// The least number of segments that are run again, beside the one run for each step back.
    static long again(long segments, int free) {
        // With `free + 1` places, every segment is run at most r times.
        long places = free + 1L, reach = 1, r = 0;
        long before = 0;
        while (reach < segments) {
            r++;
            before = reach;
            reach = reach * (places + r) / r;
        }
        // The segments run r times instead of r - 1; C(p + r, r - 1) = C(p + r - 1, r - 1)
        // (p + r) / (p + 1).
        return r == 0 ? 0 : r * segments - before * (places + r) / (places + 1);
    }
}
