package eigentone.app.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderPictureTest {
    private static final double RATE_HZ = 48_000;
    private static final Caption CAPTION =
            new Caption("tone.wav", "preset: choir", "0:02.0", "−6.0 dBTP", "−9.0 LUFS");

    @TempDir Path folder;

    /// A small picture: what is asked here does not depend on its size.
    private BufferedImage written(float[][] channels, double rateHz) throws IOException {
        Path png = folder.resolve("picture.png");
        RenderPicture.write(png, channels, rateHz, CAPTION, 640, 400);
        return ImageIO.read(png.toFile());
    }

    private static int lightness(int rgb) {
        return (rgb >> 16 & 255) * 2 + (rgb >> 8 & 255) * 5 + (rgb & 255);
    }

    @Test
    void aSineDrawsItsBrightestLineAtItsFrequency() throws IOException {
        float[][] tone = {SpectrogramTest.sine(1000, 0.5, RATE_HZ, 96_000)};
        Path png = folder.resolve("full.png");
        RenderPicture.write(png, tone, RATE_HZ, CAPTION);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(900);
        Layout layout = Layout.of(1600, 900, 1);
        // Between two marks of the time axis, whose lines would brighten it.
        int x = layout.left() + layout.columns() / 2 + 31;
        int brightest = layout.spectrumTop();
        for (int y = layout.spectrumTop(); y < layout.spectrumBottom(); y++) {
            if (lightness(image.getRGB(x, y)) > lightness(image.getRGB(x, brightest))) {
                brightest = y;
            }
        }
        double row = layout.spectrumBottom() - 1 - brightest;
        double hz = 20 * Math.pow(1000, row / (layout.spectrumRows() - 1));
        assertThat(12 * Math.log(hz / 1000) / Math.log(2)).isCloseTo(0, within(1.0));
    }

    @Test
    void theWaveReachesItsPeak() throws IOException {
        float[][] tone = {SpectrogramTest.sine(1000, 0.75, RATE_HZ, 96_000)};
        BufferedImage image = written(tone, RATE_HZ);
        Layout layout = Layout.of(640, 400, 1);
        int x = layout.left() + layout.columns() / 2 + 31;
        int first = layout.waveTop();
        while (image.getRGB(x, first) != Ink.WAVE.getRGB()) {
            first++;
        }
        double middle = (layout.waveTop() + layout.waveBottom() - 1) / 2.0;
        assertThat((middle - first) / (middle - layout.waveTop())).isCloseTo(0.75, within(0.04));
    }

    /// Planted: one sample beyond full scale is red.
    @Test
    void overloadsAreMarked() throws IOException {
        float[][] tone = {SpectrogramTest.sine(1000, 0.5, RATE_HZ, 96_000)};
        assertThat(count(written(tone, RATE_HZ), Ink.FAULT.getRGB())).isZero();
        tone[0][50_000] = 1.01f;
        assertThat(count(written(tone, RATE_HZ), Ink.FAULT.getRGB())).isPositive();
    }

    private static int count(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 48000",
        "1, 1, 48000",
        "2, 3, 44100",
        "1, 2400, 48000",
        "2, 96000, 96000",
        "6, 4000, 8000",
        "12, 4000, 192000"
    })
    void anyShapeIsDrawn(int channels, int frames, double rateHz) throws IOException {
        float[][] sound = new float[channels][];
        for (int c = 0; c < channels; c++) {
            sound[c] = SpectrogramTest.sine(300 * (c + 1), 0.3, rateHz, frames);
        }
        assertThat(written(sound, rateHz)).isNotNull();
        assertThat(written(new float[channels][frames], rateHz)).isNotNull();
    }

    @Test
    void faultySamplesAreDrawnNotRefused() throws IOException {
        float[][] sound = {{0, Float.NaN, 0.5f, Float.NEGATIVE_INFINITY, 0.1f}};
        assertThat(count(written(sound, RATE_HZ), Ink.FAULT.getRGB())).isPositive();
    }

    @Test
    void theSamePictureTwice() throws IOException {
        float[][] sound = {
            SpectrogramTest.sine(440, 0.3, RATE_HZ, 30_000),
            SpectrogramTest.sine(441, 0.3, RATE_HZ, 30_000)
        };
        Path first = folder.resolve("first.png");
        Path second = folder.resolve("second.png");
        RenderPicture.write(first, sound, RATE_HZ, CAPTION, 640, 400);
        RenderPicture.write(second, sound, RATE_HZ, CAPTION, 640, 400);
        assertThat(first).hasSameBinaryContentAs(second);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void badInputIsNamed() {
        Path png = folder.resolve("bad.png");
        assertThatThrownBy(() -> RenderPicture.write(png, new float[0][], RATE_HZ, CAPTION))
                .hasMessage("picture: expected at least 1 channel, got 0");
        assertThatThrownBy(() ->
                        RenderPicture.write(
                                png, new float[][] {new float[3], new float[4]}, RATE_HZ, CAPTION))
                .hasMessageContaining("got 3 and 4 frames");
        assertThatThrownBy(() -> RenderPicture.write(png, new float[1][9], 0, CAPTION))
                .hasMessageContaining("got 0.0 Hz");
        assertThatThrownBy(
                        () -> RenderPicture.write(png, new float[1][9], RATE_HZ, CAPTION, 100, 100))
                .hasMessageContaining("got 100 x 100");
        Path nowhere = folder.resolve("none/x.png");
        assertThatThrownBy(() -> RenderPicture.write(nowhere, new float[1][9], RATE_HZ, CAPTION))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.png");
        assertThat(png).doesNotExist();
    }
}
