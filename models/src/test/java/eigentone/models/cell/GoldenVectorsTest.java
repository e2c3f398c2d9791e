package eigentone.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.faults.Blind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The cells against another implementation's numbers: every file of `golden`, and of the folder
/// that the system property `eigentone.golden` names.
final class GoldenVectorsTest {
    /// Both sides compute in float64; only the order of sums differs.
    private static final double REFERENCE_TOLERANCE = 1e-9;

    /// Rounding of some tens of float32 steps of contractive networks.
    private static final double KERNEL_TOLERANCE = 1e-5;

    static List<GoldenVectors> files() throws URISyntaxException {
        List<GoldenVectors> all =
                new ArrayList<>(
                        GoldenVectors.folder(
                                Path.of(
                                        Objects.requireNonNull(
                                                        GoldenVectorsTest.class.getResource(
                                                                "/golden"))
                                                .toURI())));
        String other = System.getProperty("eigentone.golden");
        if (other != null) {
            all.addAll(GoldenVectors.folder(Path.of(other)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("files")
    void referenceAgrees(GoldenVectors golden) {
        assertThat(golden.error(golden.reference())).isLessThan(REFERENCE_TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void kernelAgrees(GoldenVectors golden) {
        assertThat(golden.error(golden.kernel())).isLessThan(KERNEL_TOLERANCE);
    }

    @Blind("a wrong program only takes the wrong weights further from the golden numbers")
    @ParameterizedTest
    @MethodSource("files")
    void plantedFaultsAreSeen(GoldenVectors golden) {
        for (GoldenVectors wrong : golden.planted()) {
            assertThat(golden.error(wrong.reference())).isGreaterThan(REFERENCE_TOLERANCE);
            assertThat(golden.error(wrong.kernel())).isGreaterThan(KERNEL_TOLERANCE);
        }
    }

    @Test
    void missingFolderIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> GoldenVectors.folder(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no folder");
        assertThatThrownBy(() -> GoldenVectors.folder(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no .json");
    }

    @Test
    void unknownKindIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"kind\": \"qrnn\"}");
        assertThatThrownBy(() -> GoldenVectors.read(file)).hasMessageContaining("'qrnn'");
    }
}
