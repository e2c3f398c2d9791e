package eigentone.app.train;

import java.nio.file.Path;
import java.util.Map;

/// What `train` is asked for.
///
/// @param recipe the recipe's file
/// @param output folder for all that comes of it
/// @param settings stand in for the recipe's lines, by key
/// @param resume whether a training in `output` is continued
public record TrainRequest(
        Path recipe, Path output, Map<String, String> settings, boolean resume) {}
