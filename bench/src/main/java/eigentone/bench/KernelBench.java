package eigentone.bench;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Nanoseconds per frame of one node with its usual settings, fed with noise.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBench {
    private static final int FRAMES = 256;

    @Param({"sine", "saw", "elman", "gru", "lstm", "orthogonal", "gerzon-allpass", "modal"})
    private String type = "sine";

    @Param({"1", "8"})
    private int lanes = 1;

    private KernelInstance kernel;
    private boolean[] sounding;
    private float[][] in;
    private float[][] out;

    @SuppressWarnings("NullAway.Init") // JMH calls setUp before anything is measured
    public KernelBench() {}

    /// Compiles the node and fills its inputs with noise.
    @Setup
    public void setUp() {
        Program program = Program.of(Nodes.type(type).create(Map.of()), 48000);
        kernel = Kernel.compile(program, lanes).instance(Weights.initial(program, 1), type, 1);
        sounding = new boolean[lanes];
        Arrays.fill(sounding, true);
        SplittableRandom random = new SplittableRandom(1);
        in = new float[program.inputs().size()][];
        for (Slot.Input p : program.inputs()) {
            in[p.index()] = new float[FRAMES * p.width() * lanes];
            for (int i = 0; i < in[p.index()].length; i++) {
                in[p.index()][i] = (float) random.nextDouble() - 0.5f;
            }
        }
        out =
                program.outputs().keySet().stream()
                        .map(o -> new float[FRAMES * o.width() * lanes])
                        .toArray(float[][]::new);
    }

    /// One block of 256 frames.
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public float[] block() {
        kernel.run(in, out, 0, FRAMES, sounding);
        return out[0];
    }
}
