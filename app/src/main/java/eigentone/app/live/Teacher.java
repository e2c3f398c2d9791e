package eigentone.app.live;

import eigentone.analysis.Feature;
import eigentone.analysis.Heard;
import eigentone.app.console.UsageException;
import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.language.ControlSpec;
import eigentone.models.online.Teaching;
import eigentone.presets.ControlValue;
import eigentone.presets.Knob;
import eigentone.presets.TeachingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Teaching on stage: shows the instrument which gesture means which sound, and lets it play so.
///
/// Inputs are controllers (`cc1`, `nrpn5`) and what is heard (`pitch`, `loudness`, ...); targets
/// are knobs, which stand for all that they turn, and controls. Everything is done on the desk.
final class Teacher {
    private static final String FORM = "teach INPUT... -> KNOB...";

    /// Ten demonstrations a second.
    private static final int RECORD_TICKS = 10;

    /// Fifty moves a second.
    private static final int PLAY_TICKS = 2;

    private final Stage stage;
    private final Ears ears;
    private final Map<Integer, Double> controllers = new LinkedHashMap<>();
    private @Nullable Teaching teaching;
    private String preset = "";
    private double[] inputs = {};
    private double[] values = {};
    private double[] sent = {};
    private boolean records;
    private boolean plays;
    private int ticks;

    Teacher(Stage stage, Ears ears) {
        this.stage = stage;
        this.ears = ears;
        stage.listen((frame, kind, target, a, b) -> {
            if (kind == EventQueue.CONTROLLER) {
                controllers.put(target & 0xffff, a);
            }
        });
        stage.listeners().addAfterSwap(this::leave);
        stage.eachTick(upTo -> tick());
    }

    /// Another preset has other controls.
    private void leave() {
        if (teaching != null && !stage.preset().name().equals(preset)) {
            teaching = null;
            records = false;
            plays = false;
            stage.tell("teaching ended with the preset; `teach save FILE` keeps it next time");
        }
    }

    /// Does what the words after `teach` say.
    ///
    /// @throws UsageException in one line
    void run(List<String> words) {
        try {
            switch (words.isEmpty() ? "" : words.getFirst()) {
                case "record" -> record();
                case "learn" -> learn();
                case "play" -> play();
                case "stop" -> {
                    records = false;
                    plays = false;
                    stage.tell("teaching stands still");
                }
                case "forget" -> {
                    taught().forget();
                    records = false;
                    plays = false;
                    stage.tell("all demonstrations are forgotten");
                }
                case "save" -> {
                    TeachingFile.write(taught(), file(words));
                    stage.tell("teaching written to " + words.get(1));
                }
                case "load" -> load(file(words));
                default -> begin(words);
            }
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Path file(List<String> words) {
        if (words.size() < 2) {
            throw new UsageException("teach %s: expected a file".formatted(words.getFirst()));
        }
        return Path.of(words.get(1));
    }

    private Teaching taught() {
        Teaching now = teaching;
        if (now == null) {
            throw new UsageException(
                    "teach: expected `%s` first, for example `teach cc1 cc2 -> brightness`"
                            .formatted(FORM));
        }
        return now;
    }

    private void begin(List<String> words) {
        int arrow = words.indexOf("->");
        if (arrow < 1 || arrow == words.size() - 1) {
            throw new UsageException(
                    "teach: expected `%s`, or record, learn, play, stop, forget, save FILE, load FILE"
                            .formatted(FORM));
        }
        List<Teaching.Input> from = new ArrayList<>();
        for (String name : words.subList(0, arrow)) {
            from.add(input(name));
        }
        List<Teaching.Target> to = new ArrayList<>();
        for (String name : words.subList(arrow + 1, words.size())) {
            for (String path : paths(name)) {
                to.add(new Teaching.Target(path, stage.current().spec(path)));
            }
        }
        use(new Teaching(from, to, Teaching.Shape.QUADRATIC, 1));
        stage.tell(
                "teach record: turn the knobs to what you want to hear and hold the gesture; again ends it");
    }

    private void use(Teaching next) {
        teaching = next;
        preset = stage.preset().name();
        inputs = new double[next.inputs().size()];
        values = new double[next.targets().size()];
        sent = new double[values.length];
        Arrays.fill(sent, Double.NaN);
        records = false;
        plays = false;
    }

    private void load(Path file) throws IOException {
        Teaching read = TeachingFile.read(file, specs());
        read.inputs().forEach(i -> input(i.name()));
        use(read);
        stage.tell("teaching read from " + file);
    }

    private Map<String, ControlSpec> specs() {
        Map<String, ControlSpec> specs = new LinkedHashMap<>();
        stage.current().controls().forEach((path, c) -> specs.put(path, c.spec()));
        return specs;
    }

    /// All that a knob turns, or the control itself.
    private List<String> paths(String name) {
        stage.current().spec(name);
        for (Knob k : stage.current().preset().knobs()) {
            if (k.id().equals(name)) {
                return k.targets(k.spec().initial()).stream().map(ControlValue::path).toList();
            }
        }
        return List.of(name);
    }

    private static Teaching.Input input(String name) {
        for (Feature f : Feature.values()) {
            if (f.id().equals(name)) {
                return f.input();
            }
        }
        source(name);
        return new Teaching.Input(name, 0, ControllerMap.STEPS);
    }

    /// The controller called so.
    private static int source(String name) {
        if (name.matches("cc\\d{1,3}")) {
            return Integer.parseInt(name.substring(2));
        }
        if (name.matches("nrpn\\d{1,5}")) {
            return ControllerMap.NRPN + Integer.parseInt(name.substring(4));
        }
        throw new UsageException(
                "teach, input '%s': expected a controller like cc1 or nrpn5, or one of %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ",
                                        Arrays.stream(Feature.values())
                                                .map(Feature::id)
                                                .toList())));
    }

