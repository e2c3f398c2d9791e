package eigentone.app.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.jspecify.annotations.Nullable;

/// Colours, lines and letters of the picture.
///
/// Letters need a font of the system. Where there is none (a bare server without fontconfig) the
/// picture is drawn without them.
final class Ink {
    static final Color BACKGROUND = new Color(0x0E1116);
    static final Color PANEL = new Color(0x151A21);
    static final Color FRAME = new Color(0x39424E);
    static final Color GRID = new Color(0x232A33);
    static final Color CENTRE = new Color(0x46505D);
    static final Color TEXT = new Color(0xC9D1D9);
    static final Color STRONG = new Color(0xF2F5F8);
    static final Color FAINT = new Color(0x8B96A3);
    static final Color WAVE = new Color(0x2F6FA8);
    static final Color RMS = new Color(0x7CC4F5);
    static final Color FAULT = new Color(0xFF5C57);

    /// Grid over the spectrogram: white, hardly there.
    static final Color VEIL = new Color(255, 255, 255, 38);

    /// The same, for the lines between the decades and for time.
    static final Color HAZE = new Color(255, 255, 255, 18);

    private final Graphics2D graphics;
    private final @Nullable Font plain;
    private final @Nullable Font bold;

    Ink(Graphics2D graphics) {
        this.graphics = graphics;
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setStroke(new BasicStroke(1));
        plain = font(graphics, Font.PLAIN, 13);
        bold = font(graphics, Font.BOLD, 17);
    }

    /// The system's sans-serif font, or nothing where the Java runtime finds no font at all.
    private static @Nullable Font font(Graphics2D graphics, int style, int size) {
        try {
            Font font = new Font(Font.SANS_SERIF, style, size);
            graphics.getFontMetrics(font).stringWidth("0");
            return font;
        } catch (InternalError | RuntimeException noFonts) {
            return null;
        }
    }

    void fill(Color colour, int left, int top, int width, int height) {
        graphics.setColor(colour);
        graphics.fillRect(left, top, width, height);
    }

    void frame(Color colour, int left, int top, int width, int height) {
        graphics.setColor(colour);
        graphics.drawRect(left, top, width, height);
    }

    void across(Color colour, int left, int right, int y) {
        graphics.setColor(colour);
        graphics.drawLine(left, y, right - 1, y);
    }

    void down(Color colour, int x, int top, int bottom) {
        graphics.setColor(colour);
        graphics.drawLine(x, top, x, bottom - 1);
    }

    /// Text that begins at `x` (share 0), ends there (1) or is centred there (0.5), its middle at
    /// height `y`.
    void text(String text, Color colour, double x, double y, double share) {
        write(plain, text, colour, x, y, share);
    }

    /// The same, large and bold.
    void title(String text, Color colour, double x, double y, double share) {
        write(bold, text, colour, x, y, share);
    }

    private void write(
            @Nullable Font font, String text, Color colour, double x, double y, double share) {
        if (font == null || text.isEmpty()) {
            return;
        }
        FontMetrics metrics = graphics.getFontMetrics(font);
        graphics.setFont(font);
        graphics.setColor(colour);
        graphics.drawString(
                text,
                (float) (x - share * metrics.stringWidth(text)),
                (float) (y + (metrics.getAscent() - metrics.getDescent()) / 2.0));
    }

    /// Width of a text in pixels; 0 without fonts.
    int width(String text, boolean large) {
        Font font = large ? bold : plain;
        return font == null ? 0 : graphics.getFontMetrics(font).stringWidth(text);
    }

    /// The text, or its beginning and an ellipsis, within so many pixels.
    String fitted(String text, boolean large, int pixels) {
        if (width(text, large) <= pixels) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…", large) > pixels) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end) + "…";
    }
}
