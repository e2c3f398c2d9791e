package eigentone.engine.node;

import eigentone.engine.catalog.NodeType;
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
import java.util.Set;

/// A node played by the float64 reference: set knobs, feed ports, take outputs by name.
public final class Play {
    private final Program program;
    private final Reference reference;
    private final Map<String, double[][]> feeds = new HashMap<>();

    private Play(Program program, int seed) {
        this.program = program;
        reference = new Reference(program, Weights.initial(program, 1), seed);
    }

    public static Play of(Recurrence r, double rateHz, String... modulated) {
        return new Play(Program.of(r, rateHz, Set.of(modulated)), Draws.seed(1, "node", 0));
    }

    public static Play of(NodeType type, double rateHz, String... modulated) {
        return of(type.create(Map.of()), rateHz, modulated);
    }

    public Program program() {
        return program;
    }

    public Reference reference() {
        return reference;
    }

    public Play set(String control, double value) {
        reference.control(control, value);
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
            double[][] out = reference.step(in);
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
