package eigentone.models.file;

import static eigentone.models.file.Json.decimal;
import static eigentone.models.file.Json.quote;

import eigentone.models.file.ModelDescription.Cell;
import eigentone.models.file.ModelDescription.Epoch;
import eigentone.models.file.ModelDescription.Port;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A model's description as JSON and back.
final class DescriptionJson {
    static final int FORMAT = 1;

    private static final List<String> FIELDS =
            List.of(
                    "format",
                    "recurrence",
                    "inputs",
                    "outputs",
                    "sampleRateHz",
                    "seed",
                    "licence",
                    "recipe",
                    "data",
                    "history");

    private static final int MAX_WIDTH = 1 << 16;

    private DescriptionJson() {}

    static String write(ModelDescription d) {
        List<String> settings = new ArrayList<>();
        d.cell().settings().forEach((id, v) -> settings.add(quote(id) + ":" + setting(v)));
        return ("{\"format\":%d,\"recurrence\":{\"type\":%s,\"settings\":{%s}},\"inputs\":%s,"
                        + "\"outputs\":%s,\"sampleRateHz\":%s,\"seed\":%d,\"licence\":%s,"
                        + "\"recipe\":%s,\"data\":%s,\"history\":%s}")
                .formatted(
                        FORMAT,
                        quote(d.cell().type()),
                        String.join(",", settings),
                        list(d.inputs().stream().map(DescriptionJson::port).toList()),
                        list(d.outputs().stream().map(DescriptionJson::port).toList()),
                        decimal(d.sampleRateHz()),
                        d.seed(),
                        quote(d.licence()),
                        quote(d.recipe()),
                        list(d.data().stream().map(Json::quote).toList()),
                        history(d.history()));
    }

    private static String setting(Object v) {
        return switch (v) {
            case String text -> quote(text);
            case Double n -> decimal(n);
            case List<?> list -> list(list.stream().map(DescriptionJson::setting).toList());
            default -> throw new AssertionError(v);
        };
    }

    private static String port(Port p) {
        String head = "{\"name\":%s,\"width\":%d".formatted(quote(p.name()), p.width());
        return p.isPlain()
                ? head + "}"
                : head
                        + ",\"scale\":%s,\"offset\":%s}"
                                .formatted(setting(p.scale()), setting(p.offset()));
    }

    /// One row an epoch, since the name of every loss in every row would fill the header.
    private static String history(List<Epoch> epochs) {
        Set<String> names = new LinkedHashSet<>();
        epochs.forEach(e -> names.addAll(e.losses().keySet()));
        List<String> rows = new ArrayList<>();
        for (Epoch e : epochs) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(e.number()));
            row.add(decimal(e.seconds()));
            for (String name : names) {
                Double loss = e.losses().get(name);
                row.add(loss == null ? "null" : decimal(loss));
            }
            rows.add(list(row));
        }
        return "{\"losses\":%s,\"epochs\":%s}"
                .formatted(list(names.stream().map(Json::quote).toList()), list(rows));
    }

    private static String list(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    static ModelDescription read(String text, String file) throws ModelFileException {
        Json<ModelFileException> root =
                Json.parse(
                        text.getBytes(StandardCharsets.UTF_8),
                        file,
                        (f, place, problem, cause) ->
                                new ModelFileException(
                                        f, ("description " + place).strip(), problem, cause));
        Json<ModelFileException> format = root.field("format");
        if (format.number() != FORMAT) {
            throw format.wrong(
                    "expected version %d, got %s; try a newer Eigentone"
                            .formatted(FORMAT, format.node()));
        }
        root.fields(FIELDS);
        List<Port> inputs = ports(root.field("inputs"));
        List<Port> outputs = ports(root.field("outputs"));
        Cell cell = cell(root.field("recurrence"));
        Json<ModelFileException> rateField = root.fieldOrNull("sampleRateHz");
        double rateHz = rateField == null ? 0 : rateField.number();
        long seed = root.field("seed").wholeLong();
        String licence = root.field("licence").text();
        String recipe = root.field("recipe").text();
        List<String> data = root.field("data").texts();
        List<Epoch> history = history(root.field("history"));
        return told(
                root,
                () ->
                        new ModelDescription(
                                cell, inputs, outputs, rateHz, seed, licence, recipe, data,
                                history));
    }

    private static Cell cell(Json<ModelFileException> json) throws ModelFileException {
        json.fields(List.of("type", "settings"));
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Map.Entry<String, Json<ModelFileException>> e :
                json.field("settings").fields().entrySet()) {
            Json<ModelFileException> v = e.getValue();
            Object value =
                    v.node().isString()
                            ? v.text()
                            : v.node().isArray() ? v.numbers() : (Object) v.number();
            settings.put(e.getKey(), value);
        }
        return new Cell(json.field("type").text(), settings);
    }

    private static List<Port> ports(Json<ModelFileException> json) throws ModelFileException {
        List<Port> ports = new ArrayList<>();
        for (Json<ModelFileException> p : json.elements()) {
            p.fields(List.of("name", "width", "scale", "offset"));
            String name = p.field("name").text();
            int width = p.field("width").whole(1, MAX_WIDTH);
            Json<ModelFileException> scale = p.fieldOrNull("scale");
            Json<ModelFileException> offset = p.fieldOrNull("offset");
            List<Double> scales = scale == null ? Collections.nCopies(width, 1.0) : scale.numbers();
            List<Double> offsets =
                    offset == null ? Collections.nCopies(width, 0.0) : offset.numbers();
            ports.add(told(p, () -> new Port(name, width, scales, offsets)));
        }
        return ports;
    }

    private static List<Epoch> history(Json<ModelFileException> json) throws ModelFileException {
        json.fields(List.of("losses", "epochs"));
        List<String> names = json.field("losses").texts();
        List<Epoch> epochs = new ArrayList<>();
        for (Json<ModelFileException> e : json.field("epochs").elements()) {
            List<Json<ModelFileException>> row = e.elements();
            if (row.size() != 2 + names.size()) {
                throw e.expected("a list of %d numbers".formatted(2 + names.size()));
            }
            Map<String, Double> losses = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                if (!row.get(2 + i).node().isNull()) {
                    losses.put(names.get(i), row.get(2 + i).number());
                }
            }
            int number = row.get(0).whole(1, Integer.MAX_VALUE);
            epochs.add(new Epoch(number, row.get(1).number(), losses));
        }
        return epochs;
    }

    /// What `make` makes; its complaint gets the place in the file.
    private static <T> T told(Json<ModelFileException> json, Supplier<T> make)
            throws ModelFileException {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw json.complaint().of(json.file(), json.path(), String.valueOf(e.getMessage()), e);
        }
    }
}
