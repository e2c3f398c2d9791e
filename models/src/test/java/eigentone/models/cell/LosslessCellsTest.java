package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.faults.Planted;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import eigentone.models.cell.orthogonal.GerzonAllpassCell;
import eigentone.models.cell.orthogonal.GerzonAllpassCell.Design;
import eigentone.models.cell.orthogonal.OrthogonalCell;
import eigentone.models.cell.orthogonal.OrthogonalCell.Activation;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes in comes out or is still inside: energy balances of the orthogonal cells.
final class LosslessCellsTest {
    private static final int RATE = 48000;

    /// Rounding of ten seconds of float32, as a part of the energy that went in.
    private static final double KERNEL_TOLERANCE = 1e-5;

    @ParameterizedTest
    @EnumSource(Design.class)
    void allpassKeepsEnergyWithoutDelays(Design design) {
        checkBalance(
                new GerzonAllpassCell(
                        1, List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), design, 3));
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void allpassKeepsEnergyWithDelays(Design design) {
        checkBalance(new GerzonAllpassCell(2, List.of(0.0, 0.0031, 0.0113, 0.0201), design, 5));
    }

    private static void checkBalance(GerzonAllpassCell cell) {
        Played played = new Played(cell, RATE);
        int frames = 10 * RATE;
        SplittableRandom random = new SplittableRandom(11);
        float[] x = new float[frames * cell.channels()];
        double in = 0, out = 0, stored = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
            in += (double) x[i] * x[i];
        }
        for (float y : played.feed(x, frames)) {
            out += (double) y * y;
        }
        for (int i = 0; i < cell.delaySeconds().size(); i++) {
            int frame = (int) Math.max(1, Math.ceil(cell.delaySeconds().get(i) * RATE));
            for (int back = 1; back <= frame; back++) {
                double h = played.kernel.delayed(0, i, back, 0);
                stored += h * h;
            }
        }
        double balance = (out + stored - in) / in;
        assertThat(stored).isPositive();
        assertThat(balance).isCloseTo(0, within(KERNEL_TOLERANCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void orthogonalCellKeepsItsLength(int mirrors) {
        Program program = Planted.program(new OrthogonalCell(1, 8, mirrors, Activation.NONE), 1);
        Reference cell = new Reference(program, Weights.initial(program, 5), 0);
        cell.state(0)[2] = 1;
        for (int t = 0; t < 10_000; t++) {
            cell.step(new double[1]);
        }
        double length = 0;
        for (double h : cell.state(0)) {
            length += h * h;
        }
        assertThat(Math.sqrt(length)).isCloseTo(1, within(1e-9));
    }
}
