package eigentone.models.recipe;

import java.util.Arrays;
import java.util.List;

/// The keys of a recipe: the only home of their ranges and of what they are unless said.
public enum Key {
    // data
    INPUT("input", new Form.Place(), "", "What went into the device: a WAV, AIFF or FLAC file."),
    TARGET("target", new Form.Place(), "", "What came out of it."),
    VALID_INPUT("valid-input", new Form.Place(), "", "To choose by; else a part of the input."),
    VALID_TARGET("valid-target", new Form.Place(), "", "What came out of it."),
    TEST_INPUT("test-input", new Form.Place(), "", "To report on; else a part of the input."),
    TEST_TARGET("test-target", new Form.Place(), "", "What came out of it."),
    MUSIC("music", new Form.Place(), "", "A corpus (JSON), or a folder of MIDI files."),
    STEP("step", new Form.Number(1.0 / 64, 64), "0.5", "A step of MIDI files, in quarter notes."),
    VALID_SHARE("valid-share", new Form.Number(0.01, 0.5), "0.1", "Part of the data to choose by."),
    TEST_SHARE("test-share", new Form.Number(0, 0.5), "0.1", "Part of the data to report on."),
    CLIP_FRAMES(
            "clip-frames",
            new Form.Whole(0, 1 << 30),
            "0",
            "Length of a clip where the files are rows of independent clips; 0 for one recording."),
    WARM_UP_FRAMES(
            "warm-up-frames",
            new Form.Whole(0, 1 << 30),
            "0",
            "Frames at the beginning of the recording, or of each clip, that do not count."),
    LATENCY_FRAMES(
            "latency-frames",
            new Form.Whole(-1, 1 << 20),
            "-1",
            "How late the target is; -1 finds it."),
    CLIPPED_INPUT("clipped-input", yesNo(), "no", "Whether an input that clips is taken."),
    SAMPLE_RATE(
            "sample-rate",
            new Form.Whole(0, 192_000),
            "0",
            "The model's rate, in Hz; 0 for that of the input."),
    // model
    MODEL(
            "model",
            new Form.Words("a cell and its units, like 'gru 16'", "[a-z]+ +[0-9]{1,4}"),
            "gru 16 / gru 64",
            "Cell and units in one."),
    CELL("cell", new Form.Choice(List.of("elman", "gru", "lstm")), "gru", "Kind of the cell."),
    UNITS("units", new Form.Whole(1, 1024), "16 / 64", "Units of each layer."),
    LAYERS("layers", new Form.Whole(1, 16), "1", "Layers, one above the other."),
    SKIP("skip", yesNo(), "yes / no", "Whether the input goes around the network too."),
    DROPOUT(
            "dropout",
            new Form.Number(0, 0.9),
            "0 / 0.3",
            "Part of the units that is left out while it learns."),
    // loss
    LOSS(
            "loss",
            new Form.Words(
                    "esr, mse or stft, or a sum like 'esr + 0.5 stft'; bernoulli for music",
                    "[a-z0-9.+ ]+"),
            "esr / bernoulli",
            "What is made small."),
    PRE_EMPHASIS(
            "pre-emphasis",
            new Form.Number(0, 1),
            "0.85",
            "Of the loss esr: how much more treble counts."),
    OFFSET_WEIGHT(
            "offset-weight",
            new Form.Number(0, 100),
            "1",
            "Of the loss esr: what a constant offset counts."),
    // optimiser
    OPTIMISER(
            "optimiser",
            new Form.Choice(List.of("adam", "adamw", "rmsprop", "sgd")),
            "adam",
            "How the weights are moved."),
    LEARNING_RATE("learning-rate", new Form.Number(1e-7, 10), "0.005 / 0.003", "How far, at most."),
    MOMENTUM("momentum", new Form.Number(0, 0.9999), "0.9", "Of the optimiser sgd."),
    WEIGHT_DECAY("weight-decay", new Form.Number(0, 1), "0.01", "Of the optimiser adamw."),
    SCHEDULE(
            "schedule",
            new Form.Choice(List.of("cosine", "constant", "plateau")),
            "cosine",
            "How the learning rate goes: down to a hundredth by the last epoch, not at all, or down"
                    + " by half whenever a third of the patience has passed."),
    WARM_UP_STEPS(
            "warm-up-steps",
            new Form.Whole(0, 1_000_000),
            "50",
            "Steps in which the learning rate rises to begin with."),
    CLIP("clip", new Form.Number(1e-6, 1e6), "1", "Longest gradient."),
    AVERAGE(
            "average",
            new Form.Number(0, 0.99999),
            "0",
            "Memory of a moving average of the weights, which is then kept; 0 for none."),
    // course
    EPOCHS("epochs", new Form.Whole(1, 10_000), "200", "Passes through the data, at most."),
    PATIENCE(
            "patience",
            new Form.Whole(1, 10_000),
            "40 / 15",
            "Epochs without a better validation after which it ends."),
    SEGMENT_FRAMES(
            "segment-frames",
            new Form.Whole(1, 1 << 20),
            "2048 / 128",
            "Frames or steps through which the gradient goes back."),
    SETTLE_FRAMES(
            "settle-frames",
            new Form.Whole(0, 1 << 20),
            "512",
            "Of a segment of sound: frames at its beginning that do not count."),
    LANES("lanes", new Form.Whole(1, 1024), "16", "Segments side by side in a batch."),
    SEED("seed", new Form.Whole(0, Integer.MAX_VALUE), "1", "Of all randomness."),
    THREADS("threads", new Form.Whole(0, 256), "0", "0 for all processors; the bits are the same."),
    // names
    NAME(
            "name",
            new Form.Words("lower-case letters, digits and hyphens", "[a-z][a-z0-9-]{0,63}"),
            "the recipe's",
            "Name of the preset."),
    AUTHOR("author", new Form.Words("a text", "\\S.{0,199}"), "unknown", "Who made it."),
    LICENCE(
            "licence",
            new Form.Words("a text", "\\S.{0,199}"),
            "unspecified",
            "Under which the weights may be used, e.g. CC0-1.0.");

    private final String id;
    private final Form form;
    private final String initial;
    private final String help;

    Key(String id, Form form, String initial, String help) {
        this.id = id;
        this.form = form;
        this.initial = initial;
        this.help = help;
    }

    private static Form yesNo() {
        return new Form.Choice(List.of("yes", "no"));
    }

    /// As recipes write it.
    public String id() {
        return id;
    }

    public Form form() {
        return form;
    }

    /// What it is unless said; `a / b` where it differs for sound and for music.
    public String initial() {
        return initial;
    }

    /// One sentence.
    public String help() {
        return help;
    }

    /// What it is unless said.
    String initial(boolean music) {
        String[] both = initial.split(" / ", -1);
        return music ? both[both.length - 1] : both[0];
    }

    /// The names of all keys.
    public static List<String> ids() {
        return Arrays.stream(values()).map(Key::id).toList();
    }
}
