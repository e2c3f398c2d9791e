package eigentone.bench.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/// The rules of CONTRIBUTING.md on what may depend on what, for the packages below one root:
/// `eigentone` for the program, a package of planted mistakes for the proof that each rule can
/// fail.
record ArchitectureRules(String root) {

    /// A module's folder, its package, and the packages of the modules that it may use.
    record Module(String folder, String name, List<String> uses) {}

    static final List<Module> MODULES =
            List.of(
                    new Module("engine", "engine", List.of()),
                    new Module("audio-io", "audioio", List.of("engine")),
                    new Module("models", "models", List.of("engine", "audioio")),
                    new Module("presets", "presets", List.of("engine", "audioio", "models")),
                    new Module(
                            "analysis",
                            "analysis",
                            List.of("engine", "audioio", "models", "presets")),
                    new Module(
                            "app",
                            "app",
                            List.of("engine", "audioio", "models", "presets", "analysis")),
                    new Module(
                            "examples",
                            "examples",
                            List.of("engine", "audioio", "models", "presets")),
                    new Module(
                            "bench",
                            "bench",
                            List.of("engine", "audioio", "models", "presets", "analysis", "app")));

    private static final Pattern MODULE_FOLDER = Pattern.compile("/([^/]+)/target/");

    /// The rules, by the name under which a test shows them.
    Map<String, ArchRule> all() {
        return Map.of(
                "a module depends only on modules before it", dependencyDirection(),
                "engine needs only the JDK and JSpecify", engineNeedsOnlyTheJdk(),
                "no package cycles", noPackageCycles(),
                "a class is in its module's package", classesAreInTheirModulesPackage(),
                "every package is @NullMarked", packagesAreNullMarked(),
                "no abstract base classes", noAbstractBaseClasses());
    }

    private ArchRule dependencyDirection() {
        ArchCondition<JavaClass> useOnlyModulesBefore =
                new ArchCondition<>("use only modules before their own") {
                    @Override
                    public void check(JavaClass user, ConditionEvents events) {
                        for (Module module : MODULES) {
                            if (!isIn(user, module.name())) continue;
                            for (var dependency : user.getDirectDependenciesFromSelf()) {
                                JavaClass used = dependency.getTargetClass();
                                boolean allowed =
                                        !used.getPackageName().startsWith(root)
                                                || isIn(used, module.name())
                                                || module.uses().stream()
                                                        .anyMatch(name -> isIn(used, name));
                                events.add(
                                        new SimpleConditionEvent(
                                                user, allowed, dependency.getDescription()));
                            }
                        }
                    }
                };
        return classes().should(useOnlyModulesBefore).allowEmptyShould(true);
    }

    private boolean isIn(JavaClass type, String moduleName) {
        return (type.getPackageName() + ".").startsWith(root + "." + moduleName + ".");
    }

    private ArchRule engineNeedsOnlyTheJdk() {
        return classes()
                .that()
                .resideInAPackage(root + ".engine..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "",
                        "java..",
                        "javax.management..",
                        "com.sun.management..",
                        "jdk.incubator.vector..",
                        "jdk.internal.vm.vector..",
                        "org.jspecify..",
                        root + ".engine..")
                .allowEmptyShould(true);
    }

    private ArchRule noPackageCycles() {
        return slices().matching(root + ".(*).(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private ArchRule classesAreInTheirModulesPackage() {
        ArchCondition<JavaClass> beInTheirModulesPackage =
                new ArchCondition<>("be in their module's package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String uri = type.getSource().orElseThrow().getUri().toString();
                        Matcher folder = MODULE_FOLDER.matcher(uri);
                        boolean right =
                                folder.find()
                                        && MODULES.stream()
                                                .anyMatch(m ->
                                                        m.folder().equals(folder.group(1))
                                                                && isIn(type, m.name()));
                        events.add(
                                new SimpleConditionEvent(
                                        type, right, type.getName() + " is in " + uri));
                    }
                };
        return classes().should(beInTheirModulesPackage).allowEmptyShould(true);
    }

    private static ArchRule packagesAreNullMarked() {
        return classes()
                .that(
                        describe(
                                "are written by hand",
                                type -> !type.getPackageName().endsWith("jmh_generated")))
                .should(
                        new ArchCondition<>(
                                "be in a package with a package-info.java that says @NullMarked") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                events.add(
                                        new SimpleConditionEvent(
                                                type,
                                                type.getPackage().isAnnotatedWith(NullMarked.class),
                                                type.getPackageName()
                                                        + " of "
                                                        + type.getSimpleName()
                                                        + " is not"));
                            }
                        })
                .allowEmptyShould(true);
    }

    private static ArchRule noAbstractBaseClasses() {
        return noClasses().should().haveSimpleNameStartingWith("Abstract").allowEmptyShould(true);
    }

    List<String> violations(String name, JavaClasses classes) {
        return new ArrayList<>(all().get(name).evaluate(classes).getFailureReport().getDetails());
    }
}
