package eigentone.models.file;

import eigentone.engine.language.Shape;
import eigentone.engine.language.Slot;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A trained model: the weights of a recurrence with their description, in a safetensors file.
///
/// The description is one JSON text under the key `eigentone` of the file's metadata, so that any
/// reader of safetensors sees the tensors. See docs/model-files.md. Immutable; any thread but the
/// audio thread.
///
/// @param name what messages call it: the path it was read from
/// @param description what it is and how it was made
/// @param tensors the weights by name; a vector has one dimension
public record ModelFile(String name, ModelDescription description, Map<String, Tensor> tensors) {
    private static final String KEY = "eigentone";

    /// Keeps the order of the tensors.
    public ModelFile {
        tensors = new SafeTensors(Map.of(), tensors).tensors();
    }

    /// The weights of `program`, in its order.
    ///
    /// @throws IllegalArgumentException naming a weight that is missing, of another size or not
    ///   finite
    public static ModelFile of(ModelDescription description, Program program, Weights weights) {
        weights.checkedFor(program);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Slot.Weight w : program.weights()) {
            Shape s = w.shape();
            float[] entries = weights.get(w.name());
            tensors.put(
                    w.name(),
                    s.isMatrix()
                            ? Tensor.of(entries, s.rows(), s.columns())
                            : Tensor.of(entries, s.rows()));
        }
        return new ModelFile(program.name(), description, tensors);
    }

    /// Reads a file.
    ///
    /// @throws ModelFileException if it is missing, damaged, of an unknown version, or no model of
    ///   Eigentone
    public static ModelFile read(Path file) throws IOException {
        SafeTensors content = SafeTensors.read(file);
        String description = content.texts().get(KEY);
        if (description == null) {
            throw new ModelFileException(
                    file.toString(),
                    "metadata",
                    "expected a description under 'eigentone', got %s; try a file that `train` wrote"
                            .formatted(content.texts().keySet()),
                    null);
        }
        String name = file.toString();
        return new ModelFile(name, DescriptionJson.read(description, name), content.tensors());
    }

    /// Writes the file whole, or leaves an older one as it was. The same model gives the same
    /// bytes.
    ///
    /// @throws IOException if the description exceeds 1 MB, the disk is full or the folder not
    ///   writable
    public void write(Path file) throws IOException {
        new SafeTensors(Map.of(KEY, DescriptionJson.write(description)), tensors).write(file);
    }

    /// The weights for `program`: all that it has, each in its shape, and no other.
    ///
    /// @throws ModelFileException naming the tensor that is missing, unknown or of another shape
    public Weights weights(Program program) throws ModelFileException {
        Weights weights = Weights.none();
        List<String> names = program.weights().stream().map(Slot::name).toList();
        for (String tensor : tensors.keySet()) {
            if (!names.contains(tensor)) {
                throw wrong(
                        tensor,
                        "expected none of that name in '%s'%s"
                                .formatted(program.name(), Nearest.remedy(tensor, names)));
            }
        }
        for (Slot.Weight w : program.weights()) {
            Tensor t = tensors.get(w.name());
            if (t == null || !fits(t.shape(), w.shape())) {
                throw wrong(
                        w.name(),
                        "expected shape %s for '%s', got %s; try the settings it was trained with, "
                                        .formatted(
                                                w.shape(),
                                                program.name(),
                                                t == null ? "none" : t.shape())
                                + description.cell().settings());
            }
            weights = weights.with(w.name(), t.floats());
        }
        try {
            return weights.checkedFor(program);
        } catch (IllegalArgumentException e) {
            // A double may be finite and too large for a float.
            throw new ModelFileException(name, "", String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether a tensor is the matrix `wanted`, dimensions of 1 at its end left aside.
    private static boolean fits(List<Integer> shape, Shape wanted) {
        int rows = shape.isEmpty() ? 1 : shape.getFirst();
        int columns = shape.size() < 2 ? 1 : shape.get(1);
        return shape.size() <= 2 && rows == wanted.rows() && columns == wanted.columns();
    }

    private ModelFileException wrong(String tensor, String problem) {
        return new ModelFileException(name, "tensor '" + tensor + "'", problem, null);
    }
}
