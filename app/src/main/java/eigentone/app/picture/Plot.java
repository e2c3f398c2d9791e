package eigentone.app.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Curves over two axes, to be drawn as a PNG ([PlotPicture]) or as SVG ([PlotSvg]).
///
/// @param title over the plot
/// @param note at the right of the title
/// @param curves drawn in this order
public record Plot(String title, String note, Axis x, Axis y, List<Curve> curves) {
    /// A curve.
    ///
    /// @param name in the legend
    /// @param colour `0xRRGGBB`
    /// @param x ascending
    /// @param y as many
    /// @param mark index of a point that is marked; -1 for none
    public record Curve(String name, int colour, double[] x, double[] y, int mark) {}

    public static final int TRAIN = 0x5F9FD0, VALID = 0xF5A65B, ERROR = 0xFF5C57, FAINT = 0x8B96A3;

    public Plot {
        curves = List.copyOf(curves);
    }

    /// Losses by epoch, the best validation marked; logarithmic unless a loss is 0 or below.
    ///
    /// @param train one for each epoch, 1 or more
    /// @param valid as many
    /// @param best epoch from 1
    public static Plot losses(String title, String note, double[] train, double[] valid, int best) {
        double[] epochs = new double[train.length];
        Arrays.setAll(epochs, i -> i + 1);
        return new Plot(
                title,
                note,
                new Axis("epoch", 1, Math.max(2, train.length), false),
                range("loss", List.of(train, valid)),
                List.of(
                        new Curve("train", TRAIN, epochs, train, -1),
                        new Curve("valid, best at epoch " + best, VALID, epochs, valid, best - 1)));
    }

    private static Axis range(String label, List<double[]> values) {
        List<Double> all = new ArrayList<>();
        values.forEach(a -> Arrays.stream(a).filter(Double::isFinite).forEach(all::add));
        double low = all.stream().mapToDouble(v -> v).min().orElse(0);
        double high = all.stream().mapToDouble(v -> v).max().orElse(1);
        if (low > 0) {
            return new Axis(label, low / 1.15, Math.max(high * 1.15, low * 1.5), true);
        }
        double margin = Math.max(1e-6, 0.05 * (high - low));
        return new Axis(label, low - margin, high + margin, false);
    }

    /// Levels over frequency.
    ///
    /// @param curves in Hz and dB
    public static Plot spectra(String title, String note, double highestHz, List<Curve> curves) {
        double high = curves.stream().flatMapToDouble(c -> Arrays.stream(c.y)).max().orElse(0);
        double top = 10 * Math.ceil(high / 10);
        return new Plot(
                title,
                note,
                new Axis("Hz", 20, highestHz, true),
                new Axis("dB", top - 90, top, false),
                curves);
    }
}
