package eigentone.app.picture;

import eigentone.audioio.file.SafeWrite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/// A plot as a PNG of 1600 x 900 pixels, in the style of [RenderPicture].
///
/// Any thread. Needs no screen.
public final class PlotPicture {
    private static final int WIDTH = 1600, HEIGHT = 900;
    private static final int LEFT = 110, RIGHT = 40, TOP = 64, BOTTOM = 64;
    private static final float LINE = 2.5f;

    static {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private PlotPicture() {}

    /// Writes it whole, or leaves an older file as it was.
    public static void write(Path png, Plot plot) throws IOException {
        SafeWrite.bytes(png, RenderPicture.encoded(draw(plot)));
    }

    static BufferedImage draw(Plot plot) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            Ink ink = new Ink(graphics);
            ink.fill(Ink.BACKGROUND, 0, 0, WIDTH, HEIGHT);
            int right = WIDTH - RIGHT, bottom = HEIGHT - BOTTOM;
            ink.fill(Ink.PANEL, LEFT, TOP, right - LEFT, bottom - TOP);
            ink.title(plot.title(), Ink.STRONG, LEFT, TOP / 2.0, 0);
            ink.text(plot.note(), Ink.TEXT, right, TOP / 2.0, 1);
            grid(ink, plot);
            for (Plot.Curve c : plot.curves()) {
                draw(graphics, plot, c);
            }
            graphics.setStroke(new BasicStroke(1));
            ink.frame(Ink.FRAME, LEFT - 1, TOP - 1, right - LEFT + 1, bottom - TOP + 1);
            legend(ink, plot);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static double x(Plot plot, double value) {
        return LEFT + plot.x().at(value) * (WIDTH - RIGHT - LEFT);
    }

    private static double y(Plot plot, double value) {
        return HEIGHT - BOTTOM - plot.y().at(value) * (HEIGHT - BOTTOM - TOP);
    }

    private static void grid(Ink ink, Plot plot) {
        int right = WIDTH - RIGHT, bottom = HEIGHT - BOTTOM;
        for (Axis.Mark m : plot.x().marks()) {
            int x = (int) Math.round(LEFT + m.at() * (right - LEFT));
            ink.down(Ink.GRID, Math.min(x, right - 1), TOP, bottom);
            ink.text(m.text(), Ink.FAINT, x, bottom + 18, 0.5);
        }
        for (Axis.Mark m : plot.y().marks()) {
            int y = (int) Math.round(bottom - m.at() * (bottom - TOP));
            ink.across(Ink.GRID, LEFT, right, Math.min(y, bottom - 1));
            ink.text(m.text(), Ink.FAINT, LEFT - 10, y, 1);
        }
        ink.text(plot.x().label(), Ink.TEXT, right, bottom + 42, 1);
        ink.text(plot.y().label(), Ink.TEXT, LEFT - 10, TOP - 18, 1);
    }

    private static void draw(Graphics2D graphics, Plot plot, Plot.Curve c) {
        Path2D line = new Path2D.Double();
        for (int i = 0; i < c.x().length; i++) {
            double x = x(plot, c.x()[i]), y = y(plot, c.y()[i]);
            if (i == 0) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        graphics.setColor(new Color(c.colour()));
        graphics.setStroke(new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(line);
        // One epoch is no line, but a point.
        int mark = c.x().length == 1 ? 0 : c.mark();
        if (mark >= 0) {
            double x = x(plot, c.x()[mark]), y = y(plot, c.y()[mark]);
            graphics.fill(new Ellipse2D.Double(x - 6, y - 6, 12, 12));
        }
    }

    private static void legend(Ink ink, Plot plot) {
        int x = WIDTH - RIGHT - 20, y = TOP + 22;
        for (Plot.Curve c : plot.curves()) {
            ink.text(c.name(), new Color(c.colour()), x, y, 1);
            y += 22;
        }
    }
}
