package eigentone.bench.architecture;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The program's class files, from the folders and jars of the class path.
final class ClassFiles {
    private ClassFiles() {}

    /// Every class of every module, the tests' own left out.
    static List<byte[]> ofProgram() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (URL place :
                Collections.list(ClassFiles.class.getClassLoader().getResources("eigentone/"))) {
            if (place.openConnection() instanceof JarURLConnection jar) {
                addJar(jar, files);
            } else if (!place.getPath().contains("/test-classes/")) {
                addFolder(Path.of(URI.create(place.toString())), "", files);
            }
        }
        return files;
    }

    /// A class of the tests with all that are nested in it.
    static List<byte[]> ofTest(Class<?> type) throws IOException {
        List<byte[]> files = new ArrayList<>();
        URL itself = type.getResource(type.getSimpleName() + ".class");
        addFolder(Path.of(URI.create(itself.toString())).getParent(), type.getSimpleName(), files);
        return files;
    }

    private static void addFolder(Path folder, String prefix, List<byte[]> files)
            throws IOException {
        try (var found = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(".class"))
                    files.add(Files.readAllBytes(file));
            }
        }
    }

    private static void addJar(JarURLConnection connection, List<byte[]> files) throws IOException {
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            for (var entry : Collections.list(jar.entries())) {
                if (!entry.getName().startsWith("eigentone/")
                        || !entry.getName().endsWith(".class")) continue;
                try (var in = jar.getInputStream(entry)) {
                    files.add(in.readAllBytes());
                }
            }
        }
    }
}
