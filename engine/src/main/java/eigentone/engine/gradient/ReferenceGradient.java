package eigentone.engine.gradient;

import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The gradient of one sequence in float64, frame by frame: the truth that kernels are checked
/// against.
///
/// Slow and obvious on purpose, as [Reference] is. Not thread-safe.
public final class ReferenceGradient {
    private final Adjoint adjoint;
    private final Reference forward;
    private final Weights weights;
    private final List<double[][]> inputs = new ArrayList<>();
    private final List<double[][]> outputs = new ArrayList<>();

    /// @param seeds of the program's random streams
    public ReferenceGradient(Adjoint adjoint, Weights weights, int... seeds) {
        this.adjoint = adjoint;
        this.weights = weights;
        forward = new Reference(adjoint.forward(), weights, seeds);
    }

    /// The forward evaluator: its states, knobs and weights may be set before the first frame.
    public Reference forward() {
        return forward;
    }

    /// Makes a step and remembers it; the program's own outputs, then the tape.
    public double[][] step(double[]... frame) {
        double[][] result = forward.step(frame);
        inputs.add(frame.clone());
        outputs.add(result);
        return result;
    }

    /// The gradients of the weights, by name, row by row; those that no output depends on are 0.
    ///
    /// @param byOutputs for each step and output port the gradient of the loss by it
    /// @param byInputs filled with the gradients by the inputs where the adjoint has them: for each
    ///   step and input port; may be empty
    public Map<String, double[]> back(double[][][] byOutputs, double[][][] byInputs) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        adjoint.program()
                .weights()
                .forEach(w -> sums.put(w.name(), new double[w.shape().entries()]));
        Reference back = new Reference(adjoint.backward(), weights, 0);
        sums.keySet().forEach(name -> back.weight(name, forward.weight(name)));
        adjoint.program()
                .controls()
                .forEach(c -> back.control(c.name(), forward.control(c.name())));
        int own = adjoint.outputs();
        for (int t = inputs.size() - 1; t >= 0; t--) {
            List<double[]> frame = new ArrayList<>(List.of(inputs.get(t)));
            frame.addAll(List.of(byOutputs[t]));
            double[][] taped = outputs.get(t);
            for (int k = own; k < taped.length; k++) {
                frame.add(taped[k]);
            }
            double[][] result = back.step(frame.toArray(double[][]::new));
            for (Adjoint.Product p : adjoint.products()) {
                double[] columns = frame.get(p.source()), rows = result[p.port()];
                double[] sum = Objects.requireNonNull(sums.get(p.weight()));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += rows[i / columns.length] * columns[i % columns.length];
                }
            }
            for (Adjoint.Total total : adjoint.totals()) {
                double[] sum = Objects.requireNonNull(sums.get(total.weight()));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += result[total.port()][i];
                }
            }
            for (int p = 0; p < adjoint.inputPorts().size() && byInputs.length > 0; p++) {
                byInputs[t][p] = result[adjoint.inputPorts().get(p)].clone();
            }
        }
        return sums;
    }
}
