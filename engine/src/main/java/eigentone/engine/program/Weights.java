package eigentone.engine.program;

import eigentone.engine.language.Slot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The numbers of a program's weights: float32, row-major, immutable and shared by all instances.
public final class Weights {
    private static final Weights NONE = new Weights(Map.of());

    private final Map<String, float[]> values;

    private Weights(Map<String, float[]> values) {
        this.values = values;
    }

    /// For a program without weights.
    public static Weights none() {
        return NONE;
    }

    /// Every weight as its initialisation fills it. A weight's values depend on `seed` and its name
    /// only.
    public static Weights initial(Program program, long seed) {
        Map<String, float[]> map = new LinkedHashMap<>();
        for (Slot.Weight w : program.weights()) {
            long own = seed * 0x9E3779B97F4A7C15L + w.name().hashCode();
            double[] v = w.initial().values(w.shape(), new SplittableRandom(own));
            float[] f = new float[v.length];
            for (int i = 0; i < f.length; i++) {
                f[i] = (float) v[i];
            }
            map.put(w.name(), f);
        }
        return new Weights(map).checkedFor(program);
    }

    /// Weights by name, row by row; the arrays are copied.
    public static Weights of(Map<String, float[]> entries) {
        Map<String, float[]> map = new LinkedHashMap<>();
        entries.forEach((name, v) -> map.put(name, v.clone()));
        return new Weights(map);
    }

    /// These weights with `name` replaced; `entries` is copied.
    public Weights with(String name, float[] entries) {
        Map<String, float[]> map = new LinkedHashMap<>(values);
        map.put(name, entries.clone());
        return new Weights(map);
    }

    /// This, if every weight of `program` is there with its shape and finite.
    ///
    /// @throws IllegalArgumentException naming the weight and what is wrong
    public Weights checkedFor(Program program) {
        for (Slot.Weight w : program.weights()) {
            float[] v = values.get(w.name());
            if (v == null || v.length != w.shape().entries()) {
                throw new IllegalArgumentException(
                        "recurrence '%s', weight '%s': expected %d entries (%s), got %s"
                                .formatted(
                                        program.name(),
                                        w.name(),
                                        w.shape().entries(),
                                        w.shape(),
                                        v == null ? "none" : v.length));
            }
            for (int i = 0; i < v.length; i++) {
                if (!Float.isFinite(v[i])) {
                    throw new IllegalArgumentException(
                            "recurrence '%s', weight '%s': expected finite entries, got %s at %d"
                                    .formatted(program.name(), w.name(), v[i], i));
                }
            }
        }
        return this;
    }

    /// A copy of the entries of `name`, row-major.
    public float[] get(String name) {
        float[] v = values.get(name);
        if (v == null) {
            throw new IllegalArgumentException(
                    "weight '%s': expected one of %s".formatted(name, names()));
        }
        return Arrays.copyOf(v, v.length);
    }

    public List<String> names() {
        return List.copyOf(values.keySet());
    }
}
