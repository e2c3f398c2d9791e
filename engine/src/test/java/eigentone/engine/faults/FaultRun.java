package eigentone.engine.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs tests with wrong programs and says which tests never fail.
///
/// A test must notice a fault in each program that it has made by [Planted], at least in one of its
/// rows of arguments; tests that make none are left alone. Only a failed assertion counts: a fault
/// that ends in another exception or takes too long shows nothing.
public final class FaultRun {
    private static final String SLOWEST = "20 s";

    /// One row of a test that makes a program.
    private record Case(String uniqueId, MethodSource test, String program, long nanos) {
        String name() {
            String type = test.getClassName();
            return type.substring(type.lastIndexOf('.') + 1) + "." + test.getMethodName();
        }

        boolean isBlind() {
            return test.getJavaMethod().isAnnotationPresent(Blind.class);
        }
    }

    private final Launcher launcher = LauncherFactory.create();
    private final List<Case> cases = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int runs, shown, nothingShown;

    /// Runs the tests of the package of `neighbour`, and of the packages in it, once as they are.
    public static FaultRun of(Class<?> neighbour) {
        return new FaultRun(DiscoverySelectors.selectPackage(neighbour.getPackageName()), ".*Test");
    }

    /// Runs the tests of one class once as they are.
    public static FaultRun ofClass(Class<?> tests) {
        return new FaultRun(DiscoverySelectors.selectClass(tests), ".*");
    }

    private FaultRun(DiscoverySelector selector, String classNames) {
        Planted.arm("", 0);
        launcher.execute(
                request(selector, classNames),
                new Watch() {
                    @Override
                    void ended(TestIdentifier test, TestExecutionResult result, long nanos) {
                        if (result.getThrowable().isPresent()) {
                            complaints.add(test.getDisplayName() + " fails without a fault");
                        }
                        for (String program : Planted.made()) {
                            MethodSource source = (MethodSource) test.getSource().orElseThrow();
                            cases.add(new Case(test.getUniqueId(), source, program, nanos));
                        }
                        Planted.arm("", 0);
                    }
                });
        if (cases.isEmpty()) {
            complaints.add("no test makes a program");
        }
        cases.sort(Comparator.comparingLong(Case::nanos));
    }

    /// Plants up to `faults` faults for each test and program, in its quickest rows.
    public FaultRun eachTest(int faults) {
        Map<String, List<Case>> rows = new TreeMap<>();
        for (Case c : cases) {
            if (!c.isBlind()) {
                rows.computeIfAbsent(c.name() + " of " + c.program(), k -> new ArrayList<>())
                        .add(c);
            }
        }
        rows.forEach((what, all) -> plant(what, all.subList(0, Math.min(3, all.size())), faults));
        return this;
    }

    /// Plants up to `faults` faults for each row of each test and program.
    public FaultRun eachRow(int faults) {
        for (Case c : cases) {
            String row = c.uniqueId().substring(c.uniqueId().lastIndexOf('/') + 1);
            plant(c.name() + " of " + c.program() + ", " + row, List.of(c), faults);
        }
        return this;
    }

    /// What is wrong with the tests, one line each.
    public List<String> complaints() {
        return complaints;
    }

    /// The classes around `neighbour` that make programs where no fault can be planted.
    public static List<String> bypasses(Class<?> neighbour) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(Path.of(neighbour.getResource(".").toURI()))) {
            return files.filter(p -> p.toString().endsWith(".class") && callsProgramOf(p))
                    .map(p -> p.getFileName().toString())
                    .toList();
        }
    }

    private static boolean callsProgramOf(Path file) {
        try {
            for (PoolEntry e : ClassFile.of().parse(file).constantPool()) {
                if (e instanceof MethodRefEntry m
                        && m.owner().asInternalName().equals("eigentone/engine/program/Program")
                        && m.name().equalsString("of")) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "%d tests and programs, %d runs with a fault, %d of them without a verdict"
                .formatted(shown, runs, nothingShown);
    }

    private void plant(String what, List<Case> rows, int faults) {
        shown++;
        boolean seen = false;
        for (int i = 0; i < faults && !seen; i++) {
            seen = failsWith(rows.get(i % rows.size()), i);
        }
        boolean blind = rows.getFirst().isBlind();
        if (!seen && !blind) {
            complaints.add(what + ": none of " + faults + " faults makes it fail");
        } else if (seen && blind) {
            complaints.add(what + ": sees faults, so that it is not @Blind");
        }
    }

    private boolean failsWith(Case row, int fault) {
        Planted.arm(row.program(), fault);
        runs++;
        List<Throwable> thrown = new ArrayList<>();
        launcher.execute(
                request(DiscoverySelectors.selectUniqueId(row.uniqueId()), ".*"),
                new Watch() {
                    @Override
                    void ended(TestIdentifier test, TestExecutionResult result, long nanos) {
                        result.getThrowable().ifPresent(thrown::add);
                    }
                });
        Planted.arm("", 0);
        boolean failed = thrown.stream().anyMatch(AssertionError.class::isInstance);
        if (!failed && !thrown.isEmpty()) {
            nothingShown++;
        }
        return failed;
    }

    private static LauncherDiscoveryRequest request(DiscoverySelector selector, String classNames) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selector)
                .filters(
                        TagFilter.excludeTags("faults"),
                        ClassNameFilter.includeClassNamePatterns(classNames))
                .configurationParameter(
                        "junit.jupiter.execution.timeout.testable.method.default", SLOWEST)
                .configurationParameter(
                        "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
    }

    /// Sees each test end.
    private abstract static class Watch implements TestExecutionListener {
        private long started;

        @Override
        public void executionStarted(TestIdentifier test) {
            started = System.nanoTime();
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                ended(test, result, System.nanoTime() - started);
            }
        }

        abstract void ended(TestIdentifier test, TestExecutionResult result, long nanos);
    }
}
