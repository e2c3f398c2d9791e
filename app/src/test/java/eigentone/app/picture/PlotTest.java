package eigentone.app.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {
    private static final double[] TRAIN = {1, 0.1, 0.01}, VALID = {2, 0.2, 0.3};

    @Test
    void anAxisGoesInALineOrByRatios() {
        Axis line = new Axis("s", 10, 20, false);
        assertThat(line.at(12.5)).isEqualTo(0.25);
        assertThat(line.at(30)).isEqualTo(1);
        Axis ratios = new Axis("Hz", 10, 1000, true);
        assertThat(ratios.at(100)).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(ratios.at(0)).isZero();
        assertThat(ratios.marks().stream().map(Axis.Mark::text).filter(t -> !t.isEmpty()))
                .containsExactly("10", "100", "1k");
        assertThat(new Axis("epoch", 1, 60, false).marks())
                .extracting(Axis.Mark::text)
                .contains("5", "10", "60")
                .hasSize(12);
    }

    @Test
    void lossesAreLogarithmicUnlessTheyReachZero() {
        assertThat(Plot.losses("x", "", TRAIN, VALID, 2).y().logarithmic()).isTrue();
        assertThat(Plot.losses("x", "", new double[] {1, -0.5, 0.2}, VALID, 2).y().logarithmic())
                .isFalse();
    }

    @Test
    void thePictureHasBothCurvesAndTheBestIsMarked() {
        Plot plot = Plot.losses("x", "", TRAIN, VALID, 2);
        BufferedImage image = PlotPicture.draw(plot);
        int blue = 0, orange = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y) & 0xffffff;
                blue += rgb == Plot.TRAIN ? 1 : 0;
                orange += rgb == Plot.VALID ? 1 : 0;
            }
        }
        assertThat(blue).isGreaterThan(500);
        assertThat(orange).isGreaterThan(500);
        // The middle of three epochs is in the middle of the axis; the mark is a filled circle.
        int x = (110 + 1560) / 2;
        int from = 0;
        while (new Color(image.getRGB(x, from)).getRGB() != new Color(Plot.VALID).getRGB()) {
            from++;
        }
        int to = from;
        while (new Color(image.getRGB(x, to)).getRGB() == new Color(Plot.VALID).getRGB()) {
            to++;
        }
        assertThat(to - from).isBetween(9, 14);
    }

    @Test
    void svgIsEscapedAndHoldsEveryPoint() {
        Plot.Curve curve =
                new Plot.Curve("a < b", Plot.ERROR, new double[] {1, 2}, new double[] {0, 1}, 1);
        String svg =
                PlotSvg.of(
                        new Plot(
                                "t & u",
                                "",
                                new Axis("x", 1, 2, false),
                                new Axis("y", 0, 1, false),
                                List.of(curve)));
        assertThat(svg)
                .contains("t &amp; u", "a &lt; b", "points=\"70.0,376.0 944.0,40.0\"", "<circle")
                .endsWith("</svg>\n");
    }

    @Test
    void oneEpochIsAPoint() {
        double[] one = {0.5};
        Plot plot = Plot.losses("x", "", one, one, 1);
        assertThat(PlotSvg.of(plot)).contains("<circle");
        assertThat(PlotPicture.draw(plot).getWidth()).isEqualTo(1600);
    }
}
