package eigentone.engine.node.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.node.Play;
import eigentone.engine.node.Spectrum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Spectra of the classic waves. The bound is 5 dB above the worst line measured; naive waves have
/// -23 dB.
class BandLimitTest {
    private static final double ALIASING_DB = -80;
    private static final int FRAMES = 33500;

    static double pitch(double hz) {
        return 69 + 12 * Math.log(hz / 440) / Math.log(2);
    }

    static Stream<Arguments> waves() {
        return Stream.of(Saw.TYPE, Pulse.TYPE, Triangle.TYPE)
                .flatMap(t ->
                        Stream.of(
                                Arguments.of(t, 1997, 48000),
                                Arguments.of(t, 101, 48000),
                                Arguments.of(t, 9973, 48000),
                                Arguments.of(t, 1997, 44100),
                                Arguments.of(t, 5003, 96000),
                                Arguments.of(t, 997, 192000)));
    }

    @ParameterizedTest
    @MethodSource("waves")
    void nothingButPartialsAndNoMean(NodeType type, double hz, double rateHz) {
        double[] x = Play.live(type, rateHz).set("pitch", pitch(hz)).out(FRAMES);
        Spectrum s = Spectrum.of(x, rateHz);
        double limitHz = Math.min(20000, rateHz * 20 / 48);
        assertThat(Spectrum.decibels(s.greatestBeside(hz, 0, limitHz)) - s.db(hz))
                .isLessThan(ALIASING_DB);
        assertThat(s.amplitudes()[0]).isLessThan(1e-3);
    }

    @Test
    void partialsHaveTheirTextbookLevels() {
        double hz = 997;
        Spectrum saw =
                Spectrum.of(Play.live(Saw.TYPE, 48000).set("pitch", pitch(hz)).out(FRAMES), 48000);
        Spectrum pulse =
                Spectrum.of(
                        Play.live(Pulse.TYPE, 48000)
                                .set("pitch", pitch(hz))
                                .set("width", 0.3)
                                .out(FRAMES),
                        48000);
        Spectrum triangle =
                Spectrum.of(
                        Play.live(Triangle.TYPE, 48000).set("pitch", pitch(hz)).out(FRAMES), 48000);
        for (int n : List.of(1, 2, 3, 7, 9, 16)) {
            assertThat(saw.amplitude(n * hz)).isCloseTo(2 / (Math.PI * n), within(2e-3 / n));
            assertThat(pulse.amplitude(n * hz))
                    .isCloseTo(
                            4 * Math.abs(Math.sin(Math.PI * n * 0.3)) / (Math.PI * n),
                            within(4e-3 / n));
            assertThat(triangle.amplitude(n * hz))
                    .isCloseTo(n % 2 == 0 ? 0 : 8 / (Math.PI * Math.PI * n * n), within(2e-3 / n));
        }
    }

    @ParameterizedTest
    @MethodSource("waves")
    void staysInBounds(NodeType type, double hz, double rateHz) {
        double[] x = Play.live(type, rateHz).set("pitch", pitch(hz)).out(2000);
        assertThat(Arrays.stream(x).map(Math::abs).max().orElseThrow()).isBetween(0.7, 1.3);
    }

    /// Half way between partials there is neither a partial nor a side band: a click would show
    /// there.
    private static double greatestBetweenPartialsDb(double[] x, double hz, int partials) {
        Spectrum s = Spectrum.of(x, 48000);
        double most = -400;
        for (int k = 1; k < partials; k++) {
            most = Math.max(most, s.db((k + 0.5) * hz));
        }
        return most - s.db(hz);
    }

    @Test
    void aMovingPitchMakesNoClicks() {
        // Three semitones at 3 Hz around 3 kHz: the side bands of partial k reach k * 530 Hz away.
        double[] vibrato = Play.sine(3, 1.5, 48000, 70000);
        for (NodeType type : List.of(Saw.TYPE, Pulse.TYPE)) {
            double[] x =
                    Play.live(type, 48000, "pitch")
                            .set("pitch", pitch(3001))
                            .feed("pitch", vibrato)
                            .out(70000);
            assertThat(greatestBetweenPartialsDb(x, 3001, 3)).isLessThan(-75);
        }
    }

    @Test
    void aMovingWidthMakesNoClicks() {
        double[] width = Play.sine(2, 0.48, 48000, 70000);
        double[] x =
                Play.live(Pulse.TYPE, 48000, "width")
                        .set("pitch", pitch(997))
                        .feed("width", width)
                        .out(70000);
        assertThat(greatestBetweenPartialsDb(x, 997, 19)).isLessThan(-75);
    }

    @Test
    void theSawBeginsWithoutAClick() {
        double[] x = Play.live(Saw.TYPE, 48000).set("pitch", 45).out(60);
        for (int n = 1; n < x.length; n++) {
            assertThat(Math.abs(x[n] - x[n - 1])).isLessThan(0.01);
        }
    }
}
