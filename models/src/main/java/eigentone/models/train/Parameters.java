package eigentone.models.train;

import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.train.optimize.Tensor;
import eigentone.models.train.orthogonal.OrthogonalMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The numbers that an optimiser moves, and the weights that they make.
///
/// Most weights are parameters themselves. An orthogonal matrix is made of free parameters, so that
/// it stays orthogonal wherever they go. Owned by one thread.
public final class Parameters {
    private final Map<String, OrthogonalMap> orthogonal;
    private final List<Tensor> tensors = new ArrayList<>();
    private final float[][] values;

    /// @param initial the weights to begin with; those of orthogonal matrices are not read
    /// @param orthogonal by the name of the weight; their parameters begin with the entries that
    ///   the weight was given, as many as they are
    /// @throws IllegalArgumentException for a map whose size is not that of its weight
    public Parameters(Program program, Weights initial, Map<String, OrthogonalMap> orthogonal) {
        this.orthogonal = Map.copyOf(orthogonal);
        List<float[]> all = new ArrayList<>();
        for (Slot.Weight w : program.weights()) {
            float[] entries = initial.get(w.name());
            OrthogonalMap map = orthogonal.get(w.name());
            if (map == null) {
                tensors.add(new Tensor(w.name(), entries.length, w.shape().isMatrix()));
                all.add(entries);
                continue;
            }
            if (map.size() * map.size() != entries.length) {
                throw new IllegalArgumentException(
                        "weight '%s': expected an orthogonal map of its size, %s, got %d x %d"
                                .formatted(w.name(), w.shape(), map.size(), map.size()));
            }
            tensors.add(new Tensor(w.name() + ".parameters", map.parameters(), false));
            all.add(map.start(w.name().hashCode()));
        }
        for (String name : orthogonal.keySet()) {
            if (program.weights().stream().noneMatch(w -> w.name().equals(name))) {
                throw new IllegalArgumentException(
                        "orthogonal '%s': expected a weight among %s"
                                .formatted(
                                        name, program.weights().stream().map(Slot::name).toList()));
            }
        }
        values = all.toArray(float[][]::new);
    }

    /// What optimisers see.
    public List<Tensor> tensors() {
        return List.copyOf(tensors);
    }

    /// The numbers themselves, one array for each tensor: the optimiser changes them in place.
    public float[][] values() {
        return values;
    }

    /// The weights that `values` make, one array for each tensor.
    public Weights weights(float[][] of) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (int i = 0; i < of.length; i++) {
            OrthogonalMap map = map(i);
            float[] entries = of[i];
            if (map != null) {
                entries = new float[map.size() * map.size()];
                map.matrix(of[i], entries);
            }
            weights.put(weight(i), entries);
        }
        return Weights.of(weights);
    }

    /// The weights as they are now.
    public Weights weights() {
        return weights(values);
    }

    /// From the gradients by weights to those by parameters.
    ///
    /// @param byWeights by name
    public float[][] gradients(Map<String, double[]> byWeights) {
        float[][] gradients = Tensor.zeros(tensors);
        for (int i = 0; i < gradients.length; i++) {
            double[] g = Objects.requireNonNull(byWeights.get(weight(i)));
            OrthogonalMap map = map(i);
            float[] to = map == null ? gradients[i] : new float[g.length];
            for (int j = 0; j < g.length; j++) {
                to[j] = (float) g[j];
            }
            if (map != null) {
                map.gradient(values[i], to, gradients[i]);
            }
        }
        return gradients;
    }

    private String weight(int tensor) {
        String name = tensors.get(tensor).name();
        return map(tensor) == null ? name : name.substring(0, name.lastIndexOf('.'));
    }

    private @Nullable OrthogonalMap map(int tensor) {
        String name = tensors.get(tensor).name();
        int dot = name.lastIndexOf('.');
        return dot < 0 || !name.endsWith(".parameters")
                ? null
                : orthogonal.get(name.substring(0, dot));
    }
}
