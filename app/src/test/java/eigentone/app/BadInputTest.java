package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.audioio.file.SoundFormat;
import eigentone.audioio.file.SoundWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is wrong: one line, an exit code, no half-written file, an existing output untouched.
class BadInputTest {
    private static final int USAGE = 2;
    private static final int FAILURE = 1;
    private static final byte[] OLD = "an older render".getBytes(StandardCharsets.UTF_8);
    private static final String MARIMBA = RenderTest.preset("test-marimba");
    private static final String ROOMS = RenderTest.preset("test-rooms");

    @TempDir Path folder;
    private Path output;

    @BeforeEach
    void writeAnOlderRender() throws IOException {
        output = folder.resolve("out.wav");
        Files.write(output, OLD);
    }

    @AfterEach
    void olderRenderIsUntouchedAndNothingLiesAround() throws IOException {
        assertThat(output).hasBinaryContent(OLD);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(p -> p.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".") || name.endsWith(".tmp"));
        }
    }

    private Cli render(String... args) {
        List<String> all = new ArrayList<>(List.of("render", "--output", output.toString()));
        all.addAll(List.of(args));
        return Cli.run(all.toArray(String[]::new));
    }

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static byte[] ode() throws IOException {
        try (InputStream in =
                BadInputTest.class.getResourceAsStream("/eigentone/music/ode-to-joy.mid")) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    @Test
    void missingFile() {
        render("nowhere.mid").fails(USAGE, "'nowhere.mid'", "existing file", "try");
        render("nowhere.wav", "--json").fails(USAGE, "'nowhere.wav'");
    }

    @Test
    void folder() {
        render(folder.toString()).fails(USAGE, folder.toString(), "a folder", "try");
    }

    @Test
    void emptyFile() throws IOException {
        render(write("empty.mid", new byte[0])).fails(USAGE, "empty.mid", "an empty file");
    }

    @Test
    void neitherMidiNorSound() throws IOException {
        render(write("text.txt", "hello hello hello".getBytes(StandardCharsets.UTF_8)))
                .fails(USAGE, "text.txt", "try");
    }

    @Test
    void truncatedMidi() throws IOException {
        byte[] whole = ode();
        for (int length : new int[] {3, 10, 20, 100, whole.length / 2, whole.length - 1}) {
            render(write("cut.mid", Arrays.copyOf(whole, length)), "--preset", MARIMBA)
                    .fails(USAGE, "cut.mid", "try");
        }
    }

    @Test
    void midiWithoutNotes() throws IOException {
        byte[] header = Arrays.copyOf(ode(), 14);
        byte[] track = {'M', 'T', 'r', 'k', 0, 0, 0, 4, 0, (byte) 0xff, 0x2f, 0};
        byte[] both = Arrays.copyOf(header, header.length + track.length);
        System.arraycopy(track, 0, both, header.length, track.length);
        render(write("silent.mid", both)).fails(USAGE, "silent.mid", "at least one note");
    }

    @Test
    void headerThatClaimsTwoToTheThirtyOneFrames() throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(48_000).putInt(48_000);
        wav.putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(Integer.MIN_VALUE);
        Path other = folder.resolve("short.wav");
        Cli cli =
                Cli.run(
                        "render",
                        write("huge.wav", wav.array()),
                        "--preset",
                        ROOMS,
                        "--tail",
                        "0",
                        "--output",
                        other.toString());
        // Four bytes of sound are there, whatever is claimed: they are rendered, or the claim
        // refused.
        if (cli.exitCode() != 0) {
            cli.fails(USAGE, "huge.wav", "try");
            assertThat(other).doesNotExist();
        } else {
            assertThat(Files.size(other)).isLessThan(1000);
        }
    }

    @Test
    void damagedSound() throws IOException {
        byte[] bytes = new byte[200];
        System.arraycopy("RIFF    WAVE".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 12);
        render(write("bad.wav", bytes), "--preset", ROOMS).fails(USAGE, "bad.wav", "try");
    }

    @Test
    void soundThatBreaksOff() throws IOException {
        Path sound = folder.resolve("sound.wav");
        noise(sound);
        byte[] wav = Files.readAllBytes(sound);
        String cut = write("cut.wav", Arrays.copyOf(wav, wav.length / 2));
        render(cut, "--preset", ROOMS)
                .fails(FAILURE, "cut.wav", "24000 frames", "got 11980", "try copying", "0.249");
        noise(folder.resolve("sound.flac"));
        byte[] flac = Files.readAllBytes(folder.resolve("sound.flac"));
        render(write("cut.flac", Arrays.copyOf(flac, flac.length / 2)), "--preset", ROOMS)
                .fails(FAILURE, "cut.flac", "frame 8192", "try copying");
        // Nothing is left where there was no output before; what is there can be had.
        String other = folder.resolve("other.wav").toString();
        Cli.run("render", cut, "--preset", ROOMS, "--output", other).fails(FAILURE, "cut.wav");
        assertThat(Path.of(other)).doesNotExist();
        Cli.run("render", cut, "--preset", ROOMS, "--length", "0.2", "--output", other).succeeds();
    }

    /// Half a second of noise, which FLAC cannot make short.
    private static void noise(Path file) throws IOException {
        SoundFormat format =
                file.toString().endsWith(".flac") ? SoundFormat.FLAC_16 : SoundFormat.WAV_16;
        float[][] x = new float[1][24_000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < x[0].length; i++) {
            x[0][i] = (float) random.nextDouble(-0.5, 0.5);
        }
        try (SoundWriter out = SoundWriter.create(file, format, 1, 48_000)) {
            out.write(x, 0, x[0].length);
            out.commit();
        }
    }

    @Test
    void unknownPreset() {
        render("--preset", "gerzon-stings").fails(USAGE, "'gerzon-stings'");
        render("--preset", "nowhere.json").fails(USAGE, "'nowhere.json'");
        render("bundled:minuet-in-g", "--channel", "2=nix", "--preset", MARIMBA)
                .fails(USAGE, "'nix'");
        Cli.run("presets", "show", "nix").fails(USAGE, "'nix'");
        Cli.run("presets", "check", "nix").fails(USAGE, "'nix'");
        Cli.run("presets", "list", "instrumnt").fails(USAGE, "'instrumnt'", "'instrument'");
    }

    @Test
    void unknownControlAndValueOutOfRange() {
        render("--preset", MARIMBA, "--set", "rings=1").fails(USAGE, "'rings'", "'ring'");
        render("--preset", MARIMBA, "--set", "bar.hardnes=1")
                .fails(USAGE, "'bar.hardnes'", "'bar.hardness'");
        render("--preset", MARIMBA, "--set", "ring=300").fails(USAGE, "'ring'", "0.1..8 s", "300");
        render("--preset", MARIMBA, "--set", "ring=NaN").fails(USAGE, "'ring'", "0.1..8 s", "NaN");
        render("--preset", MARIMBA, "--set", "bar.hardness=1e9")
                .fails(USAGE, "'bar.hardness'", "100..100000 Hz");
        render("--preset", MARIMBA, "--set", "ring=high").fails(USAGE, "--set", "high");
        render("--preset", MARIMBA, "--set", "ring").fails(USAGE, "--set");
    }

    /// Something is replaced in a good preset.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"type\": \"modal\"        | \"type\": \"modul\"             | modul",
                "bar -> out                 | bar -> ot                       | ot",
                "note.gate -> bar.gate      | note.gate -> bra.gate           | bra",
                "\"pitch\": 0               | \"pitch\": NaN                  | ",
                "\"pitch\": 0               | \"pitch\": 1e99                 | pitch",
                "\"outputs\": 1             | \"outputs\": 99                 | 99",
                "\"bar -> out\"             | \"bar[3] -> out\"               | 3",
                "\"level\": -12             | \"level\": 1e400                | level",
                "\"voices\": 8              | \"voices\": -8                  | -8",
                "\"kind\": \"instrument\"   | \"kind\": \"wind\"              | wind",
                "{                          | [                               | ",
            })
    void presetWithAMistake(String right, String wrong, String named) throws IOException {
        String good = Files.readString(Path.of(MARIMBA));
        assertThat(good).contains(right);
        String bad = good.replace(right, wrong).replace("test-marimba", "bad");
        String file = write("bad.json", bad.getBytes(StandardCharsets.UTF_8));
        render("--preset", file).fails(USAGE, "bad", named == null ? "" : named);
        Cli.run("presets", "check", file).fails(USAGE, "bad", named == null ? "" : named);
    }

    @Test
    void presetOfAWrongWidth() throws IOException {
        String rooms = Files.readString(Path.of(ROOMS));
        String bad =
                rooms.replace(
                                "\"type\": \"gerzon-allpass\"",
                                "\"type\": \"gerzon-allpass\", \"channels\": 3")
                        .replace("\"inputs\": 1", "\"inputs\": 2");
        String file = write("wide.json", bad.getBytes(StandardCharsets.UTF_8));
        Cli.run("presets", "check", file).fails(USAGE, "wide.json", "3");
    }

    @Test
    void presetOfTheWrongKind() throws IOException {
        render("--preset", ROOMS).fails(USAGE, "test-rooms", "effect", "try");
        render("bundled:ode-to-joy", "--preset", ROOMS).fails(USAGE, "test-rooms", "instrument");
    }

    @Test
    void badOptions() {
        render("--length", "-1").fails(USAGE, "--length", "-1");
        render("--length", "NaN").fails(USAGE, "--length", "NaN");
        render("--tail", "soon").fails(USAGE, "--tail", "soon");
        render("--rate", "10").fails(USAGE, "--rate", "10 Hz", "48000");
        render("--block", "0").fails(USAGE, "--block", "0");
        render("--threads", "0").fails(USAGE, "--threads", "0");
        render("--channel", "17=" + MARIMBA).fails(USAGE, "--channel", "17");
        render("--format", "mp3").fails(USAGE, "mp3", "wav24");
        render("--format", "flac16").fails(USAGE, "flac16", ".flac");
        render("--picture", "x.jpg").fails(USAGE, "x.jpg", ".png");
        render("--picture-size", "10x10").fails(USAGE, "--picture-size", "10x10", "1600x900");
        render("--lenght", "3").fails(USAGE, "--lenght", "--length");
        render("bundled:ode-to-boy").fails(USAGE, "ode-to-boy", "'ode-to-joy'");
        Cli.run("render", "--output", folder.resolve("x.mp3").toString())
                .fails(USAGE, "x.mp3", ".wav");
    }

    @Test
    void outputThatCannotBeWritten() throws IOException {
        Path below = output.resolve("deeper.wav");
        Cli.run("render", "--preset", MARIMBA, "--output", below.toString())
                .fails(FAILURE, "deeper.wav", "a file '" + output + "' in its way", "try another");
        Cli.run("render", "--preset", MARIMBA, "--output", folder.resolve("no/x.wav").toString())
                .fails(FAILURE, "x.wav", "existing folder");
        Path isFolder = Files.createDirectory(folder.resolve("folder.wav"));
        Cli.run("render", "--preset", MARIMBA, "--output", isFolder.toString())
                .fails(FAILURE, "folder.wav", "a folder");
        Cli.run(
                        "render",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "0.1",
                        "--output",
                        folder.resolve("y.wav").toString(),
                        "--picture",
                        below + ".png")
                .fails(FAILURE, "deeper.wav.png");
        assertThat(folder.resolve("y.wav")).doesNotExist();
    }

    @Test
    void outputThatIsTheInput() {
        Cli.run("render", output.toString(), "--preset", ROOMS, "--output", output.toString())
                .fails(USAGE, "out.wav", "another file than the input");
    }
}
