package eigentone.engine.node;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.faults.Planted;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Draws;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A node played: set knobs, feed ports, take outputs by name.
///
/// By [#of] it is played in float64 by the reference, by [#live] in float32 by its kernel.
public final class Play {
    /// Makes one step with one array for each input port, and returns one for each output port.
    private interface Stepper {
        double[][] step(double[][] inputs);

        void control(String id, double value);
    }

    private static final boolean[] SOUNDING = {true};

    private final Program program;
    private final Stepper stepper;
    private final @Nullable Reference reference;
    private final Map<String, double[][]> feeds = new HashMap<>();

    private Play(Program program, Stepper stepper, @Nullable Reference reference) {
        this.program = program;
        this.stepper = stepper;
        this.reference = reference;
    }

    public static Play of(Recurrence r, double rateHz, String... modulated) {
        Program program = Planted.program(r, rateHz, Set.of(modulated));
        Reference reference =
                new Reference(program, Weights.initial(program, 1), Draws.seed(1, "node", 0));
        return new Play(
                program,
                new Stepper() {
                    @Override
                    public double[][] step(double[][] inputs) {
                        return reference.step(inputs);
                    }

                    @Override
                    public void control(String id, double value) {
                        reference.control(id, value);
                    }
                },
                reference);
    }

    public static Play of(NodeType type, double rateHz, String... modulated) {
        return of(type.create(Map.of()), rateHz, modulated);
    }

    public static Play live(Recurrence r, double rateHz, String... modulated) {
        Program program = Planted.program(r, rateHz, Set.of(modulated));
        KernelInstance kernel =
                Kernel.compile(program, 1).instance(Weights.initial(program, 1), "node", 1);
        float[][] in = new float[program.inputs().size()][],
                out = new float[program.outputs().size()][];
        program.inputs().forEach(i -> in[i.index()] = new float[i.width()]);
        program.outputs().keySet().forEach(o -> out[o.index()] = new float[o.width()]);
        return new Play(
                program,
                new Stepper() {
                    @Override
                    public double[][] step(double[][] inputs) {
                        for (int p = 0; p < in.length; p++) {
                            for (int c = 0; c < in[p].length; c++) {
                                in[p][c] = (float) inputs[p][c];
                            }
                        }
                        kernel.run(in, out, 0, 1, SOUNDING);
                        double[][] y = new double[out.length][];
                        for (int p = 0; p < out.length; p++) {
                            y[p] = new double[out[p].length];
                            for (int c = 0; c < out[p].length; c++) {
                                y[p][c] = out[p][c];
                            }
                        }
                        return y;
                    }

                    @Override
                    public void control(String id, double value) {
                        kernel.setControl(program.control(id), 0, (float) value);
                    }
                },
                null);
    }

    public static Play live(NodeType type, double rateHz, String... modulated) {
        return live(type.create(Map.of()), rateHz, modulated);
    }

    public Program program() {
        return program;
    }

    /// The evaluator behind [#of], whose memory is open.
    public Reference reference() {
        return Objects.requireNonNull(reference, "played live");
    }

    public Play set(String control, double value) {
        stepper.control(control, value);
        return this;
    }

    /// Feeds port `port` in the next runs: one array for each channel, silence after its end.
    public Play feed(String port, double[]... channels) {
        if (program.inputs().stream().noneMatch(i -> i.name().equals(port))) {
            throw new IllegalArgumentException("no port " + port + " in " + program.inputs());
        }
        feeds.put(port, channels);
        return this;
    }

    /// A single frame of 1 in the first channel of port `in`.
    public Play click() {
        return feed("in", new double[] {1});
    }

    /// Runs `frames` frames; `result.get(port)[channel][frame]`. Feeds are read from their start.
    public Map<String, double[][]> run(int frames) {
        Map<String, double[][]> result = new HashMap<>();
        List<Slot.Output> ports = new ArrayList<>(program.outputs().keySet());
        ports.forEach(o -> result.put(o.name(), new double[o.width()][frames]));
        double[][] in = new double[program.inputs().size()][];
        for (int n = 0; n < frames; n++) {
            for (Slot.Input i : program.inputs()) {
                in[i.index()] = new double[i.width()];
                double[][] feed = feeds.getOrDefault(i.name(), new double[0][]);
                for (int c = 0; c < feed.length; c++) {
                    in[i.index()][c] = n < feed[c].length ? feed[c][n] : 0;
                }
            }
            double[][] out = stepper.step(in);
            for (int p = 0; p < out.length; p++) {
                for (int c = 0; c < out[p].length; c++) {
                    result.get(ports.get(p).name())[c][n] = out[p][c];
                }
            }
        }
        return result;
    }

    /// The first channel of port `out` over `frames` frames.
    public double[] out(int frames) {
        return out("out", frames);
    }

    /// The first channel of `port` over `frames` frames.
    public double[] out(String port, int frames) {
        return run(frames).get(port)[0];
    }

    /// A sine of amplitude `gain`.
    public static double[] sine(double hz, double gain, double rateHz, int frames) {
        double[] x = new double[frames];
        for (int n = 0; n < frames; n++) {
            x[n] = gain * Math.sin(2 * Math.PI * hz * n / rateHz);
        }
        return x;
    }

    /// `value` in each of `frames` frames.
    public static double[] steady(double value, int frames) {
        double[] x = new double[frames];
        java.util.Arrays.fill(x, value);
        return x;
    }
}
