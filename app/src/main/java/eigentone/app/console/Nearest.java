package eigentone.app.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Guesses which name was meant.
public final class Nearest {
    /// More would fill the line.
    private static final int MAX_GUESSES = 3;

    private Nearest() {}

    /// The names nearest to `wrong`, the best first: those that contain it or are a few letters
    /// away; empty when none is near.
    public static List<String> to(String wrong, Collection<String> names) {
        String w = wrong.toLowerCase(Locale.ROOT);
        int far = Math.max(2, w.length() / 3) + 1;
        return names.stream()
                .filter(n -> distance(w, n) < far)
                .sorted(
                        Comparator.comparingInt((String n) -> distance(w, n))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_GUESSES)
                .toList();
    }

    /// `'x'`, or `'x', 'y' or 'z'`, for the end of a message; `otherwise` when no name is near.
    public static String remedy(String wrong, Collection<String> names, String otherwise) {
        List<String> near = to(wrong, names);
        if (near.isEmpty()) {
            return otherwise;
        }
        String last = "'" + near.getLast() + "'";
        String others = String.join("', '", near.subList(0, near.size() - 1));
        return others.isEmpty() ? last : "'" + others + "' or " + last;
    }

    private static int distance(String wrong, String name) {
        String n = name.toLowerCase(Locale.ROOT);
        if (wrong.length() >= 3 && (n.contains(wrong) || (n.length() >= 3 && wrong.contains(n)))) {
            return 1;
        }
        return edits(wrong, n);
    }

    /// Levenshtein's distance: letters to insert, delete or replace.
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
