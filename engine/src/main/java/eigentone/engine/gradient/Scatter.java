package eigentone.engine.gradient;

import eigentone.engine.language.Functions;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The way back through operators that read entries by index: each entry gets the sum of what its
/// readers got.
final class Scatter {
    private Scatter() {}

    /// Entry k of the gather's result was entry `indices[k]` of `from`.
    static void gather(Reverse r, Vec from, int[] indices, Vec dv) {
        if (!r.isActive(from)) {
            return;
        }
        if (from.length() == 1) {
            r.add(from, dv);
            return;
        }
        int[] readers = new int[from.length()];
        Arrays.stream(indices).forEach(i -> readers[i]++);
        int most = Arrays.stream(readers).max().orElse(0), none = indices.length;
        int[][] rounds = new int[most][from.length()];
        for (int[] round : rounds) {
            Arrays.fill(round, none);
        }
        Arrays.fill(readers, 0);
        for (int k = 0; k < indices.length; k++) {
            rounds[readers[indices[k]]++][indices[k]] = k;
        }
        for (int[] round : rounds) {
            boolean isFull = Arrays.stream(round).noneMatch(k -> k == none);
            Vec flat = dv.gather(Recall.upTo(none));
            Vec all = isFull ? flat : Functions.concat(flat, dv.constant(0));
            r.add(from, all.gather(from.shape(), round));
        }
    }

    /// Entry k of the result was the table's at a computed index: each entry of the table gets what
    /// was read at its index.
    static void lookup(Reverse r, Vec v, Vec dv) {
        Vec table = v.operands().get(0), index = v.operands().get(1);
        int n = table.length();
        Vec places = dv.constant(0).gather(new int[n]);
        places = places.constants(IntStream.range(0, n).asDoubleStream().toArray());
        Vec at = Functions.floor(r.known(index)).clamp(0, n - 1);
        for (int k = 0; k < v.length(); k++) {
            Vec here = at.length() == 1 ? at : at.at(k);
            Vec isElsewhere = Functions.abs(places.minus(here));
            r.add(table, Functions.select(isElsewhere, 0, v.length() == 1 ? dv : dv.at(k)));
        }
    }
}
