package eigentone.models.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Pieces to learn from, to choose by, and to report on: no piece, and no exact copy of one under
/// another name, is in two of them.
///
/// @param train to learn from
/// @param valid to choose by: when to stop, which weights to keep
/// @param test to report, once
/// @param left copies left out because they stand in a later set
public record Split(List<Piece> train, List<Piece> valid, List<Piece> test, int left) {
    /// Copies the lists.
    public Split {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
    }

    /// Pieces at random: the same for the same seed and pieces. In each set they keep their order.
    ///
    /// Copies of one piece stay together. A set gets pieces until it has its share of all frames,
    /// so at least one if its share is above 0; the rest is to learn from.
    ///
    /// @param validShare of all frames, 0..1
    /// @param testShare of all frames, 0..1
    /// @throws IllegalArgumentException if the shares are out of range, or there are too few
    ///   different pieces
    public static Split random(
            List<? extends Piece> pieces, double validShare, double testShare, long seed) {
        if (!(validShare >= 0 && testShare >= 0 && validShare + testShare < 1)) {
            throw new IllegalArgumentException(
                    "split: expected shares from 0, below 1 together, got %s and %s; try 0.1 each"
                            .formatted(validShare, testShare));
        }
        Map<String, List<Integer>> copies = new LinkedHashMap<>();
        long frames = 0;
        for (int p = 0; p < pieces.size(); p++) {
            copies.computeIfAbsent(Fingerprint.of(pieces.get(p)), k -> new ArrayList<>()).add(p);
            frames += pieces.get(p).frames();
        }
        List<List<Integer>> groups = new ArrayList<>(copies.values());
        int[] order = IntStream.range(0, groups.size()).toArray();
        Batches.shuffle(order, new SplittableRandom(seed));
        Set<Integer> test = new HashSet<>();
        Set<Integer> valid = new HashSet<>();
        int next = fill(pieces, groups, order, 0, testShare * frames, test);
        next = fill(pieces, groups, order, next, validShare * frames, valid);
        if (next >= order.length) {
            throw new IllegalArgumentException(
                    "split: expected more different pieces than %d; try more files, shorter pieces,"
                                    .formatted(groups.size())
                            + " or smaller shares than %s and %s".formatted(validShare, testShare));
        }
        List<Piece> rest = new ArrayList<>();
        for (int p = 0; p < pieces.size(); p++) {
            if (!test.contains(p) && !valid.contains(p)) {
                rest.add(pieces.get(p));
            }
        }
        return new Split(rest, chosen(pieces, valid), chosen(pieces, test), 0);
    }

    /// Puts groups into `set` until they have `wanted` frames.
    ///
    /// @return the place in `order` of the next group
    private static int fill(
            List<? extends Piece> pieces,
            List<List<Integer>> groups,
            int[] order,
            int from,
            double wanted,
            Set<Integer> set) {
        int next = from;
        long frames = 0;
        while (next < order.length && frames < wanted) {
            List<Integer> group = groups.get(order[next++]);
            set.addAll(group);
            frames += group.stream().mapToLong(p -> pieces.get(p).frames()).sum();
        }
        return next;
    }

    private static List<Piece> chosen(List<? extends Piece> pieces, Set<Integer> indices) {
        return indices.stream().sorted().<Piece>map(pieces::get).toList();
    }

    /// Sets that somebody else has made, as for published scores.
    ///
    /// The test set stays whole, so that scores compare. Copies of its pieces leave the other two,
    /// and copies of what is in the validation set leave the training set.
    ///
    /// @throws IllegalArgumentException if nothing is left to learn from
    public static Split given(
            List<? extends Piece> train, List<? extends Piece> valid, List<? extends Piece> test) {
        Set<String> taken = new HashSet<>();
        test.forEach(p -> taken.add(Fingerprint.of(p)));
        List<Piece> validKept = without(valid, taken);
        validKept.forEach(p -> taken.add(Fingerprint.of(p)));
        List<Piece> trainKept = without(train, taken);
        if (trainKept.isEmpty()) {
            throw new IllegalArgumentException(
                    "split: expected pieces to learn from, got none that is not in another set");
        }
        int left = valid.size() - validKept.size() + train.size() - trainKept.size();
        return new Split(trainKept, validKept, List.copyOf(test), left);
    }

    private static List<Piece> without(List<? extends Piece> pieces, Set<String> taken) {
        return pieces.stream()
                .filter(p -> !taken.contains(Fingerprint.of(p)))
                .<Piece>map(p -> p)
                .toList();
    }
}
