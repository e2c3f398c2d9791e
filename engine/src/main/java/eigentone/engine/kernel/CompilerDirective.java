package eigentone.engine.kernel;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/// Tells HotSpot to leave SIMD kernels to its optimising compiler.
///
/// The quick compiler boxes every register and, with a hundred Vector API calls in a method, runs
/// out of its own ("out of virtual registers in linear scan"), after which the method is never
/// optimised at all. So it must not try.
final class CompilerDirective {
    private static final String DIRECTIVE =
            """
            [{
              match: ["eigentone/engine/kernel/GeneratedRows*.*"],
              c1: { Exclude: true },
              BackgroundCompilation: false
            }]
            """;

    private static final boolean INSTALLED = install();

    private CompilerDirective() {}

    /// Installs the directive once a process; false where the JVM takes none.
    static boolean isInstalled() {
        return INSTALLED;
    }

    private static boolean install() {
        try {
            Path file = Files.createTempFile("eigentone", ".json");
            try {
                Files.writeString(file, DIRECTIVE);
                Object answer =
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "compilerDirectivesAdd",
                                        new Object[] {new String[] {file.toString()}},
                                        new String[] {String[].class.getName()});
                return String.valueOf(answer).contains("added");
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | JMException | UnsupportedOperationException e) {
            return false;
        }
    }
}
