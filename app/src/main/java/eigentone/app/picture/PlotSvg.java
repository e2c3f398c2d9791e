package eigentone.app.picture;

import java.util.Locale;

/// A plot as SVG text, to stand within a page.
public final class PlotSvg {
    private static final int WIDTH = 960, HEIGHT = 420;
    private static final int LEFT = 70, RIGHT = 16, TOP = 40, BOTTOM = 44;

    private PlotSvg() {}

    /// An `svg` element.
    public static String of(Plot plot) {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" font-size=\"12\">\n",
                WIDTH,
                HEIGHT,
                escaped(plot.title()));
        int right = WIDTH - RIGHT, bottom = HEIGHT - BOTTOM;
        add(
                svg,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#151a21\" stroke=\"#39424e\"/>\n",
                LEFT,
                TOP,
                right - LEFT,
                bottom - TOP);
        for (Axis.Mark m : plot.x().marks()) {
            double x = LEFT + m.at() * (right - LEFT);
            line(svg, x, TOP, x, bottom);
            text(svg, x, bottom + 18, "middle", m.text());
        }
        for (Axis.Mark m : plot.y().marks()) {
            double y = bottom - m.at() * (bottom - TOP);
            line(svg, LEFT, y, right, y);
            text(svg, LEFT - 8, y + 4, "end", m.text());
        }
        text(svg, right, bottom + 36, "end", plot.x().label());
        text(svg, LEFT - 8, TOP - 12, "end", plot.y().label());
        double legend = right;
        for (int i = plot.curves().size() - 1; i >= 0; i--) {
            Plot.Curve c = plot.curves().get(i);
            curve(svg, plot, c);
            add(
                    svg,
                    "<text x=\"%.0f\" y=\"%d\" text-anchor=\"end\" fill=\"#%06x\">%s</text>\n",
                    legend,
                    TOP - 14,
                    c.colour(),
                    escaped(c.name()));
            legend -= 8 * c.name().length() + 20;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void curve(StringBuilder svg, Plot plot, Plot.Curve c) {
        int right = WIDTH - RIGHT, bottom = HEIGHT - BOTTOM;
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < c.x().length; i++) {
            double x = LEFT + plot.x().at(c.x()[i]) * (right - LEFT);
            double y = bottom - plot.y().at(c.y()[i]) * (bottom - TOP);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            if (i == c.mark() || c.x().length == 1) {
                add(
                        svg,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#%06x\"/>\n",
                        x,
                        y,
                        c.colour());
            }
        }
        add(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"#%06x\" stroke-width=\"1.6\"/>\n",
                points.toString().strip(),
                c.colour());
    }

    private static void line(StringBuilder svg, double x0, double y0, double x1, double y1) {
        add(
                svg,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#232a33\"/>\n",
                x0,
                y0,
                x1,
                y1);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        if (text.isEmpty()) {
            return;
        }
        add(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#8b96a3\">%s</text>\n",
                x,
                y,
                anchor,
                escaped(text));
    }

    private static void add(StringBuilder svg, String form, Object... values) {
        svg.append(String.format(Locale.ROOT, form, values));
    }

    /// Text as it may stand in HTML and XML.
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
