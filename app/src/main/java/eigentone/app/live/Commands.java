package eigentone.app.live;

import eigentone.app.console.Nearest;
import eigentone.app.console.UsageException;
import eigentone.app.session.Session;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What can be typed on stage, a line each.
final class Commands {
    static final String HELP =
            """
            preset NAME        another preset            next, previous
            set KNOB VALUE     a knob or node.control    get KNOB
            tempo BPM          the tempo                 panic
            note KEY [VEL]     a note on (VEL 0: off), 0..127
            voices all|half|quarter                      record: begin or end a take
            learn KNOB         it follows the controller that moves next; forget KNOB
            undo, redo         clock on|off: send MIDI clock
            teach INPUT... -> KNOB...   then teach record, learn, play, stop, forget, save FILE, load FILE
            quit\
            """;

    private static final List<String> NAMES =
            List.of(
                    "preset",
                    "next",
                    "previous",
                    "set",
                    "get",
                    "tempo",
                    "panic",
                    "note",
                    "voices",
                    "record",
                    "learn",
                    "forget",
                    "undo",
                    "redo",
                    "clock",
                    "teach",
                    "help",
                    "quit");

    private final Stage stage;
    private final LongSupplier xruns;
    private final Recording recording;
    private final Session session;
    private final Teacher teacher;

    /// @param xruns counts those of the device
    Commands(
            Stage stage,
            LongSupplier xruns,
            Recording recording,
            Session session,
            Teacher teacher) {
        this.stage = stage;
        this.xruns = xruns;
        this.recording = recording;
        this.session = session;
        this.teacher = teacher;
    }

    /// Does what `line` says; false when it says to end.
    ///
    /// @param tell hears what comes of it
    boolean run(String line, Consumer<String> tell) {
        String[] words = line.strip().split("\\s+");
        try {
            return run(words, tell);
        } catch (UsageException e) {
            tell.accept(String.valueOf(e.getMessage()));
            return true;
        }
    }

    private boolean run(String[] words, Consumer<String> tell) {
        switch (words[0]) {
            case "" -> {}
            case "preset" -> stage.play(word(words, 1, "preset NAME"));
            case "next" -> stage.step(1);
            case "previous" -> stage.step(-1);
            case "set" -> stage.set(word(words, 1, "set KNOB VALUE"), number(words, 2));
            case "get" -> {
                String name = word(words, 1, "get KNOB");
                tell.accept(name + " " + stage.value(name));
            }
            case "tempo" -> stage.setTempo(number(words, 1));
            case "panic" -> {
                stage.panic();
                tell.accept("panic: everything is silent");
            }
            case "note" -> {
                double velocity = words.length > 2 ? Math.min(1, number(words, 2) / 127) : 0.8;
                stage.note(0, (int) Math.max(0, Math.min(127, number(words, 1))), velocity);
            }
            case "voices" ->
                    stage.shareVoices(
                            switch (word(words, 1, "voices all|half|quarter")) {
                                case "all" -> 1;
                                case "half" -> 2;
                                case "quarter" -> 4;
                                default ->
                                        throw new UsageException(
                                                "voices: expected all, half or quarter, got '%s'"
                                                        .formatted(words[1]));
                            });
            case "record" -> stage.onDesk(recording::toggle);
            case "learn" -> stage.learnNext(word(words, 1, "learn KNOB"));
            case "forget" -> stage.forget(word(words, 1, "forget KNOB"));
            case "undo" -> stage.applyAll(session::undo);
            case "redo" -> stage.applyAll(session::redo);
            case "clock" -> {
                String to = word(words, 1, "clock on|off");
                if (!to.equals("on") && !to.equals("off")) {
                    throw new UsageException("clock: expected on or off, got '%s'".formatted(to));
                }
                stage.sendClock(to.equals("on"));
            }
            case "teach" -> {
                List<String> rest = List.of(words).subList(1, words.length);
                stage.onDesk(() -> teacher.run(rest));
            }
            case "help" -> tell.accept(HELP);
            case "quit" -> {
                return false;
            }
            default ->
                    throw new UsageException(
                            "command '%s': expected one of %s; try %s"
                                    .formatted(
                                            words[0],
                                            String.join(", ", NAMES),
                                            Nearest.remedy(words[0], NAMES, "'help'")));
        }
        return true;
    }

    private static String word(String[] words, int index, String form) {
        if (words.length <= index) {
            throw new UsageException(
                    "command '%s': expected `%s`, got too little".formatted(words[0], form));
        }
        return words[index];
    }

    private static double number(String[] words, int index) {
        String word = word(words, index, words[0] + " ... NUMBER");
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "command '%s': expected a number, got '%s'".formatted(words[0], word), e);
        }
    }

    /// What else the status line shows.
    String status() {
        return recording.text();
    }

    long xruns() {
        return xruns.getAsLong();
    }
}
