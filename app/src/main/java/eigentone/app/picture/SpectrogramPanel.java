package eigentone.app.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/// The lower half: levels over time and frequency, with axes in Hz and octaves and the colours'
/// key.
final class SpectrogramPanel {
    static final double LOW_HZ = 20;
    static final double HIGH_HZ = 20_000;

    /// Levels below the greatest that are shown: about what a room and an ear let through.
    private static final int RANGE_DB = 90;

    private static final int[] LABELS_HZ = {
        20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000
    };

    /// In a lower panel the unit would lie on the label of 10 kHz.
    private static final int MIN_ROWS_FOR_UNIT = 300;

    private static final int BAR_WIDTH = 16;
    private static final double C4_HZ = 440 * Math.pow(2, -9 / 12.0);

    private SpectrogramPanel() {}

    static void draw(
            Ink ink,
            BufferedImage image,
            Layout layout,
            Spectrogram spectrogram,
            TimeTicks ticks,
            double seconds) {
        int topDb = topDb(spectrogram);
        for (int c = 0; c < spectrogram.columns(); c++) {
            for (int r = 0; r < spectrogram.rows(); r++) {
                double value = (spectrogram.levelDb(c, r) - topDb) / RANGE_DB + 1;
                image.setRGB(
                        layout.left() + c, layout.spectrumBottom() - 1 - r, ColourMap.rgb(value));
            }
        }
        int right = layout.right();
        for (int hz : LABELS_HZ) {
            double y = y(layout, spectrogram, hz);
            if (y >= layout.spectrumTop() - 1) {
                boolean decade = hz == 100 || hz == 1000 || hz == 10_000;
                ink.across(decade ? Ink.VEIL : Ink.HAZE, layout.left(), right, (int) Math.round(y));
                String text = hz < 1000 ? Integer.toString(hz) : hz / 1000 + "k";
                ink.text(text, Ink.TEXT, layout.left() - 8, y, 1);
            }
        }
        if (layout.spectrumRows() > MIN_ROWS_FOR_UNIT) {
            ink.text("Hz", Ink.FAINT, layout.left() - 8, layout.spectrumTop() + 14, 1);
        }
        for (int octave = 1; octave <= 10; octave++) {
            double y = y(layout, spectrogram, C4_HZ * Math.pow(2, octave - 4));
            if (y >= layout.spectrumTop() + 4) {
                ink.across(Ink.FRAME, right + 1, right + 6, (int) Math.round(y));
                ink.text("C" + octave, Ink.FAINT, right + 10, y, 0);
            }
        }
        drawTime(ink, layout, ticks, seconds);
        ink.frame(
                Ink.FRAME,
                layout.left() - 1,
                layout.spectrumTop() - 1,
                layout.columns() + 1,
                layout.spectrumRows() + 1);
        drawBar(ink, layout, topDb);
    }

    /// Next multiple of 10 dB above the greatest level, between -60 and +20 dBFS.
    private static int topDb(Spectrogram spectrogram) {
        int top = 10 * (int) Math.ceil(spectrogram.greatestDb() / 10);
        return spectrogram.greatestDb() == Spectrogram.FLOOR_DB ? 0 : Math.clamp(top, -60, 20);
    }

    private static double y(Layout layout, Spectrogram spectrogram, double hz) {
        return layout.spectrumBottom() - 1 - spectrogram.row(hz);
    }

    private static void drawTime(Ink ink, Layout layout, TimeTicks ticks, double seconds) {
        for (int i = 0; i < ticks.count(); i++) {
            double x = layout.left() + ticks.seconds(i) / seconds * layout.columns();
            if (x < layout.right()) {
                ink.down(Ink.HAZE, (int) x, layout.spectrumTop(), layout.spectrumBottom());
            }
            int below = layout.spectrumBottom();
            ink.down(Ink.FRAME, (int) x, below + 1, below + 6);
            ink.text(ticks.label(i), Ink.TEXT, x, below + 18, 0.5);
        }
    }

    private static void drawBar(Ink ink, Layout layout, int topDb) {
        int left = layout.right() + 48;
        int rows = layout.spectrumRows();
        for (int y = 0; y < rows; y++) {
            ink.fill(
                    new Color(ColourMap.rgb(1 - y / (rows - 1.0))),
                    left,
                    layout.spectrumTop() + y,
                    BAR_WIDTH,
                    1);
        }
        ink.frame(Ink.FRAME, left - 1, layout.spectrumTop() - 1, BAR_WIDTH + 1, rows + 1);
        int step = rows < 200 ? 30 : rows < 330 ? 20 : 10;
        for (int below = 0; below <= RANGE_DB; below += step) {
            double y = layout.spectrumTop() + (double) below / RANGE_DB * (rows - 1);
            int db = topDb - below;
            String text = String.format(Locale.ROOT, "%d", Math.abs(db));
            ink.across(Ink.FRAME, left + BAR_WIDTH + 1, left + BAR_WIDTH + 5, (int) Math.round(y));
            ink.text(
                    db < 0 ? "−" + text : db > 0 ? "+" + text : text,
                    Ink.TEXT,
                    left + BAR_WIDTH + 9,
                    y,
                    0);
        }
        ink.text("dBFS", Ink.FAINT, left + BAR_WIDTH / 2.0, layout.spectrumBottom() + 18, 0.5);
    }
}
