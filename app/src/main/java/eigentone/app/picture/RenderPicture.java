package eigentone.app.picture;

import eigentone.audioio.file.SafeWrite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.StringJoiner;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A render at a glance, as a PNG: a title line, the waveform of every channel, a spectrogram
/// below.
///
/// For sounds from a few frames to hours. The time and memory it takes hardly grow with the length:
/// the sound is read once for the waveform and in at most four places per column for the
/// spectrogram. Same sound, same machine: same bytes (letters come from the system's fonts).
///
/// Any thread, several at once. Needs no screen: `java.awt.headless` is set to true unless the
/// program has set it.
public final class RenderPicture {
    /// Size in pixels unless told otherwise.
    public static final int WIDTH = 1600;

    public static final int HEIGHT = 900;

    /// Room in pixels for one time label.
    private static final int TICK_PIXELS = 110;

    static {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private RenderPicture() {}

    /// Writes a picture of 1600 x 900 pixels, whole or not at all.
    ///
    /// @param channels `channels[channel][frame]`, 1 channel or more, equally long, full scale ±1;
    ///   only read
    /// @param sampleRateHz above 0
    /// @throws IllegalArgumentException if there is no channel, lengths differ or the rate is not
    ///   above 0
    /// @throws IOException if the file cannot be written; a former file of that name is left as it
    ///   was
    public static void write(Path png, float[][] channels, double sampleRateHz, Caption caption)
            throws IOException {
        write(png, channels, sampleRateHz, caption, WIDTH, HEIGHT);
    }

    /// Writes a picture of any size from 640 x 400 to 8192 x 8192 pixels.
    ///
    /// @throws IllegalArgumentException if the size is outside that, and as the shorter form
    /// @throws IOException as the shorter form
    public static void write(
            Path png,
            float[][] channels,
            double sampleRateHz,
            Caption caption,
            int width,
            int height)
            throws IOException {
        BufferedImage image = draw(channels, sampleRateHz, caption, width, height);
        SafeWrite.bytes(png, encoded(image));
    }

    static BufferedImage draw(
            float[][] channels, double sampleRateHz, Caption caption, int width, int height) {
        check(channels, sampleRateHz);
        Layout layout = Layout.of(width, height, channels.length);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        // An empty sound still has an axis.
        double seconds = Math.max(1, channels[0].length) / sampleRateHz;
        TimeTicks ticks = TimeTicks.of(seconds, layout.columns() / TICK_PIXELS);
        Spectrogram spectrogram =
                Spectrogram.of(
                        channels,
                        sampleRateHz,
                        layout.columns(),
                        layout.spectrumRows(),
                        Math.min(SpectrogramPanel.LOW_HZ, sampleRateHz / 8),
                        Math.min(SpectrogramPanel.HIGH_HZ, sampleRateHz / 2));
        Graphics2D graphics = image.createGraphics();
        try {
            Ink ink = new Ink(graphics);
            ink.fill(Ink.BACKGROUND, 0, 0, width, height);
            drawTitle(ink, layout, caption, channels.length);
            WaveformPanel.draw(ink, layout, channels, ticks, seconds);
            SpectrogramPanel.draw(ink, image, layout, spectrogram, ticks, seconds);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static void check(float[][] channels, double sampleRateHz) {
        if (!(sampleRateHz > 0 && sampleRateHz < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "picture 'sampleRateHz': expected above 0 Hz, got " + sampleRateHz + " Hz");
        }
        if (channels.length == 0) {
            throw new IllegalArgumentException("picture: expected at least 1 channel, got 0");
        }
        for (float[] channel : channels) {
            if (channel.length != channels[0].length) {
                throw new IllegalArgumentException(
                        "picture: expected channels of equal length, got "
                                + channels[0].length
                                + " and "
                                + channel.length
                                + " frames");
            }
        }
    }

    private static void drawTitle(Ink ink, Layout layout, Caption caption, int channels) {
        StringJoiner figures = new StringJoiner("   ·   ");
        for (String part : new String[] {caption.length(), caption.peak(), caption.loudness()}) {
            if (!part.isEmpty()) {
                figures.add(part);
            }
        }
        if (channels > WaveformPanel.MAX_CHANNELS) {
            figures.add("first " + WaveformPanel.MAX_CHANNELS + " of " + channels + " channels");
        }
        double y = 29;
        int rightEnd = layout.width() - 20;
        String right = figures.toString();
        ink.text(right, Ink.TEXT, rightEnd, y, 1);
        int room = rightEnd - ink.width(right, false) - 40 - layout.left();
        String file = ink.fitted(caption.file(), true, room);
        ink.title(file, Ink.STRONG, layout.left(), y, 0);
        int used = file.isEmpty() ? 0 : ink.width(file, true) + 18;
        String preset = ink.fitted(caption.preset(), false, room - used);
        ink.text(preset, Ink.FAINT, layout.left() + used, y + 1, 0);
    }

    static byte[] encoded(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(image);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
