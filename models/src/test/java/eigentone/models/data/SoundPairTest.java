package eigentone.models.data;

import static eigentone.models.data.Recordings.device;
import static eigentone.models.data.Recordings.strings;
import static eigentone.models.data.Recordings.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundPairTest {
    private static final double RATE_HZ = 44_100;

    /// A drive so low that tanh adds no harmonics that one rate would hold and another not.
    private static final double NEARLY_LINEAR = 0.01;

    @TempDir private Path folder;
    private Path in;
    private Path out;
    private final float[] x = strings(66_150, 3);
    private final PairOptions plain = PairOptions.at(RATE_HZ);

    @BeforeEach
    void names() {
        in = folder.resolve("in.wav");
        out = folder.resolve("out.wav");
    }

    private static float[] samples(Sequence s) {
        return ((DenseSequence) s).values();
    }

    private void refused(PairOptions options, Path file, String... parts) {
        assertThatThrownBy(() -> SoundPair.read(in, out, options))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("training data '" + file + "'")
                .hasMessageContainingAll(parts)
                .hasMessageContaining("; try ");
    }

    @Test
    void aLateTargetIsMovedIntoStep() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, device(x, 1, 0, 300, 0));
        SoundPair pair = SoundPair.read(in, out, plain);
        assertThat(pair.latency().frames()).isEqualTo(300);
        assertThat(pair.notes())
                .containsExactly(
                        "the target comes 300 frames (6.80 ms) after the input, moved earlier by"
                                + " 299");
        Pair piece = pair.pieces().getFirst();
        assertThat(pair.pieces()).hasSize(1);
        assertThat(piece.frames()).isEqualTo(x.length - 299);
        assertThat(samples(piece.input())).isEqualTo(Arrays.copyOf(x, x.length - 299));
        assertThat(samples(piece.target()))
                .isEqualTo(Arrays.copyOf(device(x, 1, 0, 1, 0), x.length - 299));
    }

    @Test
    void bothAreResampledToTheModelsRate() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, device(x, NEARLY_LINEAR, 0, 0, 0));
        Pair piece = SoundPair.read(in, out, PairOptions.at(48_000)).pieces().getFirst();
        assertThat(piece.frames()).isEqualTo(72_000);
        // What holds at one rate holds at the other.
        float[] a = samples(piece.input());
        float[] b = samples(piece.target());
        double error = 0;
        double power = 0;
        for (int t = 0; t < a.length; t++) {
            double e = b[t] - 0.7 * Math.tanh(NEARLY_LINEAR * a[t]);
            error += e * e;
            power += b[t] * b[t];
        }
        assertThat(error / power).isLessThan(1e-8);
    }

    @Test
    void channelsAreMixedByTheirMean() throws IOException {
        write(in, RATE_HZ, x, x);
        write(out, RATE_HZ, device(x, 1, 0, 0, 0), new float[x.length]);
        Pair piece = SoundPair.read(in, out, plain).pieces().getFirst();
        assertThat(samples(piece.input())).isEqualTo(x);
        float[] y = device(x, 1, 0, 0, 0);
        assertThat(samples(piece.target())[5000]).isEqualTo(y[5000] / 2);
    }

    @Test
    void clipsStandAloneAndWarmUp() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, device(x, 2, 0, 100, 0));
        SoundPair pair = SoundPair.read(in, out, plain.clips(13_230, 1000));
        assertThat(pair.pieces()).hasSize(5);
        for (Pair p : pair.pieces()) {
            assertThat(p.frames()).isEqualTo(13_230);
            assertThat(p.countFrom()).isEqualTo(1000);
            assertThat(p.countTo()).isEqualTo(13_131); // 99 frames of the target are the next's
        }
        assertThat(pair.pieces().get(2).name()).isEqualTo(in + ", clip 2");
        assertThat(samples(pair.pieces().get(2).input()))
                .isEqualTo(Arrays.copyOfRange(x, 26_460, 39_690));
        Pair at48 =
                SoundPair.read(in, out, PairOptions.at(48_000).clips(13_230, 1000))
                        .pieces()
                        .getLast();
        assertThat(at48.frames()).isEqualTo(14_400);
        assertThat(at48.countFrom()).isEqualTo(1089);
        refused(plain.clips(13_231, 0), in, "expected clips of 13231 frames", "got 66150");
    }

    @Test
    void cutPiecesCoverTheRecordingWithoutOverlap() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, device(x, 1, 0, 0, 0));
        List<Pair> pieces = SoundPair.read(in, out, plain).cut(20_000, 100);
        assertThat(pieces).extracting(Pair::frames).containsExactly(20_000, 20_000, 26_150);
        assertThat(pieces).allMatch(p -> p.countFrom() == 100 && p.countTo() == p.frames());
        float[] joined = new float[x.length];
        int at = 0;
        for (Pair p : pieces) {
            System.arraycopy(samples(p.input()), 0, joined, at, p.frames());
            at += p.frames();
        }
        assertThat(joined).isEqualTo(x);
    }

    @Test
    void realRecordingsAreTakenAsTheyAre() throws IOException, URISyntaxException {
        SoundPair pair =
                SoundPair.read(
                        resource("klon-4-input.flac"),
                        resource("klon-4-target.flac"),
                        plain.clips(11_025, 2975));
        assertThat(pair.pieces()).hasSize(4);
        assertThat(pair.latency().frames()).isBetween(-1, 1);
        assertThat(pair.latency().inverted()).isTrue();
        assertThat(pair.latency().lag()).isZero();
        assertThat(pair.pieces()).allMatch(p -> p.countTo() - p.countFrom() == 8050);
    }

    static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SoundPairTest.class.getResource(name)).toURI());
    }

    @Test
    void differentRatesAreRefused() throws IOException {
        write(in, RATE_HZ, x);
        write(out, 48_000, x);
        refused(plain, out, "expected the sample rate of its input", "got 48000.0 Hz");
    }

    @Test
    void differentLengthsAreRefused() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, Arrays.copyOf(device(x, 1, 0, 0, 0), x.length + 3000));
        refused(plain, out, "66150 frames", "got 69150 frames, 3000 too many", "same start");
        write(out, RATE_HZ, Arrays.copyOf(device(x, 1, 0, 0, 0), x.length - 3000));
        refused(plain, out, "3000 too few");
        // What the latency explains is no fault.
        write(out, RATE_HZ, Arrays.copyOf(device(x, 1, 0, 4000, 0), x.length + 4000));
        SoundPair.read(in, out, plain);
    }

    @Test
    void silenceIsRefused() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, new float[x.length]);
        refused(plain, out, "expected sound above -80 dBFS, got silence", "cables");
        float[] minus = new float[x.length];
        for (int t = 0; t < x.length; t++) {
            minus[t] = -x[t];
        }
        write(out, RATE_HZ, x, minus);
        refused(plain, out, "opposite polarity");
    }

    @Test
    void aClippedInputIsRefusedWithItsPlace() throws IOException {
        float[] clipped = x.clone();
        Arrays.fill(clipped, 4410, 4413, 1);
        Arrays.fill(clipped, 8820, 8900, -1);
        clipped[100] = 1; // one sample may touch full scale
        write(in, RATE_HZ, clipped);
        write(out, RATE_HZ, device(x, 1, 0, 0, 0));
        refused(plain, in, "frame 4410 (0.100 s)", "2 places with 3 or more", "6 dB lower");
        assertThat(SoundPair.read(in, out, plain.withClippedInput()).pieces()).hasSize(1);
    }

    @Test
    void aClippedTargetIsNotedOnly() throws IOException {
        float[] y = device(x, 1, 0, 0, 0);
        Arrays.fill(y, 4410, 4420, 1);
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, y);
        assertThat(SoundPair.read(in, out, plain).notes())
                .anyMatch(n -> n.contains("full scale in 1 places, first at frame 4410 (0.100 s)"));
    }

    @Test
    void swappedFilesAreRefused() throws IOException {
        write(out, RATE_HZ, x);
        write(in, RATE_HZ, device(x, 8, 2, 300, 1e-4));
        refused(plain, out, "one that comes 30", "ms) before", "swapping input and target");
    }

    @Test
    void filesOfTwoPerformancesAreRefused() throws IOException {
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, device(new float[x.length], 1, 0, 0, 0.1));
        refused(plain, out, "no clear latency within 187 ms", "one performance");
    }

    @Test
    void tooShortIsRefused() throws IOException {
        write(in, RATE_HZ, Arrays.copyOf(x, 4000));
        write(out, RATE_HZ, Arrays.copyOf(x, 4000));
        refused(plain, in, "expected at least 4410 frames, got 4000 frames");
    }

    @Test
    void samplesThatAreNotFiniteAreRefusedWithTheirPlace() throws IOException {
        write(in, RATE_HZ, x);
        byte[] bytes = Files.readAllBytes(in);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - 4 * (x.length - 5000), Float.NaN);
        Files.write(in, bytes);
        write(out, RATE_HZ, x);
        refused(plain, in, "frames 4096 to 8191", "1 that are NaN or infinite", "24-bit WAV");
    }

    @Test
    void aFileThatBrokeOffIsRefused() throws IOException {
        write(in, RATE_HZ, x);
        byte[] bytes = Files.readAllBytes(in);
        Files.write(in, Arrays.copyOf(bytes, bytes.length - 4000));
        write(out, RATE_HZ, x);
        refused(plain, in, "expected 66150 frames as its header says, got 65150", "broke off");
    }

    @Test
    void aLatencyThatIsToldIsTaken() throws IOException {
        float[] noise = device(new float[x.length], 1, 0, 0, 0.1);
        write(in, RATE_HZ, x);
        write(out, RATE_HZ, noise);
        SoundPair pair = SoundPair.read(in, out, plain.withLatency(1000));
        Pair piece = pair.pieces().getFirst();
        assertThat(samples(piece.target()))
                .isEqualTo(Arrays.copyOfRange(noise, 1000, noise.length));
        assertThat(pair.notes().getFirst()).contains("1000 frames (22.68 ms)");
        refused(plain.withLatency(40_000), out, "below half its length, got 40000 frames");
    }
}