    private void record() {
        taught();
        plays = false;
        records = !records;
        stage.tell(
                records
                        ? "demonstrating"
                        : "%d demonstrations; teach learn, then teach play"
                                .formatted(taught().demonstrations().size()));
    }

    private void learn() {
        records = false;
        taught().learn();
        stage.tell("learnt from %d demonstrations".formatted(taught().demonstrations().size()));
    }

    private void play() {
        if (!taught().hasLearnt()) {
            learn();
        }
        records = false;
        plays = true;
        stage.tell("the gesture plays; teach stop ends it");
    }

    private void tick() {
        Teaching now = teaching;
        ticks++;
        if (now == null || !(records || plays)) {
            return;
        }
        if (records && ticks % RECORD_TICKS == 0) {
            read(now);
            for (int i = 0; i < values.length; i++) {
                values[i] = stage.standing(now.targets().get(i).path());
            }
            try {
                now.demonstrate(inputs, values);
            } catch (IllegalArgumentException | IllegalStateException e) {
                records = false;
                stage.tell(String.valueOf(e.getMessage()));
            }
        } else if (plays && ticks % PLAY_TICKS == 0) {
            read(now);
            now.play(inputs, values);
            for (int i = 0; i < values.length; i++) {
                if (values[i] != sent[i]) {
                    sent[i] = values[i];
                    stage.follow(now.targets().get(i).path(), values[i]);
                }
            }
        }
    }

    /// What the gesture is now; NaN where nothing has come yet, which holds what was.
    private void read(Teaching now) {
        Heard heard = ears.heard();
        for (int i = 0; i < inputs.length; i++) {
            String name = now.inputs().get(i).name();
            Feature feature = null;
            for (Feature f : Feature.values()) {
                feature = f.id().equals(name) ? f : feature;
            }
            if (feature == null) {
                inputs[i] = controllers.getOrDefault(source(name), 0.0);
            } else {
                inputs[i] = heard == null ? Double.NaN : feature.of(heard);
            }
        }
    }
}
