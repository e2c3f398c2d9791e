package eigentone.presets;

import eigentone.models.file.Nearest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/// Presets by name, from all sources; the first source that has a name wins.
public final class PresetLibrary {
    /// System property: a folder with presets of one's own, which go before all others.
    public static final String FOLDER_PROPERTY = "eigentone.presets";

    private final Map<String, PresetSource> byName = new LinkedHashMap<>();

    /// @throws IOException when a source cannot be listed
    public PresetLibrary(List<PresetSource> sources) throws IOException {
        for (PresetSource s : sources) {
            for (String name : s.names()) {
                byName.putIfAbsent(name, s);
            }
        }
    }

    /// The folder that [#FOLDER_PROPERTY] names, if any, the bundled presets, and those of every
    /// jar on the class path.
    public static PresetLibrary standard() throws IOException {
        List<PresetSource> sources = new ArrayList<>();
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        if (!folder.isEmpty()) {
            sources.add(new FolderPresets(Path.of(folder)));
        }
        ServiceLoader.load(PresetSource.class).forEach(sources::add);
        return new PresetLibrary(sources);
    }

    /// Names in the sources' order.
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /// Every preset.
    ///
    /// @throws PresetException for the first that is wrong
    public List<Preset> all() throws IOException {
        List<Preset> presets = new ArrayList<>();
        for (String name : byName.keySet()) {
            presets.add(load(name));
        }
        return List.copyOf(presets);
    }

    /// The preset called so, or the one in a file: what ends in `.json` or contains a separator is
    /// a path.
    ///
    /// @throws PresetException when there is none, with the nearest name, or when it is wrong
    public Preset load(String nameOrPath) throws IOException {
        if (isPath(nameOrPath)) {
            try {
                return PresetReader.read(Path.of(nameOrPath));
            } catch (InvalidPathException e) {
                throw new PresetException(
                        nameOrPath, "", "expected a path, got " + e.getReason(), e);
            }
        }
        if (!byName.containsKey(nameOrPath)) {
            throw new PresetException(
                    nameOrPath,
                    "",
                    "expected a preset's name or a .json file, got neither"
                            + Nearest.remedy(nameOrPath, byName.keySet()));
        }
        PresetSource source = Objects.requireNonNull(byName.get(nameOrPath));
        String where = source.describe(nameOrPath);
        try (InputStream in = source.open(nameOrPath)) {
            Preset p = PresetReader.read(in, where, source.folder());
            if (!p.name().equals(nameOrPath)) {
                throw new PresetException(
                        where,
                        "name",
                        "expected the file's name '" + nameOrPath + "', got '" + p.name() + "'");
            }
            return p;
        }
    }

    private static boolean isPath(String text) {
        return text.endsWith(".json") || text.contains("/") || text.contains(File.separator);
    }
}
