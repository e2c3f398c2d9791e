package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.audioio.file.SoundData;
import eigentone.audioio.file.SoundFiles;
import eigentone.audioio.file.SoundFormat;
import eigentone.engine.run.Master;
import eigentone.presets.music.BundledMusic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RenderTest {
    private static final String MARIMBA = preset("test-marimba");
    private static final String PAD = preset("test-pad");
    private static final String DRONE = preset("test-drone");
    private static final String ROOMS = preset("test-rooms");

    @TempDir Path folder;

    static String preset(String name) {
        return Path.of("src/test/resources/presets", name + ".json").toAbsolutePath().toString();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode render(String... args) {
        List<String> all = new ArrayList<>(List.of("render", "--json"));
        all.addAll(List.of(args));
        if (!all.contains("--output")) {
            all.addAll(List.of("--output", file("out.wav")));
        }
        return Cli.run(all.toArray(String[]::new)).json();
    }

    private static String sha(JsonNode result) {
        return result.get("sha256").asString();
    }

    /// A second of a stereo sound that is in no way symmetric.
    private String sound(String name, double rateHz) throws IOException {
        int frames = (int) rateHz;
        float[][] channels = new float[2][frames];
        for (int t = 0; t < frames; t++) {
            channels[0][t] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * t / rateHz));
            channels[1][t] = (float) (0.25 * Math.sin(2 * Math.PI * 660 * t / rateHz));
        }
        SoundFiles.write(Path.of(file(name)), new SoundData(channels, rateHz));
        return file(name);
    }

    @Test
    void summaryAsJsonSaysWhatIsInTheFile() throws IOException {
        JsonNode r =
                render(
                        "bundled:ode-to-joy",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "2",
                        "--format",
                        "wav32f");
        assertThat(r.get("output").asString()).isEqualTo(file("out.wav"));
        assertThat(r.get("seconds").asDouble()).isEqualTo(2);
        SoundData sound = SoundFiles.read(Path.of(file("out.wav")));
        assertThat(sound.frames()).isEqualTo(96_000);
        float peak = 0;
        for (float x : sound.channels()[0]) {
            peak = Math.max(peak, Math.abs(x));
        }
        assertThat(r.get("peakDbfs").asDouble()).isCloseTo(20 * Math.log10(peak), within(1e-6));
        assertThat(r.get("truePeakDbtp").asDouble()).isBetween(-40.0, 0.0);
        assertThat(r.get("loudnessLufs").asDouble()).isBetween(-60.0, -5.0);
        assertThat(r.get("realTimeFactor").asDouble()).isPositive();
        assertThat(sha(r)).matches("[0-9a-f]{64}").isEqualTo(Fingerprint.of(sound.channels()));
    }

    @Test
    void silenceIsNullAndNotNan() {
        JsonNode r =
                render(
                        "bundled:ode-to-joy",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "1",
                        "--set",
                        "bar.velocity=0");
        // The note's velocity adds to the knob: only the file's loudness can be missing here.
        assertThat(r.get("peakDbfs").isNull() || r.get("peakDbfs").isNumber()).isTrue();
        JsonNode shortOne = render("bundled:ode-to-joy", "--preset", MARIMBA, "--length", "0.1");
        assertThat(shortOne.get("loudnessLufs").isNull()).isTrue();
    }

    @Test
    void sameBitsForAnyBlockAndNumberOfThreads() {
        String[] same = {
            "bundled:minuet-in-g", "--preset", MARIMBA, "--channel", "2=" + PAD, "--length", "1.5"
        };
        Set<String> bits = new HashSet<>();
        for (String block : List.of("1", "64", "512", "777", "8192")) {
            for (String threads : block.equals("1") ? List.of("1") : List.of("1", "2")) {
                List<String> args = new ArrayList<>(List.of(same));
                args.addAll(List.of("--block", block, "--threads", threads));
                JsonNode r = render(args.toArray(String[]::new));
                assertThat(r.get("channels").asInt()).isEqualTo(2);
                assertThat(r.get("presets").size()).isEqualTo(2);
                bits.add(sha(r));
            }
        }
        assertThat(bits).hasSize(1);
    }

    @Test
    void bundledPieceHasTheSameBitsForAnyBlock() {
        Set<String> bits = new HashSet<>();
        for (String block : List.of("1", "64", "512")) {
            bits.add(sha(render("--length", "1.5", "--block", block)));
        }
        assertThat(bits).hasSize(1);
    }

    @Test
    void effectHasTheSameBitsForAnyBlock() throws IOException {
        String in = sound("in.wav", 44_100);
        Set<String> bits = new HashSet<>();
        for (String block : List.of("1", "64", "512")) {
            bits.add(
                    sha(
                            render(
                                    in,
                                    "--preset",
                                    ROOMS,
                                    "--block",
                                    block,
                                    "--rate",
                                    "48000",
                                    "--tail",
                                    "0.1")));
        }
        assertThat(bits).hasSize(1);
    }

    @Test
    void seedDecidesTheNoiseAndNothingElseDoes() {
        String[] args = {"--preset", DRONE, "--length", "0.5", "--seed", "7"};
        String first = sha(render(args));
        assertThat(sha(render(args))).isEqualTo(first);
        args[5] = "8";
        assertThat(sha(render(args))).isNotEqualTo(first);
    }

    static List<String> pieces() {
        return BundledMusic.names();
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void allBundledMusicSounds(String piece) {
        JsonNode r = render("bundled:" + piece, "--length", "2");
        assertThat(r.get("peakDbfs").asDouble()).isGreaterThan(-40);
        assertThat(r.get("nonFinite").asLong()).isZero();
        assertThat(r.get("droppedEvents").asLong()).isZero();
    }

    @Test
    void soundPassesAnEffectAtItsOwnRateWithItsOwnLength() throws IOException {
        String in = sound("in.wav", 44_100);
        JsonNode dry =
                render(
                        in,
                        "--preset",
                        ROOMS,
                        "--set",
                        "mix=0",
                        "--tail",
                        "0",
                        "--format",
                        "wav32f");
        assertThat(dry.get("rateHz").asInt()).isEqualTo(44_100);
        assertThat(dry.get("frames").asInt()).isEqualTo(44_100);
        float[][] source = SoundFiles.read(Path.of(in)).channels();
        float[][] result = SoundFiles.read(Path.of(file("out.wav"))).channels();
        // The effect is mono: it hears the mean of both channels, and lets it through to the master
        // stage, which only takes constant offsets away.
        assertThat(result).hasNumberOfRows(1);
        float[][] expected = new float[1][44_100];
        for (int t = 0; t < 44_100; t++) {
            expected[0][t] = source[0][t] / 2 + source[1][t] / 2;
        }
        new Master(1, 44_100).protect(expected, 44_100);
        for (int t = 0; t < 44_100; t++) {
            assertThat(result[0][t]).isCloseTo(expected[0][t], within(1e-6f));
        }
        JsonNode wet = render(in, "--preset", ROOMS, "--tail", "0.5");
        assertThat(wet.get("frames").asInt()).isEqualTo(44_100 + 22_050);
        assertThat(sha(wet)).isNotEqualTo(sha(dry));
        JsonNode resampled = render(in, "--preset", ROOMS, "--tail", "0", "--rate", "48000");
        assertThat(resampled.get("frames").asInt()).isEqualTo(48_000);
        JsonNode cut = render(in, "--preset", ROOMS, "--length", "0.25");
        assertThat(cut.get("frames").asInt()).isEqualTo(11_025);
    }

    @Test
    void tailLastsUntilSilence() {
        JsonNode dry =
                render("bundled:ode-to-joy", "--preset", MARIMBA, "--length", "1", "--tail", "0");
        assertThat(dry.get("seconds").asDouble()).isEqualTo(1);
        JsonNode ringing = render("bundled:chorale-minor-1", "--preset", MARIMBA, "--rate", "8000");
        double score = BundledMusic.piece("chorale-minor-1").lengthSeconds();
        // A second to fall by 60 dB, less than two to fall below hearing.
        assertThat(ringing.get("seconds").asDouble()).isBetween(score, score + 3);
    }

    @Test
    void knobsTurnByNameAndByPath() {
        String[] plain = {"bundled:ode-to-joy", "--preset", MARIMBA, "--length", "0.5"};
        String initial = sha(render(plain));
        Set<String> all = new HashSet<>();
        all.add(initial);
        for (String set : List.of("ring=4", "bar.hardness=800")) {
            List<String> args = new ArrayList<>(List.of(plain));
            args.addAll(List.of("--set", set));
            all.add(sha(render(args.toArray(String[]::new))));
        }
        assertThat(all).hasSize(3);
        List<String> same = new ArrayList<>(List.of(plain));
        same.addAll(List.of("--set", "ring=1", "--set", "bar.hardness=6000"));
        assertThat(sha(render(same.toArray(String[]::new)))).isEqualTo(initial);
    }

    @ParameterizedTest
    @EnumSource(SoundFormat.class)
    void everyFormatHoldsTheSameSound(SoundFormat format) throws IOException {
        Path out = Path.of(file("x." + format.extension()));
        JsonNode r =
                render(
                        "bundled:ode-to-joy",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "0.5",
                        "--format",
                        format.id(),
                        "--output",
                        out.toString());
        assertThat(r.get("format").asString()).isEqualTo(format.id());
        assertThat(SoundFiles.read(out).frames()).isEqualTo(24_000);
    }

    @Test
    void pictureIsDrawn() throws IOException {
        render(
                "bundled:ode-to-joy",
                "--preset",
                MARIMBA,
                "--length",
                "0.5",
                "--picture",
                file("picture.png"));
        assertThat(Files.size(Path.of(file("picture.png")))).isBetween(2_000L, 1_000_000L);
    }

    @Test
    void summaryForPeopleHasTheFigures() {
        Cli cli =
                Cli.run(
                        "render",
                        "bundled:ode-to-joy",
                        "--preset",
                        MARIMBA,
                        "--length",
                        "1",
                        "--output",
                        file("out.wav"));
        assertThat(cli.succeeds().out())
                .contains("0:01", "dBFS", "dBTP", "LUFS", "times real time", "voices stolen");
    }
}
