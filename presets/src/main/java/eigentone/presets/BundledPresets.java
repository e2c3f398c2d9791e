package eigentone.presets;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The presets in this jar. `index.txt` names them, since a jar cannot be listed everywhere.
public final class BundledPresets implements PresetSource {
    @Override
    public List<String> names() throws IOException {
        try (InputStream in = resource("index.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
        }
    }

    @Override
    public InputStream open(String name) throws IOException {
        return resource(name + ".json");
    }

    @Override
    public String describe(String name) {
        return name;
    }

    private static InputStream resource(String file) throws IOException {
        InputStream in = BundledPresets.class.getResourceAsStream(file);
        if (in == null) {
            throw new FileNotFoundException(
                    "bundled preset '" + file + "': expected it in the jar; try building anew");
        }
        return in;
    }
}
