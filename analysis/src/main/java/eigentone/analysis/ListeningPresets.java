package eigentone.analysis;

import eigentone.presets.PresetSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The presets that are played by what is heard.
public final class ListeningPresets implements PresetSource {
    @Override
    public List<String> names() {
        return List.of("pitch-to-midi", "onset-to-trigger");
    }

    @Override
    public InputStream open(String name) throws IOException {
        InputStream in = ListeningPresets.class.getResourceAsStream(name + ".json");
        if (in == null) {
            throw new FileNotFoundException(
                    "bundled preset '" + name + "': expected it in the jar; try building anew");
        }
        return in;
    }

    @Override
    public String describe(String name) {
        return name;
    }
}
