package eigentone.audioio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SafeWriteTest {
    @TempDir private Path folder;

    private final byte[] content = "new".getBytes(StandardCharsets.UTF_8);

    @Test
    void commitReplacesTheTargetAndLeavesNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("a.txt"), "old");
        SafeWrite.text(target, "new");
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void targetIsUntouchedUntilCommit() throws IOException {
        Path target = Files.writeString(folder.resolve("a.txt"), "old");
        try (SafeWrite out = SafeWrite.open(target)) {
            out.write(content, 0, content.length);
            assertThat(target).hasContent("old");
        }
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void closeWithoutCommitMakesNoFile() throws IOException {
        try (SafeWrite out = SafeWrite.open(folder.resolve("a.txt"))) {
            out.stream().write(content);
            assertThat(out.size()).isEqualTo(3);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void writeAtOverwritesWithoutMovingThePosition() throws IOException {
        Path target = folder.resolve("a.txt");
        try (SafeWrite out = SafeWrite.open(target)) {
            out.write(content, 0, 3);
            out.writeAt(0, "NE".getBytes(StandardCharsets.UTF_8));
            out.write(content, 0, 1);
            out.commit();
        }
        assertThat(target).hasContent("NEwn");
    }

    @Test
    void failedWriteLeavesTheOldFileAndNamesOutputAndRemedy() throws IOException {
        Path target = Files.writeString(folder.resolve("a.txt"), "old");
        // An interrupt makes the channel fail, as a full disk would.
        assertThatThrownBy(
                        () -> {
                            try (SafeWrite out = SafeWrite.open(target)) {
                                Thread.currentThread().interrupt();
                                out.write(content, 0, 3);
                            } finally {
                                Thread.interrupted();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("output '" + target + "'")
                .hasMessageContaining("; try freeing space");
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void failedCommitLeavesTheOldFile() throws IOException {
        Path target = Files.writeString(folder.resolve("a.txt"), "old");
        assertThatThrownBy(
                        () -> {
                            try (SafeWrite out = SafeWrite.open(target)) {
                                out.write(content, 0, 3);
                                Thread.currentThread().interrupt();
                                out.commit();
                            } finally {
                                Thread.interrupted();
                            }
                        })
                .isInstanceOf(IOException.class);
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void secondCommitIsRefused() throws IOException {
        try (SafeWrite out = SafeWrite.open(folder.resolve("a.txt"))) {
            out.commit();
            assertThatThrownBy(out::commit).isInstanceOf(IllegalStateException.class);
        }
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void missingFolderAndFolderAsTargetAreRefusedWithTheRemedy() throws IOException {
        assertThatThrownBy(() -> SafeWrite.open(folder.resolve("no/a.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("got none; try creating the folder first");
        assertThatThrownBy(() -> SafeWrite.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("got a folder");
        Files.writeString(folder.resolve("f"), "");
        for (String below : new String[] {"f/a.txt", "f/deep/er/a.txt"}) {
            assertThatThrownBy(() -> SafeWrite.open(folder.resolve(below)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("got a file '" + folder.resolve("f") + "' in its way")
                    .hasMessageEndingWith("try another folder, or moving that file away");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void deviceIsNeverReplacedByAFile() {
        assertThatThrownBy(() -> SafeWrite.open(Path.of("/dev/null")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a device or pipe");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linkStaysALinkAndPermissionsStay() throws IOException {
        Path real = Files.writeString(folder.resolve("real.txt"), "old");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), real);
        SafeWrite.bytes(link, content);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(real).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-rw----");
    }

    @Test
    void longNamesAndNamesOfManyBytesWork() throws IOException {
        Path target = folder.resolve("ü".repeat(120) + ".wav");
        SafeWrite.bytes(target, content);
        assertThat(target).hasContent("new");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
