package eigentone.models.recipe;

import eigentone.engine.program.Weights;
import eigentone.models.file.Json;
import eigentone.models.file.ModelFileException;
import eigentone.models.file.SafeTensors;
import eigentone.models.file.Tensor;
import eigentone.models.train.optimize.Saved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A training between two epochs, all of it: in a safetensors file that is written whole or not at
/// all.
///
/// @param recipe its text
/// @param data what it was trained on, a line each
/// @param end why it is over, or empty
/// @param bestEpoch counted from 1; 0 before there is one
/// @param best weights of the best epoch
/// @param trainer weights, moments, counts
/// @param stopping what early stopping remembers
/// @param plateau what the schedule remembers
/// @param history the epochs so far
public record Checkpoint(
        String recipe,
        List<String> data,
        String end,
        int bestEpoch,
        Weights best,
        Saved trainer,
        Saved stopping,
        Saved plateau,
        List<EpochRecord> history) {
    private static final String KEY = "eigentone-checkpoint";
    private static final int FORMAT = 1;
    private static final String BEST = "best/", TRAINER = "trainer/", HISTORY = "history";

    /// What may differ when a training is continued: nothing that changes a bit of the epochs to
    /// come, except that more epochs or patience may be asked for.
    private static final List<String> MAY_DIFFER =
            List.of(
                    Key.THREADS.id(),
                    Key.EPOCHS.id(),
                    Key.PATIENCE.id(),
                    Key.NAME.id(),
                    Key.AUTHOR.id(),
                    Key.LICENCE.id());

    public Checkpoint {
        data = List.copyOf(data);
        history = List.copyOf(history);
    }

    /// @throws RecipeException naming the keys or data that are others
    void checkFor(Recipe now, RecipeData nowData) throws RecipeException {
        Recipe then = Recipe.parse(recipe, now.name(), Path.of(""), Map.of());
        List<String> differences = new ArrayList<>(then.differences(now));
        differences.removeAll(MAY_DIFFER);
        if (!differences.isEmpty()) {
            throw now.wrong(
                    "expected the recipe that the training was begun with, got another %s; try without --resume, into another folder"
                            .formatted(String.join(", ", differences)));
        }
        if (!data.equals(nowData.lines())) {
            throw now.wrong(
                    "expected the data that the training was begun with, %s, got %s; try without --resume, into another folder"
                            .formatted(data, nowData.lines()));
        }
    }

    /// Writes the file whole, or leaves an older one as it was.
    public void write(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : best.names()) {
            tensors.put(BEST + name, vector(best.get(name)));
        }
        trainer.arrays().forEach((name, a) -> tensors.put(TRAINER + name, vector(a)));
        if (!history.isEmpty()) {
            double[] numbers = new double[history.size() * EpochRecord.FIELDS];
            for (int i = 0; i < history.size(); i++) {
                double[] row = history.get(i).numbers();
                System.arraycopy(row, 0, numbers, i * row.length, row.length);
            }
            tensors.put(HISTORY, Tensor.of(numbers, history.size(), EpochRecord.FIELDS));
        }
        new SafeTensors(Map.of(KEY, json()), tensors).write(file);
    }

    private static Tensor vector(float[] entries) {
        return Tensor.of(entries, entries.length);
    }

    private String json() {
        return "{\"format\":%d,\"recipe\":%s,\"data\":[%s],\"end\":%s,\"bestEpoch\":%d,\"trainer\":%s,\"stopping\":%s,\"plateau\":%s}"
                .formatted(
                        FORMAT,
                        Json.quote(recipe),
                        String.join(",", data.stream().map(Json::quote).toList()),
                        Json.quote(end),
                        bestEpoch,
                        counts(trainer),
                        counts(stopping),
                        counts(plateau));
    }

    private static String counts(Saved saved) {
        List<String> fields = new ArrayList<>();
        saved.counts().forEach((name, n) -> fields.add(Json.quote(name) + ":" + n));
        return "{" + String.join(",", fields) + "}";
    }

    /// Reads a file.
    ///
    /// @throws ModelFileException if it is missing, damaged, or no checkpoint
    public static Checkpoint read(Path file) throws IOException {
        SafeTensors content = SafeTensors.read(file);
        String text = content.texts().get(KEY);
        if (text == null) {
            throw new ModelFileException(
                    file.toString(),
                    "metadata",
                    "expected the checkpoint of a training, got %s; try the checkpoint.safetensors of its folder"
                            .formatted(content.texts().keySet()),
                    null);
        }
        Json<ModelFileException> json =
                Json.parse(
                        text.getBytes(StandardCharsets.UTF_8),
                        file.toString(),
                        ModelFileException::new);
        if (json.field("format").number() != FORMAT) {
            throw json.field("format")
                    .wrong("expected %d; try a newer Eigentone".formatted(FORMAT));
        }
        Map<String, float[]> best = new LinkedHashMap<>();
        Saved trainer = counts(json.field("trainer"));
        List<EpochRecord> history = new ArrayList<>();
        content.tensors()
                .forEach((name, t) -> {
                    if (name.startsWith(BEST)) {
                        best.put(name.substring(BEST.length()), t.floats());
                    } else if (name.startsWith(TRAINER)) {
                        trainer.arrays().put(name.substring(TRAINER.length()), t.floats());
                    } else if (name.equals(HISTORY)) {
                        for (int i = 0; i < t.entries().length; i += EpochRecord.FIELDS) {
                            history.add(EpochRecord.of(t.entries(), i));
                        }
                    }
                });
        return new Checkpoint(
                json.field("recipe").text(),
                json.field("data").texts(),
                json.field("end").text(),
                json.field("bestEpoch").whole(0, Integer.MAX_VALUE),
                Weights.of(best),
                trainer,
                counts(json.field("stopping")),
                counts(json.field("plateau")),
                history);
    }

    private static Saved counts(Json<ModelFileException> json) throws ModelFileException {
        Saved saved = Saved.empty();
        for (Map.Entry<String, Json<ModelFileException>> e : json.fields().entrySet()) {
            saved.counts().put(e.getKey(), e.getValue().wholeLong());
        }
        return saved;
    }
}
