package eigentone.audioio.device;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the client library of JACK is: JACK's own, or the one by which PipeWire offers the same.
final class JackFinder {
    private static final String NAME = "libjack.so.0";

    /// Found once: a library that is loaded stays, and one that is installed while the program runs
    /// is found by the next run.
    private static final Optional<SymbolLookup> LIBRARY = find();

    private JackFinder() {}

    static Optional<SymbolLookup> library() {
        return LIBRARY;
    }

    /// The dynamic linker's own search comes first, so that `pw-jack` and `LD_LIBRARY_PATH` choose.
    private static Optional<SymbolLookup> find() {
        List<String> names = new ArrayList<>(List.of(NAME, "libjack.so"));
        names.addAll(ofPipeWire());
        for (String name : names) {
            Optional<SymbolLookup> found = load(name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static List<String> ofPipeWire() {
        List<String> found = new ArrayList<>();
        for (Path lib : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
            try (Stream<Path> folders = Files.exists(lib) ? Files.list(lib) : Stream.empty()) {
                Stream.concat(Stream.of(lib), folders.sorted())
                        .map(folder -> folder.resolve("pipewire-0.3/jack").resolve(NAME))
                        .filter(Files::isRegularFile)
                        .forEach(file -> found.add(file.toString()));
            } catch (java.io.IOException e) {
                continue; // A folder that cannot be read holds nothing for us.
            }
        }
        return found;
    }

    @SuppressWarnings("restricted")
    private static Optional<SymbolLookup> load(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()))
                    .filter(library -> library.find("jack_client_open").isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // It is not there.
        }
    }
}
