package eigentone.bench.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.bench.architecture.AudioThreadScan.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AudioThreadTest {
    private static final AudioThreadScan PLANTED = planted();

    private static AudioThreadScan planted() {
        try {
            return new AudioThreadScan(ClassFiles.ofTest(PlantedViolations.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingOnTheAudioThreadAllocatesLocksWaitsOrThrows() throws IOException {
        var program = new AudioThreadScan(ClassFiles.ofProgram());

        assertThat(program.roots()).as("@AudioThread methods in the program").isNotEmpty();
        assertThat(program.violations())
                .as(
                        "%d methods reached from %d annotated ones",
                        program.reached().size(), program.roots().size())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    newObject          | new java.lang.Object
                    newPrimitiveArray  | new array of float
                    newReferenceArray  | new array of java.lang.String
                    newNestedArray     | new array [[F
                    varargs            | new array of int
                    boxing             | boxing by java.lang.Integer.valueOf
                    concatenation      | a string concatenation
                    lambda             | a lambda or method reference
                    patternSwitch      | a pattern switch
                    recordEquals       | a record's generated equals
                    synchronizedBlock  | a lock (synchronized)
                    synchronizedMethod | a synchronized method
                    throwing           | throw
                    locking            | a lock by java.util.concurrent.locks.ReentrantLock.lock
                    parking            | a wait by java.util.concurrent.locks.LockSupport.park
                    sleeping           | a wait by java.lang.Thread.sleep
                    waiting            | a wait by java.lang.Object.wait
                    printing           | I/O by java.io.PrintStream.println
                    logging            | logging by java.lang.System$Logger.log
                    iterating          | an iterator by java.util.List.iterator
                    cloning            | a copy by [F.clone
                    enumValues         | a copy by
                    exactArithmetic    | to java.lang.Math.addExact
                    controlThread      | a @ControlThread method
                    throughInterface   | new java.lang.Object
                    throughInheritance | new java.lang.Object
                    throughLambda      | boxing by java.lang.Float.valueOf
                    marked             | I/O by java.io.PrintStream.println
                    wholeType          | new array of float
                    """)
    void detectorSeesThePlantedViolation(String method, String expected) {
        assertThat(PLANTED.violations())
                .anySatisfy(violation -> {
                    assertThat(violation.what()).contains(expected);
                    assertThat(violation.way()).anyMatch(step -> step.name().equals(method));
                });
    }

    @Test
    void eachPlantedMethodIsReportedAndNoOther() {
        var planted =
                PLANTED.roots().stream()
                        .map(AudioThreadScan.Method::name)
                        .filter(name -> !name.startsWith("clean"))
                        .collect(Collectors.toSet());
        var reported =
                PLANTED.violations().stream()
                        .map(violation -> violation.way().getFirst().name())
                        .collect(Collectors.toSet());

        assertThat(reported).isEqualTo(planted);
    }

    @Test
    void reportNamesTheWayToTheInstruction() {
        List<String> reports =
                PLANTED.violations().stream()
                        .map(Violation::toString)
                        .filter(report -> report.contains("throughInterface"))
                        .toList();

        assertThat(reports)
                .singleElement()
                .asString()
                .matches(
                        """
                        new java.lang.Object at PlantedViolations.java:\\d+
                            in eigentone.bench.architecture.PlantedViolations\\$AllocatingStage.helper
                            in eigentone.bench.architecture.PlantedViolations\\$AllocatingStage.run
                            in eigentone.bench.architecture.PlantedViolations.throughInterface, which is @AudioThread\
                        """);
    }
}
