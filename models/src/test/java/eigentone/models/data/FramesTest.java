package eigentone.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2.5,-3\n4,5e-1,6\n",
                "a,b,c\n1, 2.5 ,-3\n\n# remark\n4,.5,6",
                "1 2.5 -3\r\n4\t0.5  6\r\n",
                "1;2.5;-3\n4;0.5;6"
            })
    void tablesAreRead(String text) throws IOException {
        DenseSequence s = CsvFrames.read(Files.writeString(folder.resolve("t.csv"), text));
        assertThat(s.width()).isEqualTo(3);
        assertThat(s.values()).containsExactly(1, 2.5f, -3, 4, 0.5f, 6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1,2/1         | line 2: expected 2 entries as above, got 1
                    1,2/1,x       | line 2, column 2: expected a finite number, got 'x'
                    1,2/1,        | line 2, column 2: expected a finite number, got ''
                    1,nan         | line 1, column 2: expected a finite number, got 'nan'
                    1,2/NaN,2     | line 2, column 1: expected a finite number, got 'NaN'
                    1,1e99        | line 1, column 2: expected a finite number, got '1e99'
                    a,b/1,2/c,d   | line 3, column 1: expected a finite number, got 'c'
                    a,b           | expected numbers, got none
                    """)
    void aWrongTableIsRefusedByLineAndColumn(String text, String complaint) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), text.replace('/', '\n'));
        assertThatThrownBy(() -> CsvFrames.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("training data '" + file + "'")
                .hasMessageContaining(complaint);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("t.csv"), new byte[] {'1', '\n', (byte) 0xff});
        assertThatThrownBy(() -> CsvFrames.read(file)).hasMessageContaining("text in UTF-8");
    }

    @Test
    void rowsBecomeFrames() {
        DenseSequence s = DenseSequence.of("m", new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(s.frames()).isEqualTo(3);
        assertThat(s.bytes()).isEqualTo(24);
        float[] to = new float[9];
        s.copy(1, to, 2, 4);
        assertThat(to).containsExactly(0, 0, 3, 0, 0, 0, 4, 0, 0);
        assertThatThrownBy(() -> DenseSequence.of("m", new double[][] {{1, 2}, {3}}))
                .hasMessage("sequence 'm', frame 1: expected 2 entries, got 1");
        assertThatThrownBy(() -> DenseSequence.of("m", new double[][] {{1, 2}, {3, 1e300}}))
                .hasMessageContaining("frame 1, channel 1: expected a finite entry, got Infinity");
        assertThatThrownBy(() -> DenseSequence.of("m", new double[0][]))
                .hasMessageContaining("expected at least one frame");
    }

    @Test
    void matricesBecomeFrames() {
        double[][][] m = {{{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {10, 11, 12}}};
        DenseSequence s = DenseSequence.ofMatrices("m", m);
        assertThat(s.width()).isEqualTo(6);
        assertThat(s.values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        m[1] = new double[][] {{7, 8}, {9, 10}, {11, 12}};
        assertThatThrownBy(() -> DenseSequence.ofMatrices("m", m))
                .hasMessage("sequence 'm', frame 1: expected rows of 3 entries, got 2");
        m[1] = new double[][] {{7, 8, 9}};
        assertThatThrownBy(() -> DenseSequence.ofMatrices("m", m))
                .hasMessage("sequence 'm', frame 1: expected 6 entries, got 3");
    }

    @Test
    void aSineHasItsAmplitudeInItsBin() {
        float[] sine = new float[1000];
        for (int t = 0; t < sine.length; t++) {
            sine[t] = (float) (0.25 * Math.sin(2 * Math.PI * 8 * t / 64));
        }
        DenseSequence sound = new DenseSequence("s", 1, sine);
        DenseSequence linear = new Spectrogram(64, 16, false).of(sound);
        assertThat(linear.width()).isEqualTo(33);
        assertThat(linear.frames()).isEqualTo((1000 - 64) / 16 + 1);
        assertThat(linear.values()[5 * 33 + 8]).isCloseTo(0.25f, within(1e-6f));
        DenseSequence db = new Spectrogram(64, 16, true).of(sound);
        assertThat(db.values()[5 * 33 + 8]).isCloseTo(-12.0412f, within(1e-3f));
        assertThat(db.values()[5 * 33 + 20]).isCloseTo(-100, within(1e-3f));
        assertThatThrownBy(() -> new Spectrogram(2048, 16, true).of(sound))
                .hasMessageContaining("expected 1 channel of at least 2048 frames, got 1 of 1000");
    }

    @Test
    void aFolderOfSoundsIsReadInOrderAtTheModelsRate() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        float[] x = Recordings.strings(4410, 1);
        Recordings.write(folder.resolve("b.wav"), 44_100, x);
        Recordings.write(folder.resolve("a/z.WAV"), 22_050, x);
        Recordings.write(folder.resolve(".hidden.wav"), 22_050, x);
        Files.writeString(folder.resolve("notes.txt"), "no sound");
        List<DenseSequence> sounds = SoundFolder.read(folder, 44_100);
        assertThat(sounds)
                .extracting(DenseSequence::name)
                .containsExactly(
                        folder.resolve("a/z.WAV").toString(), folder.resolve("b.wav").toString());
        assertThat(sounds).extracting(DenseSequence::frames).containsExactly(8820, 4410);
        assertThat(sounds.get(1).values()).isEqualTo(x);

        Recordings.write(folder.resolve("c.wav"), 44_100, new float[100]);
        assertThatThrownBy(() -> SoundFolder.read(folder, 44_100))
                .hasMessageContaining("c.wav': expected sound, got silence");
        assertThatThrownBy(() -> SoundFolder.read(folder.resolve("no"), 44_100))
                .hasMessageContaining("expected a folder of sound files, got nothing of that name");
    }
}
