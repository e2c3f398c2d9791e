package eigentone.models.contract;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// One node type compiled with its usual settings, and what to feed it.
final class NodeRig {
    static final int LANES = 2;

    final Program program;
    final Weights weights;
    final Kernel kernel;
    final KernelInstance instance;
    final boolean[] sounding;

    NodeRig(NodeType type, double rateHz, boolean modulated, int lanes) {
        this(type, rateHz, modulated, lanes, Kernel::compile);
    }

    NodeRig(
            NodeType type,
            double rateHz,
            boolean modulated,
            int lanes,
            BiFunction<Program, Integer, Kernel> compile) {
        Program plain = Program.of(type.create(Map.of()), rateHz);
        program =
                modulated
                        ? Program.of(
                                type.create(Map.of()),
                                rateHz,
                                plain.controls().stream()
                                        .map(Slot::name)
                                        .collect(Collectors.toSet()))
                        : plain;
        weights = Weights.initial(program, 1);
        kernel = compile.apply(program, lanes);
        instance = kernel.instance(weights, type.id(), 1);
        sounding = new boolean[lanes];
        Arrays.fill(sounding, true);
    }

    float[][] outputs(int frames) {
        return program.outputs().keySet().stream()
                .map(o -> new float[frames * o.width() * kernel.lanes()])
                .toArray(float[][]::new);
    }

    float[][] inputs(int frames, Signal signal, long seed) {
        float[][] in = new float[program.inputs().size()][];
        SplittableRandom random = new SplittableRandom(seed);
        for (Slot.Input p : program.inputs()) {
            float[] x = new float[frames * p.width() * kernel.lanes()];
            int row = p.width() * kernel.lanes();
            for (int i = 0; i < x.length; i++) {
                x[i] = signal.at(i / row, random);
            }
            in[p.index()] = x;
        }
        return in;
    }

    /// Where to put the knobs.
    enum Knobs {
        USUAL,
        LEAST,
        GREATEST,
        RANDOM
    }

    void turn(Knobs knobs, SplittableRandom random) {
        for (Slot.Control c : program.controls()) {
            ControlSpec s = c.spec();
            for (int lane = 0; lane < kernel.lanes(); lane++) {
                double v =
                        switch (knobs) {
                            case USUAL -> s.initial();
                            case LEAST -> s.min();
                            case GREATEST -> s.max();
                            case RANDOM -> s.at(random.nextDouble());
                        };
                instance.setControl(c.index(), lane, (float) v);
            }
        }
    }

    /// Test signals of full scale.
    enum Signal {
        NOISE,
        SILENCE,
        IMPULSE,
        CONSTANT,
        SQUARE,
        HUGE;

        float at(int frame, SplittableRandom random) {
            return switch (this) {
                case NOISE -> (float) (2 * random.nextDouble() - 1);
                case SILENCE -> 0;
                case IMPULSE -> frame == 0 ? 1 : 0;
                case CONSTANT -> 1;
                case SQUARE -> frame / 50 % 2 == 0 ? 1 : -1;
                case HUGE -> (frame & 1) == 0 ? 100 : -100;
            };
        }
    }
}
