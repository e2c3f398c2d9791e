package eigentone.engine.check;

import eigentone.engine.kernel.CostRule;
import eigentone.engine.kernel.CostRule.Schedule;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.kernel.Simd;
import eigentone.engine.kernel.WarmUp;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Compares the schedules of the kernel compiler on random programs: all give the same bits, and
/// each step is as the float64 reference says.
public final class KernelFuzz {
    private static final int LANES = 5;
    private static final int FRAMES = 40;
    private static final int BLOCK_FRAMES = 8;
    private static final int RESET_FRAME = 16;
    private static final int[] WIDTHS = {4, 8, 16};
    private static final double WARM_SECONDS = 20;

    private long compared;
    private long undecided;

    /// Checks the program that `seed` makes. Register widths take turns with the seed; a width
    /// beyond the machine's is emulated.
    ///
    /// @param warm whether to run the kernels until they are compiled, and compare again
    /// @throws AssertionError naming seed, schedule, place and both values
    public void check(long seed, boolean warm) {
        Program program = Program.of(new RandomPrograms(seed), 48_000);
        List<Kernel> kernels = new ArrayList<>();
        kernels.add(kernel(program, Schedule.PLAIN, 1));
        if (Simd.width() > 0) {
            int turn = (int) (seed % WIDTHS.length);
            int lanesWidth = warm ? Simd.width() : WIDTHS[turn];
            int vectorWidth = warm ? Simd.width() : WIDTHS[(turn + 1) % WIDTHS.length];
            kernels.add(kernel(program, Schedule.LANES, lanesWidth));
            kernels.add(kernel(program, Schedule.VECTOR, vectorWidth));
        }
        for (Kernel k : kernels.subList(1, kernels.size())) {
            if (!k.isCompilable()) {
                throw new AssertionError(
                        "seed %d, %s: too large for the JVM's compiler"
                                .formatted(seed, k.schedule()));
            }
        }
        compareBits(seed, program, kernels);
        for (Kernel k : kernels) {
            compareSteps(seed, program, k);
        }
        if (warm) {
            for (Kernel k : kernels) {
                WarmUp.Report report = WarmUp.run(k, WARM_SECONDS);
                if (!report.isWarm()) {
                    throw new AssertionError(
                            "seed %d, %s: still allocates: %s"
                                    .formatted(seed, k.schedule(), report));
                }
            }
            compareBits(seed, program, kernels);
        }
    }

    private static Kernel kernel(Program program, Schedule schedule, int width) {
        return Kernel.compile(program, LANES, new CostRule.Choice(schedule, width, 0));
    }

    private static void compareBits(long seed, Program program, List<Kernel> kernels) {
        float[][] expected = run(seed, program, kernels.getFirst());
        for (Kernel k : kernels) {
            float[][] got = run(seed, program, k);
            for (int p = 0; p < got.length; p++) {
                int i = Arrays.mismatch(expected[p], got[p]);
                if (i >= 0) {
                    throw new AssertionError(
                            "seed %d, %s, output %d, float %d: %.9g, plain loops %.9g"
                                    .formatted(
                                            seed, k.schedule(), p, i, got[p][i], expected[p][i]));
                }
            }
        }
    }

    private static float[][] run(long seed, Program program, Kernel kernel) {
        KernelInstance k = kernel.instance(Weights.initial(program, seed), "node", seed);
        SplittableRandom random = new SplittableRandom(seed);
        float[][] in =
                program.inputs().stream()
                        .map(p -> noise(random, p.width() * LANES * FRAMES))
                        .toArray(float[][]::new);
        float[][] out =
                program.outputs().keySet().stream()
                        .map((Slot.Output p) -> new float[p.width() * LANES * FRAMES])
                        .toArray(float[][]::new);
        boolean[] sounding = new boolean[LANES];
        Arrays.fill(sounding, true);
        for (int lane = 0; lane < LANES; lane++) {
            k.setControl(0, lane, 0.3f + 0.2f * lane);
        }
        for (int t = 0, end; t < FRAMES; t = end) {
            // Then a long block: registers of frames, and some over.
            end = t < RESET_FRAME ? t + BLOCK_FRAMES : FRAMES;
            if (t == RESET_FRAME) {
                k.reset(1, 3);
                k.setControl(1, 2, 0.75f);
            }
            k.run(in, out, t, end, sounding);
        }
        return out;
    }

    private void compareSteps(long seed, Program program, Kernel kernel) {
        Weights weights = Weights.initial(program, seed);
        KernelCheck check =
                new KernelCheck(program, weights, kernel.instance(weights, "node", seed), 1);
        SplittableRandom random = new SplittableRandom(seed);
        for (int t = 0; t < FRAMES; t++) {
            check.step(
                    program.inputs().stream()
                            .map(p -> noise(random, p.width()))
                            .toArray(float[][]::new));
        }
        compared += check.compared();
        undecided += check.undecided();
    }

    private static float[] noise(SplittableRandom random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (2 * random.nextDouble() - 1);
        }
        return x;
    }

    /// Entries compared with the reference so far.
    public long compared() {
        return compared;
    }

    /// Entries whose step hung on a decision within rounding of its threshold.
    public long undecided() {
        return undecided;
    }
}
