package eigentone.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/// Tells HotSpot which of its compilers is for what.
///
/// SIMD kernels are left to the optimising one. The quick one boxes every register and, with a
/// hundred Vector API calls in a method, runs out of its own ("out of virtual registers in linear
/// scan"), after which the method is never optimised at all. So it must not try.
///
/// What makes classes is left to the quick one. It runs a few hundred times at the start, just when
/// the optimising compiler has kernels to compile, and would take half a second of it.
final class CompilerDirective {
    private static final String DIRECTIVE =
            """
            [{
              match: ["eigentone/engine/kernel/GeneratedRows*.*"],
              c1: { Exclude: true },
              BackgroundCompilation: false
            }, {
              match: [
                "jdk/internal/classfile/*.*", "java/lang/classfile/*.*",
                "java/lang/invoke/MethodType.*"
              ],
              c2: { Exclude: true }
            }]
            """;

    /// Of the module jdk.management: where the bean of the JVM's diagnostic commands is.
    private static final String INTERNAL = "com.sun.management.internal";

    private static final boolean QUICK =
            HotSpotDiagnosticMXBean.class
                    .getModule()
                    .isOpen(INTERNAL, CompilerDirective.class.getModule());

    private CompilerDirective() {}

    /// Once a process.
    private static final class Once {
        static final boolean INSTALLED = install();
    }

    /// Installs the directives once a process; false where the JVM takes none.
    static boolean isInstalled() {
        return Once.INSTALLED;
    }

    /// Installs the directives now, before any class is made, if that takes no time.
    static void installEarly() {
        if (QUICK) {
            isInstalled();
        }
    }

    private static boolean install() {
        try {
            Path file = Files.createTempFile("eigentone", ".json");
            try {
                Files.writeString(file, DIRECTIVE);
                return String.valueOf(add(file)).contains("added");
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException
                | JMException
                | ReflectiveOperationException
                | UnsupportedOperationException e) {
            return false;
        }
    }

    /// By the shortest way that the process is allowed.
    private static Object add(Path file)
            throws IOException, JMException, ReflectiveOperationException {
        return QUICK ? addDirectly(file) : addByServer(file);
    }

    /// What the bean does, without the bean: describing itself to a server, it asks all of the
    /// JVM's commands for their help, which takes a fifth of a second when a stage opens.
    private static Object addDirectly(Path file) throws ReflectiveOperationException {
        Class<?> command = Class.forName(INTERNAL + ".DiagnosticCommandImpl");
        Method bean = command.getDeclaredMethod("getDiagnosticCommandMBean");
        Method execute = command.getDeclaredMethod("executeDiagnosticCommand", String.class);
        bean.setAccessible(true);
        execute.setAccessible(true);
        return execute.invoke(bean.invoke(null), "Compiler.directives_add " + file);
    }

    private static Object addByServer(Path file) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesAdd",
                        new Object[] {new String[] {file.toString()}},
                        new String[] {String[].class.getName()});
    }
}
