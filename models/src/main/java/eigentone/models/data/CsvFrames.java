package eigentone.models.data;

import eigentone.audioio.file.FileMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Frames from a table of numbers: one line a frame, entries apart by commas, semicolons or space.
///
/// Lines that are empty or begin with `#` are left out, and so is the first line if it has names
/// instead of numbers. In memory 4 bytes an entry.
public final class CsvFrames {
    private CsvFrames() {}

    /// Reads a table.
    ///
    /// @throws DataException naming line and column of what is no finite number, or the line of
    ///   another length
    public static DenseSequence read(Path file) throws IOException {
        String problem = FileMessage.whyUnreadable("training data", file);
        if (problem != null) {
            throw new DataException(problem);
        }
        float[] values = new float[1024];
        int count = 0;
        int width = 0;
        int number = 0;
        long room = Runtime.getRuntime().maxMemory() / 8 / Float.BYTES;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                String[] entries = text.split("\\s*[,;]\\s*|\\s+", -1);
                if (count == 0 && width == 0 && isHeading(entries)) {
                    width = entries.length;
                    continue;
                }
                width = width == 0 ? entries.length : width;
                if (entries.length != width) {
                    throw new DataException(
                            file,
                            "line " + number,
                            width + " entries as above",
                            Integer.toString(entries.length),
                            "filling the table");
                }
                if (count + width > room) {
                    throw new DataException(
                            file,
                            "line " + number,
                            "at most " + room + " entries for memory",
                            "more",
                            "a shorter table, or giving the program more memory (-Xmx)");
                }
                if (count + width > values.length) {
                    values = Arrays.copyOf(values, Math.max(2 * values.length, count + width));
                }
                for (int c = 0; c < width; c++) {
                    values[count++] = number(file, number, c, entries[c]);
                }
            }
        } catch (MalformedInputException e) {
            throw new DataException(
                    file, "line " + number, "text in UTF-8", "other bytes", "exporting it as CSV");
        }
        if (count == 0) {
            throw new DataException(file, "", "numbers", "none", "exporting it again");
        }
        return new DenseSequence(file.toString(), width, Arrays.copyOf(values, count));
    }

    /// Names have letters that numbers have not, in every column.
    private static boolean isHeading(String[] entries) {
        return Arrays.stream(entries).noneMatch(CsvFrames::isNumber);
    }

    private static boolean isNumber(String entry) {
        try {
            Double.parseDouble(entry);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static float number(Path file, int line, int column, String entry)
            throws DataException {
        float v = isNumber(entry) ? Float.parseFloat(entry) : Float.NaN;
        if (!Float.isFinite(v)) {
            throw new DataException(
                    file,
                    "line %d, column %d".formatted(line, column + 1),
                    "a finite number",
                    "'" + (entry.length() > 40 ? entry.substring(0, 40) + "..." : entry) + "'",
                    "a point as the decimal mark, and no gaps");
        }
        return v;
    }
}
