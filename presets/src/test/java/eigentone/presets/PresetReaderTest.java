package eigentone.presets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.graph.Connection;
import eigentone.engine.graph.Endpoint;
import eigentone.engine.graph.Rate;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.cell.Network;
import eigentone.models.cell.TrainedModel;
import eigentone.models.file.Json;
import eigentone.models.file.ModelDescription;
import eigentone.models.file.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetReaderTest {
    /// Uses the sine only, so that it says something about the format and nothing about sound.
    static final String GOOD =
            """
            {
              "eigentone": 1,
              "name": "two-sines",
              "title": "Two sines",
              "kind": "instrument",
              "pitched": true,
              "author": "Somebody",
              "licence": "CC0-1.0",
              "sound": "Two \\"plain\\" tones.",
              "tags": ["plain"],
              "cells": ["low"],
              "level": -6,
              "voices": 4,
              "outputs": 1,
              "voice": {
                "high": {"type": "sine", "every": "1/16 note"},
                "low": {"type": "sine", "pitch": 57, "weightSeed": 7}
              },
              "shared": {"lfo": {"type": "sine", "every": 32}},
              "connect": [
                "note.pitch -> low.pitch",
                "low -> high.pitch * -1.5e0 after 2 frames",
                "high -> out * 0.5"
              ],
              "knobs": {
                "tune": {
                  "range": [-12, 12], "initial": 6, "unit": "semitones",
                  "targets": {"high.pitch": [0, 48], "lfo.pitch": [80, 20, "exponential"]}
                }
              },
              "midi": {"1": "tune", "20": "low.pitch"}
            }
            """;

    static Preset read(String json) throws PresetException {
        return PresetReader.read(json.getBytes(StandardCharsets.UTF_8), "x.json");
    }

    @Test
    void readsWhatTheFileSays() throws IOException {
        Preset p = read(GOOD);
        assertThat(p.name()).isEqualTo("two-sines");
        assertThat(p.wiring().outputChannels()).isEqualTo(1);
        assertThat(p.wiring().nodes()).extracting("id").containsExactly("high", "low", "lfo");
        assertThat(p.wiring().node("high").rate()).isEqualTo(new Rate.EveryBeats(0.25));
        assertThat(p.wiring().node("lfo").rate()).isEqualTo(new Rate.EveryFrames(32));
        assertThat(p.wiring().node("low").weightSeed()).isEqualTo(7);
        assertThat(p.wiring().connections().get(1))
                .isEqualTo(
                        new Connection(
                                new Endpoint("low", "out", -1),
                                new Endpoint("high", "pitch", -1),
                                -1.5,
                                2));
    }

    @Test
    void whatIsWrittenReadsBackEqual() throws IOException {
        Preset p = read(GOOD);
        assertThat(read(PresetWriter.toJson(p))).isEqualTo(p);
    }

    @Test
    void writesFilesThatTheLibraryFinds(@TempDir Path folder) throws IOException {
        Preset p = read(GOOD);
        PresetWriter.write(p, folder.resolve("two-sines.json"));
        PresetLibrary own = new PresetLibrary(List.of(new FolderPresets(folder)));
        assertThat(own.all()).containsExactly(p);
        assertThat(own.load(folder.resolve("two-sines.json").toString())).isEqualTo(p);
        Files.move(folder.resolve("two-sines.json"), folder.resolve("other.json"));
        assertThatThrownBy(
                        () -> new PresetLibrary(List.of(new FolderPresets(folder))).load("other"))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("expected the file's name 'other', got 'two-sines'");
    }

    @Test
    void aChainIsACableForEachArrow() {
        assertThat(Cable.parse("a.low[1] -> b * 2 -> c after 1 frame -> out"))
                .containsExactly(
                        Connection.of("a.low[1]", "b.in", 2),
                        new Connection(
                                new Endpoint("b", "out", -1), new Endpoint("c", "in", -1), 1, 1),
                        Connection.of("c.out", "out.in"));
    }

    @Test
    void knobsStartWhereTheySayAndTheLevelIsApplied() throws IOException {
        Preset p = read(GOOD);
        Map<String, Double> controls = p.patch().node("high").controls();
        assertThat(controls).containsEntry("pitch", 36.0);
        assertThat(p.patch().node("lfo").controls().get("pitch"))
                .isEqualTo(80 * Math.pow(20.0 / 80, 0.75));
        assertThat(p.patch().connections().get(2).amount())
                .isEqualTo(0.5 * Math.pow(10, -6 / 20.0));
        assertThat(p.patch().connections().get(1).amount()).isEqualTo(-1.5);
    }

    @Test
    void controllersTurnKnobsAndControls() throws IOException {
        Preset p = read(GOOD);
        assertThat(p.controller(1, 127))
                .containsExactly(
                        new ControlValue("high.pitch", 48), new ControlValue("lfo.pitch", 20));
        assertThat(p.controller(20, 0)).containsExactly(new ControlValue("low.pitch", -24));
        assertThat(p.controller(2, 64)).isEmpty();
        assertThat(p.knob("tune").targets(99)).isEqualTo(p.controller(1, 127));
    }

    /// What is replaced in the good file, by what, where the complaint points, and what it says.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                                "eigentone": 1            | "eigentone": 2               | eigentone          | expected format 1
                                "eigentone": 1            | "eigentone": "1"             | eigentone          | expected format 1
                                "eigentone": 1,           | ``                           | ``                 | expected a field 'eigentone'
                                "name": "two-sines"       | "name": "Two sines"          | ``                 | expected a name like 'warm-pad'
                                "title": "Two sines"      | "title": " "                 | ``                 | title: expected some text
                                "title": "Two sines"      | "titel": "Two sines"         | ``                 | did you mean 'title'?
                                "instrument"              | "instrumnt"                  | kind               | did you mean 'instrument'?
                                "instrument"              | "effect"                     | ``                 | an effect: expected at least 1 input
                                "instrument"              | "generator"                  | ``                 | expected no voices
                                "pitched": true           | "pitched": 1                 | pitched            | expected true or false
                                ["plain"]                 | "plain"                      | tags               | expected a list
                                ["low"]                   | ["lo"]                       | ``                 | got 'lo'
                                -6                        | -66                          | ``                 | level: expected -60..24 dB
                                -6                        | 1e999                        | level              | expected a finite number
                                -6                        | NaN                          | line 12, column 15 | expected JSON
                                "voices": 4               | "voices": 4, "voices": 5     | line 13, column 24 | Duplicate
                                "voices": 4               | "voices": 65                 | voices             | whole number in 0..64
                                "voices": 4               | "voices": 0                  | ``                 | at least one voice
                                "outputs": 1              | "outputs": 1.5               | outputs            | whole number in 0..16
                                "type": "sine", "pitch"   | "type": "sin", "pitch"       | voice.low.type     | did you mean 'sine'?
                                "type": "sine", "pitch"   | "pitch"                      | voice.low          | expected a field 'type'
                                "pitch": 57               | "pich": 57                   | voice.low          | did you mean 'pitch'?
                                "pitch": 57               | "pitch": 1000                | voice.low.pitch    | expected -24..151 semitones, got 1000
                                "pitch": 57               | "pitch": -1e400              | voice.low.pitch    | expected a finite number
                                "pitch": 57               | "pitch": null                | voice.low.pitch    | expected a finite number
                                "every": 32               | "every": 0                   | shared.lfo.every   | expected a whole number in 1
                                "every": "1/16 note"      | "every": "often"             | voice.high.every   | expected frames like 32
                                "every": "1/16 note"      | "every": "1/0 note"          | voice.high.every   | expected every 1/960
                                "weightSeed": 7           | "weightSeed": -7             | voice.low.weightSeed | whole number
                                "low": {                  | "out": {                     | voice.out          | not one of
                                "lfo": {                  | "low": {                     | shared.low         | expected a new name
                                "note.pitch -> low.pitch" | "note.pitch low.pitch"       | connect[0]         | expected 'from -> to'
                                "note.pitch -> low.pitch" | "note.pich -> low.pitch"     | connect[0]         | expected one of
                                "note.pitch -> low.pitch" | "note.pitch -> low.pich"     | connect[0]         | did you mean 'pitch'?
                                "note.pitch -> low.pitch" | "note.pitch -> lw.pitch"     | connect[0]         | did you mean 'low'?
                                "note.pitch -> low.pitch" | "note.pitch -> out"          | connect[0]         | to drive a control
                                "high -> out * 0.5"       | "high -> low"                | connect[2]         | expected a port, got 'in'
                                "high -> out * 0.5"       | "hihg -> out"                | connect[2]         | did you mean 'high'?
                                "high -> out * 0.5"       | "high.left -> out"           | connect[2]         | expected a port, got 'left'
                                "high -> out * 0.5"       | "high[1] -> out"             | connect[2]         | expected a channel below 1
                                "high -> out * 0.5"       | "high -> out[0]"             | connect[2]         | choose channels at the source
                    "high -> out * 0.5"       | "high -> out * NaN"          | connect[2]         | expected a finite number as the amount
                                "high -> out * 0.5"       | "high -> out * 1e999"        | connect[2]         | expected a finite number as the amount
                                "high -> out * 0.5"       | "out -> high.pitch"          | connect[2]         | which is the patch's output
                                "high -> out * 0.5"       | "high -> in"                 | connect[2]         | which is a source
                                "high -> out * 0.5"       | "in -> out"                  | connect[2]         | expected equal widths
                                [0, 48]                   | [0, 1000]                    | knobs.tune.targets.high.pitch[1] | expected -24..151
                                [0, 48]                   | [0]                          | knobs.tune.targets.high.pitch | expected [from, to]
                                [0, 48]                   | [0, 48, "curvy"]             | knobs.tune.targets.high.pitch[2] | expected a curve
                                [0, 48]                   | [0, 48, "exponential"]       | knobs.tune.targets.high.pitch | above 0
                                "high.pitch": [           | "high.pich": [               | knobs.tune.targets.high.pich | did you mean 'pitch'?
                                "high.pitch": [           | "low.pitch": [               | ``                 | without a value of its own
                                "initial": 6              | "initial": 13                | knobs.tune.initial | in the range
                                "1": "tune"               | "1": "tun"                   | midi.1             | did you mean 'tune'?
                                "1": "tune"               | "120": "tune"                | midi.120           | controller 0..119
                                "20": "low.pitch"         | "20": "low.x"                | midi.20            | got 'x'
                    """)
    void aMistakeIsOneLineWithItsPlace(String right, String wrong, String place, String says) {
        assertThat(GOOD).contains(right);
        assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
                .isInstanceOfSatisfying(
                        PresetException.class, e -> assertThat(e.place()).isEqualTo(place))
                .hasMessageStartingWith("preset 'x.json'")
                .hasMessageContaining(says)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "3", "{} {}", "{\"a\": }", "\u0000", "{\"eigentone\": 1"})
    void whatIsNoPresetIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(PresetException.class);
    }

    @Test
    void deepAndHugeDocumentsAreRefused() {
        String deep = "[".repeat(65) + "]".repeat(65);
        assertThatThrownBy(() -> read(deep))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("depth");
        String string = "{\"title\": \"" + "x".repeat((1 << 20) + 1) + "\"}";
        assertThatThrownBy(() -> read(string)).isInstanceOf(PresetException.class);
        String huge = "[" + " ".repeat(Json.MAX_BYTES) + "]";
        assertThatThrownBy(() -> read(huge)).hasMessageContaining("at most 16 MB");
    }

    @Test
    void aMissingFileAndAFolderAreNamed(@TempDir Path folder) throws IOException {
        PresetLibrary library = PresetLibrary.standard();
        assertThatThrownBy(() -> library.load(folder.resolve("no.json").toString()))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("no.json': expected a file, got none");
        assertThatThrownBy(() -> library.load(folder.toString()))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("got a folder");
        assertThatThrownBy(() -> library.load("a\u0000.json")).isInstanceOf(PresetException.class);
    }

    /// Any bytes: a preset or a complaint, never another exception.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesGiveComplaintsOnly(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                PresetReader.read(bytes, "x.json");
            } catch (PresetException e) {
                assertThat(e.getMessage()).startsWith("preset 'x.json'");
            }
        }
    }

    private static final String CAPTURE =
            """
            {
              "eigentone": 1, "name": "capture", "title": "Capture", "kind": "effect",
              "author": "Somebody", "licence": "CC0-1.0", "sound": "An amplifier.",
              "inputs": 1, "outputs": 1, "master": false,
              "shared": {"amp": {"type": "model", "file": "models/amp.safetensors"}},
              "connect": ["in -> amp -> out"]
            }
            """;

    private static Path model(Path folder) throws IOException {
        Network network = new Network("gru", 1, 4, 1, 1, true, false);
        Program program = Program.of(network, 48000);
        ModelDescription about =
                new ModelDescription(
                        TrainedModel.describe(network),
                        List.of(ModelDescription.Port.of("in", 1)),
                        List.of(ModelDescription.Port.of("out", 1)),
                        44100,
                        1,
                        "",
                        "",
                        List.of(),
                        List.of());
        Path file = Files.createDirectories(folder.resolve("models")).resolve("amp.safetensors");
        ModelFile.of(about, program, Weights.initial(program, 1)).write(file);
        return file;
    }

    @Test
    void aFileIsNamedRelativeToThePresetsFolder(@TempDir Path folder) throws IOException {
        Path file = model(folder);
        Path json = Files.writeString(folder.resolve("capture.json"), CAPTURE);
        Preset p = PresetReader.read(json);
        assertThat(p.wiring().node("amp").settings()).containsEntry("file", file);
        assertThat(p.master()).isFalse();
        assertThat(new PresetLibrary(List.of(new FolderPresets(folder))).load("capture"))
                .isEqualTo(p);

        Path copy = folder.resolve("copy.json");
        PresetWriter.write(p, copy);
        assertThat(Files.readString(copy))
                .contains("\"file\": \"models/amp.safetensors\"", "\"master\": false");
        assertThat(PresetReader.read(copy)).isEqualTo(p);
        // Without a folder, as in a take, the file has its whole path.
        assertThat(PresetWriter.toJson(p)).contains(file.toString());
        assertThat(read(PresetWriter.toJson(p))).isEqualTo(p);
    }

    @Test
    void aFileThatIsNotThereOrDamagedIsRefusedByName(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("capture.json"), CAPTURE);
        assertThatThrownBy(() -> PresetReader.read(json))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("shared.amp.file: expected a file, got none at")
                .hasMessageContaining("amp.safetensors");
        Path file = model(folder);
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> PresetReader.read(json))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("shared.amp: model file '" + file + "', header: expected");
        Files.writeString(json, CAPTURE.replace(", \"file\": \"models/amp.safetensors\"", ""));
        assertThatThrownBy(() -> PresetReader.read(json))
                .isInstanceOf(PresetException.class)
                .hasMessageContaining(
                        "shared.amp: node type 'model': expected a field 'file' with a file, got none");
        assertThatThrownBy(() -> read(CAPTURE))
                .hasMessageContaining("in a preset without a folder; try its whole path");
    }
}
