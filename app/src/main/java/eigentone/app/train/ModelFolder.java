package eigentone.app.train;

import eigentone.app.console.UsageException;
import eigentone.models.file.ModelFile;
import eigentone.models.file.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where models lie.
public final class ModelFolder {
    private static final String ENDING = ".safetensors";

    private ModelFolder() {}

    /// The model file that is meant by a file, or by the folder of a training.
    public static Path model(Path fileOrFolder) {
        return Files.isDirectory(fileOrFolder)
                ? new TrainingFolder(fileOrFolder).model()
                : fileOrFolder;
    }

    /// The models in a folder and those one below it, in order of their paths. Other files of
    /// tensors are left out.
    ///
    /// @throws UsageException if it is no folder
    public static List<ModelFile> models(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    "folder '%s': expected a folder, got %s; try another path"
                            .formatted(folder, Files.exists(folder) ? "a file" : "nothing"));
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, 2)) {
            files = all.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
        }
        List<ModelFile> models = new ArrayList<>();
        for (Path file : files) {
            try {
                models.add(ModelFile.read(file));
            } catch (ModelFileException e) {
                // A checkpoint, or weights of another program.
            }
        }
        return models;
    }
}
