package eigentone.app.console;

import java.util.ArrayList;
import java.util.List;

/// Text in columns, each as wide as its widest entry; the last one is wrapped at the line's end.
public final class Table {
    private static final int LINE = 100;
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    public Table row(String... cells) {
        rows.add(cells);
        return this;
    }

    /// The lines, each ended.
    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(r -> r.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.length - 1; c++) {
                line.append(row[c]).repeat(' ', widths[c] - row[c].length()).append(GAP);
            }
            int indent = line.length();
            line.append(row.length == 0 ? "" : row[row.length - 1]);
            text.append(wrapped(line.toString().stripTrailing(), indent));
        }
        return text.toString();
    }

    private static String wrapped(String line, int indent) {
        StringBuilder text = new StringBuilder();
        String rest = line;
        while (rest.length() > LINE) {
            int cut = rest.lastIndexOf(' ', LINE);
            if (cut <= indent) {
                break;
            }
            text.append(rest, 0, cut).append('\n');
            rest = " ".repeat(indent) + rest.substring(cut + 1);
        }
        return text.append(rest).append('\n').toString();
    }
}
