package eigentone.app.live;

import eigentone.engine.run.Live;
import eigentone.presets.Knob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a performer sees and presses: one line that shows how things are, a key for each thing that
/// is done in a hurry, and `:` for all else. Without a terminal, commands come as lines.
final class Console implements AutoCloseable {
    static final String KEYS =
            """
            n p      next, previous preset         x        panic: silence at once
            t        tap the tempo                 r        record, and end it
            up down  choose a knob                 left right  turn it
            u U      undo, redo                    l        learn: the chosen knob follows what moves next
            .        a test note                   :        a command: preset NAME, set KNOB VALUE, ...
            ?        this                          q q      end\
            """;

    private static final int WIDTH = 12;
    private static final double FLOOR_DB = 48;
    private static final long DRAW_NANOS = 100_000_000L;
    private static final long DRAW_LESS_NANOS = 1_000_000_000L;
    private static final long QUIT_NANOS = 2_000_000_000L;
    private static final double TURN_STEPS = 50;
    private static final int TEST_CHANNEL = 15;
    private static final int TEST_KEY = 60;

    private final Stage stage;
    private final Commands commands;
    private final PrintWriter err;
    private final @Nullable Terminal terminal;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private volatile long drawNanos = DRAW_NANOS;
    private @Nullable StringBuilder command;
    private long nextDraw;
    private long quitPressed;
    private long testNoteEnds;
    private int chosen;
    private boolean ended;

    /// @param in where keys or lines come from
    Console(Stage stage, Commands commands, InputStream in, PrintWriter err) {
        this(stage, commands, Terminal.open(in), in, err);
    }

    /// @param terminal that gives the keys of `in`, or null for lines
    Console(
            Stage stage,
            Commands commands,
            @Nullable Terminal terminal,
            InputStream in,
            PrintWriter err) {
        this.stage = stage;
        this.commands = commands;
        this.err = err;
        this.terminal = terminal;
        if (terminal == null) {
            Thread reader = new Thread(() -> read(in), "lines");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void read(InputStream in) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            tell("standard input: " + e.getMessage());
        }
    }

    /// Shows `text` on a line of its own; from any thread.
    public void tell(String text) {
        messages.add(text);
    }

    /// Draws once a second from now on.
    public void drawLess() {
        drawNanos = DRAW_LESS_NANOS;
    }

    /// Runs until `q`, `quit`, or `isOver`.
    ///
    /// @throws InterruptedException by Ctrl-C
    public void run(BooleanSupplier isOver) throws IOException, InterruptedException {
        while (!ended && !isOver.getAsBoolean()) {
            if (terminal != null) {
                String key = terminal.key();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (key != null) {
                    safely(() -> press(key));
                }
            } else {
                String line = lines.poll(DRAW_NANOS, TimeUnit.NANOSECONDS);
                if (line != null) {
                    ended = !commands.run(line, this::tell);
                }
            }
            long now = System.nanoTime();
            if (testNoteEnds != 0 && now > testNoteEnds) {
                stage.note(TEST_CHANNEL, TEST_KEY, 0);
                testNoteEnds = 0;
            }
            printMessages();
            if (terminal != null && now >= nextDraw) {
                nextDraw = now + drawNanos;
                safely(this::draw);
            }
        }
        printMessages();
    }

    /// The preset may change between two looks at it: the music goes on, and the next look is
    /// right.
    private void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    private void printMessages() {
        for (String m = messages.poll(); m != null; m = messages.poll()) {
            err.println((terminal == null ? "" : "\r\033[K") + m);
            err.flush();
        }
    }

    private void press(String key) {
        StringBuilder typed = command;
        if (typed != null) {
            type(typed, key);
            return;
        }
        switch (key) {
            case "n" -> stage.step(1);
            case "p" -> stage.step(-1);
            case "x" -> commands.run("panic", this::tell);
            case "t" -> stage.tap();
            case "r" -> commands.run("record", this::tell);
            case "u" -> commands.run("undo", this::tell);
            case "U" -> commands.run("redo", this::tell);
            case "l" -> knob().ifPresent(k -> commands.run("learn " + k.id(), this::tell));
            case "." -> {
                stage.note(TEST_CHANNEL, TEST_KEY, 0.8);
                testNoteEnds = System.nanoTime() + 600_000_000L;
            }
            case ":" -> command = new StringBuilder();
            case "?", "h" -> tell(KEYS);
            case Terminal.UP -> choose(-1);
            case Terminal.DOWN -> choose(1);
            case Terminal.LEFT -> turn(-1);
            case Terminal.RIGHT -> turn(1);
            case "q" -> quit();
            default -> {}
        }
        nextDraw = 0;
    }

