package eigentone.models.file;

import java.util.Collection;
import java.util.Locale;

/// What somebody who wrote a name that does not exist may have meant.
public final class Nearest {
    private static final int MAX_LENGTH = 64;

    private Nearest() {}

    /// `; did you mean 'x'?` when a name is near, else `; try one of ...`.
    public static String remedy(String wrong, Collection<String> names) {
        // A name is short; whatever is long is no slip of the finger.
        if (wrong.length() > MAX_LENGTH) {
            return "";
        }
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int d = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (d < least) {
                least = d;
                best = name;
            }
        }
        // A third of the letters may be wrong; beyond, a guess would only mislead.
        if (least <= Math.max(1, wrong.length() / 3)) {
            return "; did you mean '" + best + "'?";
        }
        return names.isEmpty() ? "; there are none" : "; try one of " + String.join(", ", names);
    }

    /// Insertions, deletions, replacements and swaps of neighbours from `a` to `b` (Damerau 1964,
    /// each letter edited once).
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
