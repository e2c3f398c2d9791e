package eigentone.app.picture;

/// The upper half: every channel's wave over time, with an axis in dBFS.
///
/// The axis ends at full scale, or 6, 12, 18... dB below it for a soft sound, or above it for one
/// beyond full scale: the shape stays visible, and the labels say where it is. Dark is the span
/// from lowest to highest point, bright the root mean square, red whatever lies beyond full scale.
final class WaveformPanel {
    /// More channels would be lines.
    static final int MAX_CHANNELS = 8;

    private static final int SPACE = 6;
    private static final int LABEL_PIXELS = 15;
    private static final double SOFTEST = Math.pow(2, -10);
    private static final String[] STEREO = {"L", "R"};

    private WaveformPanel() {}

    static void draw(Ink ink, Layout layout, float[][] channels, TimeTicks ticks, double seconds) {
        int shown = Math.min(channels.length, MAX_CHANNELS);
        WaveformColumns[] columns = new WaveformColumns[shown];
        float peak = 0;
        for (int c = 0; c < shown; c++) {
            columns[c] = WaveformColumns.of(channels[c], layout.columns());
            peak = Math.max(peak, columns[c].peak());
        }
        double range = axisEnd(peak);
        int height = layout.waveBottom() - layout.waveTop();
        for (int c = 0; c < shown; c++) {
            int top = layout.waveTop() + c * (height + SPACE) / shown;
            int bottom = layout.waveTop() + (c + 1) * (height + SPACE) / shown - SPACE;
            String name = channels.length == 2 ? STEREO[c] : Integer.toString(c + 1);
            drawGrid(ink, layout, top, bottom, range, ticks, seconds);
            drawWave(ink, layout, top, bottom, range, columns[c]);
            ink.frame(
                    Ink.FRAME, layout.left() - 1, top - 1, layout.columns() + 1, bottom - top + 1);
            if (channels.length > 1) {
                ink.text(name, Ink.STRONG, layout.right() + 10, (top + bottom) / 2.0, 0);
            }
        }
    }

    /// Full scale or 6, 12, 18... dB below it, or beyond it as far as the peak reaches and a little
    /// more.
    private static double axisEnd(float peak) {
        if (peak > 1) {
            return 1.1 * peak;
        }
        double end = 1;
        while (end > SOFTEST && peak > 0 && peak <= end / 2) {
            end /= 2;
        }
        return end;
    }

    private static void drawGrid(
            Ink ink,
            Layout layout,
            int top,
            int bottom,
            double range,
            TimeTicks ticks,
            double seconds) {
        ink.fill(Ink.PANEL, layout.left(), top, layout.columns(), bottom - top);
        for (int i = 0; i < ticks.count(); i++) {
            int x = layout.left() + (int) (ticks.seconds(i) / seconds * layout.columns());
            if (x < layout.right()) {
                ink.down(Ink.GRID, x, top, bottom);
            }
        }
        int highestDb = 6 * (int) Math.floor(20 * Math.log10(range) / 6 + 0.01);
        double lastY = top - LABEL_PIXELS;
        for (int db = highestDb; db > highestDb - 60; db -= 6) {
            double share = Math.min(1, Math.pow(10, db / 20.0) / range);
            double y = y(share, top, bottom);
            // Towards the middle 6 dB lie ever closer.
            if ((top + bottom) / 2.0 - y < LABEL_PIXELS) {
                break;
            }
            if (y - lastY >= LABEL_PIXELS) {
                drawLevel(ink, layout, y, Math.max(y, top + 6), db);
                double mirrored = y(-share, top, bottom);
                drawLevel(ink, layout, mirrored, Math.min(mirrored, bottom - 7), db);
                lastY = y;
            }
        }
        ink.across(Ink.CENTRE, layout.left(), layout.right(), (top + bottom) / 2);
        ink.text("−∞", Ink.FAINT, layout.left() - 8, (top + bottom) / 2.0, 1);
    }

    private static void drawWave(
            Ink ink, Layout layout, int top, int bottom, double range, WaveformColumns columns) {
        for (int c = 0; c < layout.columns(); c++) {
            int x = layout.left() + c;
            int high = row(columns.high()[c] / range, top, bottom);
            int low = row(columns.low()[c] / range, top, bottom);
            ink.down(columns.faulty()[c] ? Ink.FAULT : Ink.WAVE, x, high, low + 1);
            double rms = columns.rms()[c] / range;
            int above = Math.max(high, row(rms, top, bottom));
            int below = Math.min(low, row(-rms, top, bottom));
            if (below >= above) {
                ink.down(Ink.RMS, x, above, below + 1);
            }
        }
    }

    private static int row(double value, int top, int bottom) {
        return Math.clamp(Math.round(y(value, top, bottom)), top, bottom - 1);
    }

    private static double y(double value, int top, int bottom) {
        return (top + bottom - 1) / 2.0 - value * (bottom - top - 1) / 2.0;
    }

    private static void drawLevel(Ink ink, Layout layout, double y, double labelY, int db) {
        ink.across(Ink.GRID, layout.left(), layout.right(), (int) Math.round(y));
        String text = db < 0 ? "−" + -db : db > 0 ? "+" + db : "0";
        ink.text(text, Ink.FAINT, layout.left() - 8, labelY, 1);
    }
}
