package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.check.RandomPrograms;
import eigentone.engine.kernel.CostRule.Choice;
import eigentone.engine.kernel.CostRule.Schedule;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A kernel that changes while it plays: nobody hears when.
class LiveInstanceTest {
    private static final int PROGRAMS = 40;
    private static final int LANES = 5;
    private static final int FRAMES = 60;
    private static final int BLOCK_FRAMES = 6;
    private static final int RESET_FRAME = 18;

    /// From plain loops to registers and back, each at another frame, over all kinds of memory.
    @Test
    void theMomentOfTheChangeDoesNotMatter() {
        int withDelays = 0, withDraws = 0;
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Program p = Program.of(new RandomPrograms(seed), 48000);
            withDelays += p.delays().isEmpty() ? 0 : 1;
            withDraws += p.toString().contains("uniform") ? 1 : 0;
            float[][] stays = play(p, seed, List.of());
            for (Schedule schedule : List.of(Schedule.LANES, Schedule.VECTOR)) {
                Kernel simd = Kernel.compile(p, LANES, new Choice(schedule, 4, 0));
                List<Kernel> changes = List.of(simd, Kernel.compile(p, LANES), simd);
                assertThat(play(p, seed, changes))
                        .as("seed " + seed + ", " + schedule)
                        .isDeepEqualTo(stays);
            }
        }
        assertThat(withDelays).isGreaterThan(5);
        assertThat(withDraws).isGreaterThan(5);
    }

    /// @param changes what is offered in every second block from the third on
    private static float[][] play(Program p, long seed, List<Kernel> changes) {
        LiveInstance k = new LiveInstance(p, LANES, Weights.initial(p, seed), "node", seed);
        SplittableRandom random = new SplittableRandom(seed);
        float[][] in =
                p.inputs().stream()
                        .map(port -> noise(random, port.width() * LANES * FRAMES))
                        .toArray(float[][]::new);
        float[][] out =
                p.outputs().keySet().stream()
                        .map((Slot.Output port) -> new float[port.width() * LANES * FRAMES])
                        .toArray(float[][]::new);
        boolean[] sounding = new boolean[LANES];
        Arrays.fill(sounding, true);
        for (int lane = 0; lane < LANES; lane++) {
            k.setControl(0, lane, 0.3f + 0.2f * lane);
        }
        for (int t = 0; t < FRAMES; t += BLOCK_FRAMES) {
            if (t == RESET_FRAME) {
                k.reset(1, 3);
                k.setControl(1, 2, 0.75f);
            }
            int change = t / BLOCK_FRAMES / 2 - 1;
            if (t / BLOCK_FRAMES % 2 == 0 && change >= 0 && change < changes.size()) {
                k.offer(changes.get(change));
            }
            k.run(in, out, t, t + BLOCK_FRAMES, sounding);
        }
        return out;
    }

    private static float[] noise(SplittableRandom random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (2 * random.nextDouble() - 1);
        }
        return x;
    }

    @Test
    void aBufferThatIsTooShortFailsAsInPlainLoops() {
        Program p = Program.of(d -> d.output("y", d.input("x", 1).times(2)), 48000);
        Kernel simd = Kernel.compile(p, LANES, new Choice(Schedule.VECTOR, 4, 0));
        float[][] whole = {new float[LANES * 8]}, tooShort = {new float[LANES * 8 - 1]};
        for (Kernel kernel : List.of(simd, Kernel.compile(p, LANES))) {
            KernelInstance k = kernel.instance(Weights.none(), "node", 1);
            boolean[] sounding = {true, true, true, true, true};
            k.run(whole, new float[][] {new float[LANES * 8]}, 0, 8, sounding);
            assertThatThrownBy(() -> k.run(tooShort, whole, 0, 8, sounding))
                    .isInstanceOf(ArrayIndexOutOfBoundsException.class);
            assertThatThrownBy(() -> k.run(whole, tooShort, 0, 8, sounding))
                    .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        }
    }
}
