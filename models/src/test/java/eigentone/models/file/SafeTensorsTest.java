package eigentone.models.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    @TempDir private Path folder;

    private static final String HEADER =
            "{\"__metadata__\":{\"note\":\"x\"},"
                    + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                    + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[24,32]}}";

    @Test
    void whatIsWrittenReadsBackEqual() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z.weight", Tensor.of(new float[] {1.5f, -0f, Float.MIN_VALUE}, 3, 1));
        tensors.put("adam/m \"ä\"", Tensor.of(new double[] {Math.PI, 1e300}, 2));
        tensors.put("half", new Tensor(Tensor.Type.F16, List.of(2), new double[] {0.5, 65504}));
        tensors.put("brain", new Tensor(Tensor.Type.BF16, List.of(1, 1), new double[] {-3.25}));
        tensors.put("scalar", new Tensor(Tensor.Type.F32, List.of(), new double[] {7}));
        SafeTensors out = new SafeTensors(Map.of("about", "{\"step\": 3}\n\"ü\""), tensors);
        Path file = folder.resolve("a.safetensors");
        out.write(file);
        SafeTensors in = SafeTensors.read(file);
        assertThat(in.texts()).isEqualTo(out.texts());
        assertThat(in.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
        in.tensors()
                .forEach((name, t) -> {
                    assertThat(t).usingRecursiveComparison().isEqualTo(tensors.get(name));
                });
        assertThat(headerLength(file) % 8).isZero();
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        SafeTensors content =
                new SafeTensors(Map.of(), Map.of("w", Tensor.of(new float[70_000], 70_000)));
        content.write(folder.resolve("a"));
        content.write(folder.resolve("b"));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
        assertThat(SafeTensors.read(folder.resolve("a")).tensors().get("w").entries())
                .hasSize(70_000);
    }

    @Test
    void handMadeFileIsRead() throws IOException {
        SafeTensors in = SafeTensors.read(file(HEADER, 32));
        assertThat(in.texts()).containsExactly(Map.entry("note", "x"));
        assertThat(in.tensors().get("a").entries()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(in.tensors().get("b").entries()).containsExactly(0.25);
    }

    /// What is replaced in the header, by what, and a part of the complaint.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    F32      | I64       | a.dtype: expected one of [F32, F64, F16, BF16], got 'I64'
                    [2,3]    | [3,3]     | tensor 'a': expected data_offsets 36 bytes apart (F32 of shape [3, 3]), got 0..24
                    [2,3]    | [0]       | a.shape[0]: expected a whole number in 1..2147483647, got 0
                    [2,3]    | [-2,-3]   | expected a whole number in 1..2147483647, got -2
                    [2,3]    | [2.5]     | expected a whole number
                    [2,3]    | [2147483647,2147483647,4] | tensor 'a': expected at most 8 dimensions
                    [2,3]    | [1,1,1,1,1,1,1,2,3]       | tensor 'a': expected at most 8 dimensions
                    [0,24]   | [0,24,24] | tensor 'a': expected 2 data_offsets, got 3
                    [0,24]   | [-8,16]   | tensor 'a': expected data_offsets 24 bytes apart
                    [0,24]   | [8,32]    | tensor 'a': expected its data to begin at byte 0
                    [24,32]  | [16,24]   | tensor 'b': expected its data to begin at byte 24, where the tensor before ends, got 16
                    [24,32]  | [32,40]   | tensor 'b': expected its data to begin at byte 24
                    [24,32]  | [9223372036854775800,9223372036854775808] | expected a whole number of 64 bits
                    "b"      | "a"       | Duplicate
                    "dtype"  | "type"    | a: expected no field 'type'
                    "x"      | 5         | __metadata__.note: expected a text, got 5
                    """)
    void aWrongHeaderIsRefusedByName(String from, String to, String complaint) throws IOException {
        assertThat(HEADER).contains(from);
        Path file = file(HEADER.replaceFirst(Pattern.quote(from), to), 32);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("model file '" + file + "'")
                .hasMessageContaining(complaint);
    }

    @Test
    void aFileShorterOrLongerThanItsHeaderSaysIsRefused() throws IOException {
        Path whole = file(HEADER, 32);
        byte[] bytes = Files.readAllBytes(whole);
        for (int n = 0; n < bytes.length; n++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, n));
            assertThatThrownBy(() -> SafeTensors.read(cut)).isInstanceOf(ModelFileException.class);
        }
        Path longer = Files.write(folder.resolve("long"), Arrays.copyOf(bytes, bytes.length + 4));
        assertThatThrownBy(() -> SafeTensors.read(longer))
                .hasMessageContaining("expected 32 bytes of tensors, got 36");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, (1 << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void anAbsurdHeaderLengthIsRefused(long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Path file = Files.write(folder.resolve("a"), bytes.array());
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(
                        "expected a length of 2..1048576 bytes, got "
                                + Long.toUnsignedString(length));
    }

    @Test
    void aWeightThatIsNotFiniteIsRefusedByName() throws IOException {
        byte[] bytes = Files.readAllBytes(file(HEADER, 32));
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - 28, Float.NaN);
        Path file = Files.write(folder.resolve("nan"), bytes);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .hasMessageContaining(
                        "nan', tensor 'a': expected finite entries, got NaN at entry 1");
        assertThatThrownBy(() -> Tensor.of(new float[] {Float.POSITIVE_INFINITY}, 1))
                .hasMessageContaining("expected a finite F32, got Infinity");
    }

    @Test
    void missingEmptyAndFolderAreNamed() throws IOException {
        assertThatThrownBy(() -> SafeTensors.read(folder.resolve("no")))
                .hasMessageContaining("no': expected an existing file");
        assertThatThrownBy(() -> SafeTensors.read(folder)).hasMessageContaining("got a folder");
    }

    /// Every byte before the entries becomes each of several others, and many at random: the file
    /// is either refused with a message, or read.
    @Test
    void noMutationOfAHeaderGivesAnythingButARefusalOrAFile() throws IOException {
        byte[] whole = Files.readAllBytes(file(HEADER, 32));
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        int read = 0;
        int headerEnd = whole.length - 32;
        for (int i = 0; i < headerEnd * 16; i++) {
            byte[] bytes = whole.clone();
            int at = i / 16;
            int kind = i % 16;
            if (kind < 8) {
                bytes[at] ^= (byte) (1 << kind);
            } else if (kind < 12) {
                bytes[at] = (byte) "\"{9 ".charAt(kind - 8);
            } else {
                int run = 1 + random.nextInt(8);
                for (int k = at; k < Math.min(headerEnd, at + run); k++) {
                    bytes[k] = (byte) random.nextInt(256);
                }
            }
            Path file = Files.write(folder.resolve("m"), bytes);
            try {
                SafeTensors in = SafeTensors.read(file);
                in.tensors().values().forEach(t -> assertThat(t.entries()).isNotEmpty());
                read++;
            } catch (ModelFileException e) {
                assertThat(e.getMessage())
                        .startsWith("model file '" + file + "'")
                        .contains("expected");
                assertThat(e.getMessage().lines()).hasSize(1);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
        assertThat(read).isGreaterThan(10); // other names and notes
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (int i = 0; i < 6; i++) {
            bytes.putFloat(i);
        }
        bytes.putDouble(0.25);
        return Files.write(folder.resolve("hand.safetensors"), bytes.array());
    }

    private static long headerLength(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