    private void quit() {
        long now = System.nanoTime();
        ended = quitPressed != 0 && now - quitPressed < QUIT_NANOS;
        quitPressed = now;
        if (!ended) {
            tell("q again to end");
        }
    }

    private void type(StringBuilder typed, String key) {
        switch (key) {
            case "\n", "\r" -> {
                command = null;
                if (!typed.isEmpty()) {
                    ended = !commands.run(typed.toString(), this::tell);
                }
            }
            case "\u007f", "\b" -> typed.setLength(Math.max(0, typed.length() - 1));
            case "\u001b" -> command = null;
            default -> {
                if (key.codePointAt(0) >= ' ' && key.codePointCount(0, key.length()) == 1) {
                    typed.append(key);
                }
            }
        }
        nextDraw = 0;
    }

    private java.util.Optional<Knob> knob() {
        List<Knob> knobs = stage.preset().knobs();
        return knobs.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(knobs.get(Math.floorMod(chosen, knobs.size())));
    }

    private void choose(int by) {
        int count = stage.preset().knobs().size();
        chosen = count == 0 ? 0 : Math.floorMod(chosen + by, count);
    }

    /// On the desk, so that of two presses in a row the second goes on from the first.
    private void turn(int by) {
        knob().ifPresent(k ->
                stage.onDesk(() -> {
                    double at = k.spec().position(stage.value(k.id())) + by / TURN_STEPS;
                    stage.tweaks().turn(k.id(), k.spec().at(Math.max(0, Math.min(1, at))));
                }));
    }

    private void draw() {
        StringBuilder typed = command;
        if (typed != null) {
            err.print("\r\033[K:" + typed);
        } else {
            err.print("\r\033[K" + status());
        }
        err.flush();
    }

    /// How things are, on one line of about 100 columns.
    String status() {
        Live live = stage.live();
        float peak = 0;
        for (int c = 0; c < live.outputs(); c++) {
            peak = Math.max(peak, live.levels().take(c));
        }
        double db = 20 * Math.log10(Math.max(1e-6, peak));
        int bars = (int) Math.max(0, Math.min(WIDTH, Math.round((db / FLOOR_DB + 1) * WIDTH)));
        String knob =
                knob().map(k ->
                                " | %s %s"
                                        .formatted(
                                                k.id(),
                                                number(stage.value(k.id()), k.spec().unit())))
                        .orElse("");
        return String.format(
                        Locale.ROOT,
                        "%-15s %s%s %5.1f dB | load %3.0f %% | %.0f bpm%s%s%s",
                        stage.preset().name(),
                        "#".repeat(bars),
                        "-".repeat(WIDTH - bars),
                        db,
                        100 * live.load().recent(),
                        stage.tempo(),
                        knob,
                        commands.status(),
                        faults(live))
                .strip();
    }

    private String faults(Live live) {
        StringBuilder text = new StringBuilder();
        count(text, "late", live.load().late());
        count(text, "xruns", commands.xruns());
        count(text, "not finite", live.nonFiniteFrames());
        count(text, "events dropped", live.droppedEvents());
        count(text, "stuck", live.stuckNotes());
        return text.toString();
    }

    private static void count(StringBuilder text, String what, long n) {
        if (n > 0) {
            text.append(" | ").append(what).append(' ').append(n);
        }
    }

    private static String number(double value, String unit) {
        return String.format(Locale.ROOT, "%.3g %s", value, unit).strip();
    }

    /// Wipes the line and sets the terminal as it was.
    @Override
    public void close() {
        printMessages();
        if (terminal != null) {
            err.print("\r\033[K");
            err.flush();
            terminal.close();
        }
    }
}
