package eigentone.app.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One axis of a plot: from a value to a place 0..1, in a straight line or by its logarithm.
///
/// @param label what it counts, with its unit
/// @param low value at 0
/// @param high value at 1, above `low`
/// @param logarithmic whether equal ratios are equally far apart; `low` is then above 0
record Axis(String label, double low, double high, boolean logarithmic) {
    /// More marks would touch each other.
    private static final int MOST_MARKS = 12;

    private static final double[] STEPS = {1, 2, 5, 10};

    /// A mark on the axis.
    ///
    /// @param at place 0..1
    /// @param text empty for a line without one
    record Mark(double at, String text) {}

    double at(double value) {
        double part =
                logarithmic
                        ? Math.log(Math.max(value, Double.MIN_NORMAL) / low) / Math.log(high / low)
                        : (value - low) / (high - low);
        return Math.clamp(part, 0.0, 1.0);
    }

    /// Round values within the axis, from low to high.
    List<Mark> marks() {
        return logarithmic ? decades() : steps();
    }

    private List<Mark> decades() {
        List<Mark> marks = new ArrayList<>();
        boolean few = Math.log10(high / low) < 2;
        for (int d = (int) Math.floor(Math.log10(low)); d <= Math.log10(high); d++) {
            for (int m = 1; m < 10; m++) {
                double v = m * Math.pow(10, d);
                if (v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9)) {
                    boolean said = m == 1 || (few && (m == 2 || m == 5));
                    marks.add(new Mark(at(v), said ? text(v) : ""));
                }
            }
        }
        return marks;
    }

    private List<Mark> steps() {
        double least = (high - low) / MOST_MARKS;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double step = power;
        for (double s : STEPS) {
            step = s * power;
            if (step >= least) {
                break;
            }
        }
        List<Mark> marks = new ArrayList<>();
        for (double v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) {
            marks.add(new Mark(at(v), text(Math.abs(v) < step / 2 ? 0 : v)));
        }
        return marks;
    }

    private static String text(double v) {
        if (v >= 1000 && v % 1000 == 0) {
            return String.format(Locale.ROOT, "%.0fk", v / 1000);
        }
        String text = String.format(Locale.ROOT, "%.6g", v);
        return text.contains("e") || !text.contains(".")
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
