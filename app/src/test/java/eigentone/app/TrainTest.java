package eigentone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.audioio.midi.MidiFile;
import eigentone.models.file.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Training by the command line, and what is trained plays.
class TrainTest {
    /// What a render may differ from an evaluation in its error-to-signal ratio.
    private static final double SAME_ERROR = 1e-6;

    @TempDir private Path folder;

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aRenderHasTheErrorThatEvaluateTells() throws IOException {
        String recipe = Capture.prepare(folder, 3, 10).toString();
        JsonNode trained = Cli.run("train", recipe, "-o", at("amp"), "--json").json();
        assertThat(trained.get("end").stringValue()).isEqualTo("epochs");
        double first =
                JsonMapper.shared()
                        .readTree(Files.readString(folder.resolve("amp/history.json")))
                        .at("/epochs/0/valid")
                        .doubleValue();
        assertThat(trained.get("loss").doubleValue()).isLessThan(0.5 * first);
        assertThat(trained.at("/scores/test/esr").doubleValue()).isBetween(1e-6, 0.5);

        // A recording that the training has not seen, without latency.
        Capture.record(folder, "test-in.wav", "test-out.wav", 1, 2);
        JsonNode scores =
                Cli.run("evaluate", at("amp"), at("test-in.wav"), at("test-out.wav"), "--json")
                        .json();
        assertThat(scores.propertyNames()).containsExactly("esr", "mse");
        JsonNode played =
                Cli.run(
                                "render",
                                at("test-in.wav"),
                                "--preset",
                                at("amp/preset.json"),
                                "--output",
                                at("played.wav"),
                                "--json")
                        .json();
        assertThat(played.get("frames").intValue()).isEqualTo(Capture.RATE_HZ);
        double esr =
                Capture.errorToSignal(folder.resolve("played.wav"), folder.resolve("test-out.wav"));
        assertThat(esr).isCloseTo(scores.get("esr").doubleValue(), within(SAME_ERROR));

        // The test set of the recipe is what the training reported.
        JsonNode again = Cli.run("evaluate", at("amp/model.safetensors"), recipe, "--json").json();
        assertThat(again.get("esr").doubleValue())
                .isEqualTo(trained.at("/scores/test/esr").doubleValue());
    }

