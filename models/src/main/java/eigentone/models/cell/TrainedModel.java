package eigentone.models.cell;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.models.file.ModelDescription;
import eigentone.models.file.ModelDescription.Port;
import eigentone.models.file.ModelFile;
import eigentone.models.file.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network that was trained: an amplifier, a pedal, a room, as it was learnt from recordings.
///
///     y = scale_out network((x - offset_in) / scale_in) + offset_out
///
/// It runs at the rate of its recordings alone. Immutable; shared by all who play it.
///
/// @param file where the weights and their description come from
/// @param network what they are the weights of
public record TrainedModel(ModelFile file, Network network) implements Recurrence {
    /// What a description calls a [Network].
    public static final String NETWORK = "network";

    /// Stands for the model while no file is named: what a small capture is like before training.
    private static final Network UNTRAINED = new Network("gru", 1, 8, 1, 1, false, false);

    /// A rate at which a program is looked at for its weights alone.
    private static final double ANY_RATE_HZ = 48000;

    public static final NodeType TYPE =
            new NodeType(
                    "model",
                    "cell",
                    "A network that `eigentone train` has made from recordings; without a file an untrained one.",
                    "",
                    List.of(
                            new Setting.Document(
                                    "file",
                                    "The model, a .safetensors file; in a preset, required.")),
                    s -> s.document("file").<Recurrence>map(TrainedModel::open).orElse(UNTRAINED));

    /// The model in a file, for a node of a patch.
    ///
    /// @throws IllegalArgumentException naming the file and what is wrong with it
    private static TrainedModel open(Path file) {
        try {
            TrainedModel model = of(ModelFile.read(file));
            if (model.stepsPerSecond() == 0) {
                throw new IllegalArgumentException(
                        "model file '%s': expected a model of sound, got one of events; try rendering the preview.mid beside it"
                                .formatted(file));
            }
            return model;
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The model in `file`, its weights checked against the network that the description names.
    ///
    /// @throws ModelFileException naming a setting or tensor that does not fit
    public static TrainedModel of(ModelFile file) throws ModelFileException {
        TrainedModel model = new TrainedModel(file, network(file));
        ModelDescription d = file.description();
        checkPorts(file, d.inputs(), "in", model.network.inputs());
        checkPorts(file, d.outputs(), "out", model.network.outputs());
        file.weights(Program.of(model.network, ANY_RATE_HZ));
        return model;
    }

    private static void checkPorts(ModelFile file, List<Port> ports, String name, int width)
            throws ModelFileException {
        if (ports.size() != 1
                || !ports.getFirst().name().equals(name)
                || ports.getFirst().width() != width) {
            throw wrong(
                    file,
                    "expected one port '%s' of %d channels, got %s"
                            .formatted(
                                    name,
                                    width,
                                    ports.stream()
                                            .map(p -> p.name() + " of " + p.width())
                                            .toList()));
        }
    }

    private static Network network(ModelFile file) throws ModelFileException {
        ModelDescription.Cell cell = file.description().cell();
        if (!cell.type().equals(NETWORK)) {
            throw wrong(
                    file,
                    "expected a recurrence of the type '%s', got '%s'; try one that `eigentone train` wrote"
                            .formatted(NETWORK, cell.type()));
        }
        try {
            Map<String, Object> s = cell.settings();
            return new Network(
                    String.valueOf(s.get("cell")),
                    whole(s, "inputs"),
                    whole(s, "units"),
                    whole(s, "layers"),
                    whole(s, "outputs"),
                    "yes".equals(s.get("skip")),
                    false);
        } catch (IllegalArgumentException e) {
            throw wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private static int whole(Map<String, Object> settings, String id) {
        if (settings.get(id) instanceof Double v && v == Math.rint(v)) {
            return v.intValue();
        }
        throw new IllegalArgumentException(
                "setting '%s': expected a whole number, got %s".formatted(id, settings.get(id)));
    }

    /// How a description names `network`; [#of(ModelFile)] reads it back.
    public static ModelDescription.Cell describe(Network network) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("cell", network.cell());
        settings.put("inputs", network.inputs());
        settings.put("units", network.units());
        settings.put("layers", network.layers());
        settings.put("outputs", network.outputs());
        settings.put("skip", network.skip() ? "yes" : "no");
        return new ModelDescription.Cell(NETWORK, settings);
    }

    private static ModelFileException wrong(ModelFile file, String problem) {
        return new ModelFileException(file.name(), "recurrence", problem, null);
    }

    @Override
    public String name() {
        return "model '" + file.name() + "'";
    }

    @Override
    public double stepsPerSecond() {
        return file.description().sampleRateHz();
    }

    @Override
    public void define(Definition d) {
        Map<String, Initial> learnt = new HashMap<>();
        file.tensors().forEach((name, t) -> learnt.put(name, Initial.of(t.entries())));
        Port in = file.description().inputs().getFirst();
        Port out = file.description().outputs().getFirst();
        Vec x = normalised(d, d.input("in", network.inputs()), in);
        Vec y = d.learnt(learnt, () -> network.next(d, x));
        d.output("out", isPlain(out) ? y : y.times(scale(d, out)).plus(offset(d, out)));
    }

    private static Vec normalised(Definition d, Vec x, Port port) {
        return isPlain(port) ? x : x.minus(offset(d, port)).over(scale(d, port));
    }

    /// Values that the network sees as they are get no operation, so that no bit changes.
    private static boolean isPlain(Port port) {
        return port.equals(Port.of(port.name(), port.width()));
    }

    private static Vec scale(Definition d, Port port) {
        return d.constant(port.scale().stream().mapToDouble(v -> v).toArray());
    }

    private static Vec offset(Definition d, Port port) {
        return d.constant(port.offset().stream().mapToDouble(v -> v).toArray());
    }
}
