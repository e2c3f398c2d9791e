package eigentone.examples;

import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;

/// Writes a cell of one's own: prints its equations, runs it in float32, and holds it against the
/// float64 reference.
public final class WriteACell {
    private static final int RATE_HZ = 48_000;
    private static final int FRAMES = 1000;

    /// Two states that turn around each other and squash: an oscillator that finds its own level.
    ///
    ///     x' = tanh(gain (x cos w - y sin w)),  y' = tanh(gain (x sin w + y cos w)),  w = 2 pi f / rate
    record Turning() implements Recurrence {
        static final ControlSpec FREQUENCY =
                ControlSpec.exponential("frequency", "Hz", 20, 8000, 220, "How fast it turns.");
        static final ControlSpec GAIN =
                ControlSpec.linear("gain", "", 0.9, 2, 1.05, "Below 1 it dies away.");

        @Override
        public void define(Definition d) {
            Vec x = d.state("x", Shape.vector(1), 0.1), y = d.state("y", 1);
            Vec w = d.control(FREQUENCY).times(2 * Math.PI / d.sampleRateHz());
            Vec gain = d.control(GAIN);
            // Small angles: the turn's cosine and sine by their first terms.
            Vec cos = d.constant(1).minus(w.times(w).times(0.5)), sin = w;
            d.next(x, tanh(gain.times(x.times(cos).minus(y.times(sin)))));
            d.next(y, tanh(gain.times(x.times(sin).plus(y.times(cos)))));
            d.output("out", d.next(x));
        }
    }

    private WriteACell() {}

    public static void main(String[] args) {
        Program program = Program.of(new Turning(), RATE_HZ);
        System.out.println(program);
        System.out.println("largest difference from float64: " + largestDifference(program));
    }

    /// Over a thousand frames, with both started alike.
    static double largestDifference(Program program) {
        float[] out = new float[FRAMES];
        KernelInstance kernel = Kernel.compile(program, 1).instance(Weights.none(), "cell", 1);
        kernel.run(new float[][] {}, new float[][] {out}, 0, FRAMES, new boolean[] {true});
        Reference reference = new Reference(program, Weights.none(), 1);
        double largest = 0;
        for (int t = 0; t < FRAMES; t++) {
            largest = Math.max(largest, Math.abs(out[t] - reference.step(new double[][] {})[0][0]));
        }
        return largest;
    }
}
