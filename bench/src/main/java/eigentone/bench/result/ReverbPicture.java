package eigentone.bench.result;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// Three panels: the energy's decay, the decay time of each octave, and the echo density; the room
/// in white, the network before in grey and after in blue.
final class ReverbPicture {
    private static final int WIDTH = 1500, HEIGHT = 420, PANEL = 440, TOP = 50, BOTTOM = 370;
    private static final Color BACKGROUND = new Color(0x0E1116), FRAME = new Color(0x39424E);
    private static final Color TEXT = new Color(0xC9D1D9);
    private static final Color ROOM = new Color(0xF2F5F8);
    private static final Color BEFORE = new Color(0x6B7683), AFTER = new Color(0x7CC4F5);

    private final Graphics2D graphics;

    private ReverbPicture(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /// Writes a PNG file; folders are made.
    static void write(Path png, Response room, Response before, Response after) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        ReverbPicture picture = new ReverbPicture(graphics);
        Response[] all = {before, room, after};
        double seconds = room.samples().length / room.rateHz();
        String time = "0 .. %.2f s".formatted(seconds);
        picture.panel(
                0, "energy to come, 0 .. -60 dB", time, -60, 0, curves(all, Response::decayDb));
        double longest = Arrays.stream(room.t60Seconds()).max().orElse(1);
        picture.panel(
                1,
                "decay time, 0 .. %.2f s".formatted(2 * longest),
                "250 Hz .. 4 kHz",
                0,
                2 * longest,
                curves(all, Response::t60Seconds));
        picture.panel(
                2, "echo density, 0 .. 1.5", time, 0, 1.5, curves(all, Response::echoDensity));
        graphics.dispose();
        Path folder = png.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ImageIO.write(image, "png", png.toFile());
    }

    private interface Measure {
        double[] of(Response response);
    }

    private static double[][] curves(Response[] all, Measure measure) {
        return Arrays.stream(all).map(measure::of).toArray(double[][]::new);
    }

    /// @param curves before, room, after; evenly spaced over the panel
    private void panel(
            int column, String title, String below, double low, double high, double[][] curves) {
        int left = 30 + column * (PANEL + 50);
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(FRAME);
        graphics.drawRect(left, TOP, PANEL, BOTTOM - TOP);
        text(title, TEXT, left, TOP - 14);
        text(below, TEXT, left, BOTTOM + 24);
        text("before", BEFORE, left + 230, BOTTOM + 24);
        text("room", ROOM, left + 310, BOTTOM + 24);
        text("after", AFTER, left + 380, BOTTOM + 24);
        graphics.setClip(left, TOP, PANEL, BOTTOM - TOP);
        graphics.setStroke(new BasicStroke(1.6f));
        Color[] colours = {BEFORE, ROOM, AFTER};
        for (int c = 0; c < curves.length; c++) {
            graphics.setColor(colours[c]);
            graphics.draw(line(curves[c], left, low, high));
        }
        graphics.setClip(null);
    }

    private static Path2D line(double[] values, int left, double low, double high) {
        Path2D line = new Path2D.Double();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            double x = left + (double) PANEL * i / Math.max(1, values.length - 1);
            double y = BOTTOM - (BOTTOM - TOP) * (values[i] - low) / (high - low);
            if (Double.isNaN(y)) {
                drawing = false;
            } else if (drawing) {
                line.lineTo(x, y);
            } else {
                line.moveTo(x, y);
                drawing = true;
            }
        }
        return line;
    }

    private void text(String text, Color colour, int x, int y) {
        graphics.setColor(colour);
        try {
            graphics.drawString(text, x, y);
        } catch (InternalError | RuntimeException noFonts) {
            // A bare server has no fonts: the curves are drawn without words.
            return;
        }
    }
}