    @Test
    void theFolderHoldsAllThatWasPromised() throws IOException {
        String recipe = Capture.prepare(folder, 2, 2).toString();
        Cli run = Cli.run("train", recipe, "-o", at("amp"), "--set", "licence=CC0-1.0").succeeds();
        assertThat(run.out())
                .contains(
                        "in.wav -> out.wav, 2.0 s at 8000 Hz",
                        "preset.json    play it:",
                        "test: esr");
        assertThat(run.err().lines().toList().getLast()).contains("epoch 2/2  loss ", "samples/s");
        try (Stream<Path> files = Files.list(folder.resolve("amp"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoint.safetensors",
                            "history.json",
                            "loss.png",
                            "model.safetensors",
                            "preset.json",
                            "preview.wav",
                            "report.html");
        }
        assertThat(Files.readString(folder.resolve("amp/report.html")))
                .contains("<svg", "data:audio/wav;base64,", "esr", "units = 4")
                .doesNotContain("http://", "https://");
        // The folder may move: the preset names the model beside it.
        assertThat(Files.readString(folder.resolve("amp/preset.json")))
                .contains("\"file\": \"model.safetensors\"", "\"licence\": \"CC0-1.0\"");
        JsonNode shown = Cli.run("models", "show", at("amp"), "--json").json();
        assertThat(shown.get("sampleRateHz").doubleValue()).isEqualTo(Capture.RATE_HZ);
        assertThat(shown.get("epochs")).hasSize(2);
        assertThat(Cli.run("models", "show", at("amp")).succeeds().out())
                .contains("gru 4, layers 1", "8000 Hz", "CC0-1.0", "units = 4");
        assertThat(Cli.run("models", "list", folder.toString()).succeeds().out())
                .contains("Bundled: none yet.", "model.safetensors")
                .doesNotContain("checkpoint");
        assertThat(
                        Cli.run("explain", "model", "--set", "file=" + at("amp/model.safetensors"))
                                .succeeds()
                                .out())
                .contains("layer1.reset.weight");
    }

    @Test
    void aModelRefusesAnotherRateByName() throws IOException {
        String recipe = Capture.prepare(folder, 2, 1).toString();
        Cli.run("train", recipe, "-o", at("amp"), "--json").succeeds();
        Cli.run(
                        "render",
                        at("in.wav"),
                        "--preset",
                        at("amp/preset.json"),
                        "--rate",
                        "48000",
                        "--output",
                        at("played.wav"))
                .fails(2, "expected the rate it was made for, 8000.0 Hz, got 48000.0 Hz; try");
    }

    @Test
    void resumeGoesOnWhereItEnded() throws IOException {
        String recipe = Capture.prepare(folder, 2, 4).toString();
        Cli.run("train", recipe, "-o", at("whole"), "--json").succeeds();
        // A cosine depends on the number of epochs; a constant rate does not.
        String[] constant = {"--set", "schedule=constant", "--json"};
        train(recipe, "part", constant, "--set", "epochs=2");
        JsonNode more = train(recipe, "part", constant, "--set", "epochs=4", "--resume");
        train(recipe, "all", constant, "--set", "epochs=4");
        assertThat(more.get("epochs").intValue()).isEqualTo(4);
        assertThat(tensors("part")).isEqualTo(tensors("all")).isNotEqualTo(tensors("whole"));
    }

    private JsonNode train(String recipe, String output, String[] options, String... more) {
        return Cli.run(
                        Stream.of(
                                        Stream.of("train", recipe, "-o", at(output)),
                                        Stream.of(options),
                                        Stream.of(more))
                                .flatMap(s -> s)
                                .toArray(String[]::new))
                .json();
    }

    private String tensors(String output) throws IOException {
        StringBuilder text = new StringBuilder();
        ModelFile.read(folder.resolve(output).resolve("model.safetensors"))
                .tensors()
                .forEach((name, t) ->
                        text.append(name).append(java.util.Arrays.toString(t.entries())));
        return text.toString();
    }

    @Test
    void aCorpusOfScoresBecomesAModelAndAPreview() throws IOException {
        StringBuilder pieces = new StringBuilder();
        for (int p = 0; p < 6; p++) {
            int root = 60 + p;
            String bar =
                    "[[%d,%d],[%d],[%d,%d],[]]".formatted(root, root + 4, root, root, root + 7);
            String inner = bar.substring(1, bar.length() - 1);
            pieces.append(p == 0 ? "" : ",").append("[" + inner + "," + inner + "]");
        }
        Files.writeString(
                folder.resolve("corpus.json"),
                "{\"train\":[%s],\"valid\":[[[50,54],[50],[50,57]]],\"test\":[[[52,56],[52]]]}"
                        .formatted(pieces));
        Path recipe =
                Files.writeString(
                        folder.resolve("style.txt"),
                        """
                        music = corpus.json
                        model = gru 8
                        epochs = 20
                        learning-rate = 0.03
                        warm-up-steps = 0
                        lanes = 4
                        """);
        JsonNode trained = Cli.run("train", recipe.toString(), "-o", at("style"), "--json").json();
        assertThat(trained.get("preset").isNull()).isTrue();
        double nll = trained.at("/scores/test/nll").doubleValue();
        // 88 keys at even odds; twenty epochs are enough to hear that most of them are silent.
        assertThat(nll).isBetween(0.1, 30.0);
        JsonNode scores = Cli.run("evaluate", at("style"), at("corpus.json"), "--json").json();
        assertThat(scores.get("nll").doubleValue()).isEqualTo(nll);
        assertThat(MidiFile.read(folder.resolve("style/preview.mid")).notes()).isNotEmpty();
        assertThat(folder.resolve("style/preset.json")).doesNotExist();
        assertThat(folder.resolve("style/preview.wav")).exists();
        Cli.run("evaluate", at("style"), at("corpus.json"), at("corpus.json"))
                .fails(2, "expected a recipe, a corpus or a folder of MIDI files, got two files");
    }

    @Test
    void mistakesAreToldInOneLine() throws IOException {
        String recipe = Capture.prepare(folder, 2, 1).toString();
        Cli.run("train", recipe).fails(2, "--output");
        Cli.run("train", at("none.txt"), "-o", at("amp")).fails(1, "recipe", "none.txt", "try");
        Cli.run("train", recipe, "-o", at("amp"), "--set", "epoch=1")
                .fails(1, "--set: expected a key, got 'epoch'; did you mean 'epochs'?");
        Files.writeString(folder.resolve("bad.txt"), "input = in.wav\ntarget = gone.wav\n");
        Cli.run("train", at("bad.txt"), "-o", at("amp")).fails(1, "gone.wav", "try");
        assertThat(folder.resolve("amp")).doesNotExist();
        Cli.run("train", recipe, "-o", recipe).fails(2, "expected a folder, got a file");
        Cli.run("train", recipe, "-o", at("amp"), "--json").succeeds();
        Cli.run("train", recipe, "-o", at("amp"))
                .fails(2, "expected a folder without a training", "--resume");
        Cli.run("train", recipe, "-o", at("amp"), "--resume", "--set", "seed=2")
                .fails(1, "got another seed");
        Files.write(folder.resolve("amp/checkpoint.safetensors"), new byte[50]);
        Cli.run("train", recipe, "-o", at("amp"), "--resume").fails(1, "checkpoint.safetensors");
        Cli.run("evaluate", at("in.wav"), at("in.wav"), at("out.wav")).fails(1, "in.wav");
        Cli.run("models", "show", at("amp/checkpoint.safetensors"))
                .fails(1, "is it a safetensors file?");
    }
}
