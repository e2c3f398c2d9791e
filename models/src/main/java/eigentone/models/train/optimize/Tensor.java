package eigentone.models.train.optimize;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One named array of weights, as optimisers see it.
///
/// @param entries how many numbers it has, 1 or more
/// @param decays whether weight decay acts on it: matrices usually, biases and gains not
public record Tensor(String name, int entries, boolean decays) {
    /// @throws IllegalArgumentException without entries
    public Tensor {
        if (entries < 1) {
            throw new IllegalArgumentException(
                    "tensor '%s': expected 1 entry or more, got %d".formatted(name, entries));
        }
    }

    /// Refuses arrays that are not those of `tensors`.
    ///
    /// @param what what the arrays are called in the message
    /// @throws IllegalArgumentException naming the first tensor that does not fit
    public static void check(String what, List<Tensor> tensors, float[][] arrays) {
        if (arrays.length != tensors.size()) {
            throw new IllegalArgumentException(
                    "%s: expected %d tensors, got %d"
                            .formatted(what, tensors.size(), arrays.length));
        }
        for (int i = 0; i < arrays.length; i++) {
            if (arrays[i].length != tensors.get(i).entries) {
                throw new IllegalArgumentException(
                        "%s '%s': expected %d entries, got %d"
                                .formatted(
                                        what,
                                        tensors.get(i).name,
                                        tensors.get(i).entries,
                                        arrays[i].length));
            }
        }
    }

    /// A copy of the list.
    ///
    /// @throws IllegalArgumentException without tensors, or when two have one name
    static List<Tensor> distinct(List<Tensor> tensors) {
        Set<String> names = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.name)) {
                throw new IllegalArgumentException(
                        "tensors: expected every name once, got '%s' twice".formatted(tensor.name));
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("tensors: expected one or more, got none");
        }
        return List.copyOf(tensors);
    }

    /// One array of zeros for each of `tensors`.
    public static float[][] zeros(List<Tensor> tensors) {
        float[][] arrays = new float[tensors.size()][];
        Arrays.setAll(arrays, i -> new float[tensors.get(i).entries]);
        return arrays;
    }
}
