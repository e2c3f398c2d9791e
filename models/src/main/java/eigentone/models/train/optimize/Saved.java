package eigentone.models.train.optimize;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a part of a trainer remembers, by name: what a checkpoint stores so that training continues
/// to the same bits.
///
/// Arrays are copies: neither side sees the other's later changes.
///
/// @param arrays for instance `first/reset`, the first moments of the tensor `reset`
/// @param counts for instance `steps`
public record Saved(SortedMap<String, float[]> arrays, SortedMap<String, Long> counts) {
    /// Nothing yet.
    public static Saved empty() {
        return new Saved(new TreeMap<>(), new TreeMap<>());
    }

    /// Adds one array for each tensor, under `kind/` and its name; `this`.
    public Saved with(String kind, List<Tensor> tensors, float[][] values) {
        for (int i = 0; i < values.length; i++) {
            arrays.put(kind + "/" + tensors.get(i).name(), values[i].clone());
        }
        return this;
    }

    /// Adds a count; `this`.
    public Saved with(String name, long count) {
        counts.put(name, count);
        return this;
    }

    /// Adds a number as the bits of its float64; `this`.
    public Saved with(String name, double number) {
        return with(name, Double.doubleToRawLongBits(number));
    }

    /// Copies what [#with(String, List, float[][])] stored into `values`.
    ///
    /// @throws IllegalArgumentException naming an array that is missing or has another length
    public void into(String kind, List<Tensor> tensors, float[][] values) {
        for (int i = 0; i < values.length; i++) {
            String name = kind + "/" + tensors.get(i).name();
            float[] array = arrays.get(name);
            if (array == null || array.length != values[i].length) {
                throw new IllegalArgumentException(
                        "checkpoint '%s': expected %d entries, got %s"
                                .formatted(
                                        name,
                                        values[i].length,
                                        array == null ? "none" : array.length));
            }
            System.arraycopy(array, 0, values[i], 0, array.length);
        }
    }

    /// A count.
    ///
    /// @throws IllegalArgumentException when it is missing
    public long count(String name) {
        Long count = counts.get(name);
        if (count == null) {
            throw new IllegalArgumentException(
                    "checkpoint '%s': expected a number, got none".formatted(name));
        }
        return count;
    }

    /// A number that was stored as its bits.
    ///
    /// @throws IllegalArgumentException when it is missing
    public double number(String name) {
        return Double.longBitsToDouble(count(name));
    }
}
