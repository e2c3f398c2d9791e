package eigentone.presets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place where presets lie, found by `ServiceLoader`: put the class's name into
/// `META-INF/services/eigentone.presets.PresetSource` and a jar adds its own.
public interface PresetSource {
    /// Names of the presets here.
    List<String> names() throws IOException;

    /// The JSON text of the preset `name`, UTF-8; the caller closes it.
    InputStream open(String name) throws IOException;

    /// What messages call the preset `name`, e.g. its path.
    String describe(String name);

    /// Where the files lie that presets name; null where there are none, as in a jar.
    default @Nullable Path folder() {
        return null;
    }
}
