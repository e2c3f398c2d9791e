package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.audioio.measure.Pitch;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whoever promises a pitch holds it over five octaves and more, from the kernel's own float32.
final class TunedCellsTest {
    private static final int RATE = 48000;

    /// The ear's threshold for steady tones is about 5 cents.
    private static final double TOLERANCE_CENTS = 3;

    static double cents(Played cell, double hz) {
        // 0.6 s and at least 27 periods, once the start is over.
        cell.pitch(hz);
        if (cell.program.controls().stream().anyMatch(c -> c.name().equals("gate"))) {
            cell.with("gate", 1);
        }
        cell.silence(RATE / 5);
        float[] tone = cell.silence((int) (RATE * Math.max(0.6, 27 / hz)));
        return Pitch.cents(Pitch.hz(tone, RATE, hz), hz);
    }

    @ParameterizedTest
    @CsvSource({
        "elman, gain, 1.1, 4186", "elman, gain, 1.6, 4186", "elman, gain, 2, 4186",
        "gru, gain, 1.2, 2093", "gru, gain, 2, 2093", "gru, reset, 0, 4186",
        "modal, decay, 4, 4186", "orthogonal, decay, 6, 4186", "arma, decay, 6, 2093",
        "lstm, gain, 1.5, 4186", "lstm, gain, 2, 4186", "lstm, gain, 3, 4186",
    })
    void pitchIsHeld(String type, String control, double value, double highest) {
        StringBuilder table = new StringBuilder(type + " " + control + " " + value + ":");
        double worst = 0;
        for (double hz = highest; hz > 27; hz /= 2) {
            Played cell = Played.type(type, Map.of(), RATE).with(control, value);
            double c = cents(cell, hz);
            table.append(" %.0f Hz %.2f,".formatted(hz, c));
            worst = Double.isNaN(c) ? c : Math.max(worst, Math.abs(c));
        }
        assertThat(worst).as(table.toString()).isLessThan(TOLERANCE_CENTS);
    }
}
