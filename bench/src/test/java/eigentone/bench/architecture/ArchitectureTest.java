package eigentone.bench.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
    private static final String MISTAKES = "eigentone.bench.architecture.wrong";

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("eigentone");
    private static final JavaClasses PLANTED_MISTAKES =
            new ClassFileImporter().importPackages(MISTAKES);

    static Set<String> rules() {
        return new ArchitectureRules("eigentone").all().keySet();
    }

    @Test
    void programIsInSight() {
        assertThat(PROGRAM)
                .extracting(JavaClass::getName)
                .contains("eigentone.engine.AudioThread", "eigentone.app.Main");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void programKeepsTheRule(String rule) {
        assertThat(new ArchitectureRules("eigentone").violations(rule, PROGRAM)).as(rule).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleSeesThePlantedMistake(String rule) {
        assertThat(new ArchitectureRules(MISTAKES).violations(rule, PLANTED_MISTAKES))
                .as(rule)
                .isNotEmpty();
    }
}
