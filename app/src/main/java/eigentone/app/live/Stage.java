package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.render.GeneralMidi;
import eigentone.app.scene.ScenePreparation;
import eigentone.app.scene.SceneRecipe;
import eigentone.app.session.Mapping;
import eigentone.app.session.Tweak;
import eigentone.audioio.device.AudioCallback;
import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.engine.run.Scene;
import eigentone.presets.ControlValue;
import eigentone.presets.Controllers;
import eigentone.presets.MidiMapping;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One instrument on stage, as those who steer it see it: presets, knobs, panic, tempo.
///
/// Three threads share the work. The device's calls [#callback()]. The *desk* owns everything here
/// and hears the journal a hundred times a second; whatever is asked of the stage is done there.
/// The *workshop* makes scenes, which takes a while, and hands them to the desk.
public final class Stage implements AutoCloseable {
    /// Inlets of [Live], each with a thread of its own.
    public static final int DESK = 0;

    public static final int SCORE = 1;
    public static final int OSC = 2;
    public static final int LISTENING = 3;
    private static final int INLETS = 4;

    /// Longer blocks of a device are played in parts.
    private static final int MAX_BLOCK_FRAMES = 512;

    private static final long TICK_MILLIS = 10;

    /// What is played to nobody before the first scene goes live, and before each later one.
    private static final double FIRST_REHEARSAL_SECONDS = 1;

    private static final double REHEARSAL_SECONDS = 0.1;

    /// Bank 0 is General MIDI; in this one program n is the n-th preset of the library.
    private static final int LIBRARY_BANK = 1;

    private final PresetLibrary library;
    private final long seed;
    private final int inputs;
    private final int outputs;
    private final ScheduledExecutorService desk =
            Executors.newSingleThreadScheduledExecutor(named("desk"));
    private final ExecutorService workshop = Executors.newSingleThreadExecutor(named("workshop"));
    private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();
    private final List<SceneListener> sceneListeners = new CopyOnWriteArrayList<>();
    private final List<Tick> ticks = new CopyOnWriteArrayList<>();
    private final List<Runnable> beforeSwaps = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterSwaps = new CopyOnWriteArrayList<>();
    private final Map<String, Double> standing = new ConcurrentHashMap<>();
    private final StageCallback callback = new StageCallback();
    private final Map<String, Map<String, Double>> tweaks = new ConcurrentHashMap<>();
    private final Map<String, Double> turnedSince = new LinkedHashMap<>();
    private final TapTempo taps = new TapTempo();
    private volatile Consumer<String> teller = text -> {};
    private volatile Consumer<Tweak> kept = tweak -> {};
    private volatile MidiMapping mapping = MidiMapping.NONE;
    private volatile @Nullable String learning;
    private volatile @Nullable Live live;
    private volatile @Nullable Act act;

    /// Made by the workshop, to be given to the instrument.
    private @Nullable Act offered;

    /// Given to the instrument, which has not said yet that it plays.
    private @Nullable Act coming;

    private volatile String wanted = "";
    private volatile Counts past = new Counts(0, 0, 0, 0, 0);
    private volatile double tempo = 120;
    private volatile boolean sendsClock;
    private volatile int voiceShare = 1;
    private int scenes;

    /// @param inputs of the device, 0..16
    /// @param outputs of the device, 1..16
    public Stage(PresetLibrary library, long seed, int inputs, int outputs) {
        this.library = library;
        this.seed = seed;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /// What the device calls: silence until [#open].
    public AudioCallback callback() {
        return callback;
    }

    /// Where messages for the performer go; called from the desk and the workshop.
    public void tellTo(Consumer<String> listener) {
        teller = listener;
    }

    void tell(String text) {
        teller.accept(text);
    }

    /// Adds a listener to everything that takes effect from now on.
    public void listen(JournalListener listener) {
        listeners.add(listener);
    }

    /// Adds what is done on the desk before a scene is given to the instrument.
    void beforeSwap(Runnable work) {
        beforeSwaps.add(work);
    }

    /// Adds what is done on the desk once another act plays.
    void afterSwap(Runnable work) {
        afterSwaps.add(work);
    }

    /// What is told of everything that the performer changes; from the desk.
    void keepTweaks(Consumer<Tweak> keeper) {
        kept = keeper;
    }

    /// Hears of scenes that may play, before they do.
    @FunctionalInterface
    public interface SceneListener {
        void scene(SceneRecipe recipe, Plan plan);
    }

    /// Adds a listener to every scene that is made from now on.
    public void listenToScenes(SceneListener listener) {
        sceneListeners.add(listener);
    }

    /// Makes the first scene and the instrument for a device of this rate; silent until [#begin].
    ///
    /// @param settings knob's id or `node.control` to a value
    /// @throws UsageException if preset or settings are unknown or wrong
    /// @throws IOException if the preset cannot be read
    public Live open(String preset, Map<String, Double> settings, double rateHz)
            throws IOException {
        Preset first = load(preset);
        tweaks.put(first.name(), new LinkedHashMap<>(settings));
        Act opening = prepare(first, rateHz, null, FIRST_REHEARSAL_SECONDS);
        for (String name : settings.keySet()) {
            opening.spec(name);
        }
        act = opening;
        wanted = first.name();
        stand(opening);
        Live instrument =
                new Live(opening.scene(), inputs, outputs, rateHz, MAX_BLOCK_FRAMES, INLETS);
        live = instrument;
        return instrument;
    }

    /// Work that the desk does about a hundred times a second.
    @FunctionalInterface
    public interface Tick {
        /// @param upTo the instrument's frame up to which the journal has been heard
        void tick(long upTo);
    }

    /// Adds work for the desk.
    public void eachTick(Tick work) {
        ticks.add(work);
    }

    /// Lets the device hear the instrument.
    public void begin() {
        callback.play(live());
        desk.scheduleAtFixedRate(
                guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Makes the instrument anew for a device that runs at another rate, with what plays and as it
    /// was turned. Held notes end.
    ///
    /// @return the instrument before
    public Live changeRate(double rateHz) throws IOException {
        Live before = live();
        Act again = prepare(preset(), rateHz, null, REHEARSAL_SECONDS);
        Live next =
                new Live(
                        again.scene(),
                        inputs,
                        outputs,
                        rateHz,
                        MAX_BLOCK_FRAMES,
                        INLETS,
                        before.load());
        next.inlet(DESK).tempo(0, tempo);
        next.inlet(DESK).add(0, EventQueue.LOCATE, 0, before.beat(), 0);
        next.clockOut().enable(sendsClock);
        try {
            desk.submit(
                            () -> {
                                tick();
                                past = past.plus(Counts.of(before));
                                act = again;
                                stand(again);
                                offered = null;
                                coming = null;
                                live = next;
                                callback.play(next);
                            })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return before;
    }

    /// What is counted, never silent.
    record Counts(double seconds, long nonFinite, long dropped, long stuck, long bent) {
        static Counts of(Live live) {
            return new Counts(
                    live.frame() / live.rateHz(),
                    live.nonFiniteFrames(),
                    live.droppedEvents(),
                    live.stuckNotes(),
                    live.bentSamples());
        }

        Counts plus(Counts other) {
            return new Counts(
                    seconds + other.seconds,
                    nonFinite + other.nonFinite,
                    dropped + other.dropped,
                    stuck + other.stuck,
                    bent + other.bent);
        }
    }

    /// Since the beginning, over all rates.
    Counts counts() {
        return past.plus(Counts.of(live()));
    }

    /// Takes the sound away within 10 ms, before the device is closed.
    public void end() throws InterruptedException {
        callback.end();
    }

    /// Does `last` on the desk after everything that was asked, and takes the sound away.
    void finish(Runnable last) throws InterruptedException {
        try {
            desk.submit(last).get();
        } catch (ExecutionException e) {
            tell("internal error: " + e.getCause());
        }
        callback.end();
    }

    int inputs() {
        return inputs;
    }

    /// The instrument.
    public Live live() {
        Live instrument = live;
        if (instrument == null) {
            throw new IllegalStateException("the stage is not open yet");
        }
        return instrument;
    }

    /// What plays.
    public Preset preset() {
        return current().preset();
    }

    Act current() {
        Act now = act;
        if (now == null) {
            throw new IllegalStateException("the stage is not open yet");
        }
        return now;
    }

    /// How much of its time the audio thread needs lately, in percent.
    public double loadPercent() {
        return 100 * live().load().recent();
    }

    /// Beats per minute.
    public double tempo() {
        return tempo;
    }

    /// The value of a knob or control as it was last set here.
    public double value(String name) {
        Act now = current();
        Double set = tweaks.getOrDefault(now.preset().name(), Map.of()).get(name);
        return set == null ? now.spec(name).initial() : set;
    }

    // ---- what a performer does: from any thread, done on the desk ----

    /// Changes to another preset, by a crossfade as soon as it is ready. What was turned when it
    /// last played is as it was left.
    public void play(String preset) {
        desk.execute(guarded(() -> change(preset)));
    }

    /// The next preset of the library, or the one before for -1: instruments only, or whatever is
    /// of the playing preset's kind.
    public void step(int by) {
        desk.execute(
                guarded(() -> {
                    List<String> names = new ArrayList<>();
                    for (Preset p : library.all()) {
                        if (p.kind() == preset().kind() && !p.tags().contains(Preset.PERCUSSION)) {
                            names.add(p.name());
                        }
                    }
                    String from = wanted;
                    int at = names.indexOf(from);
                    change(names.get(Math.floorMod(at < 0 ? 0 : at + by, names.size())));
                }));
    }

    /// Turns a knob or control.
    public void set(String name, double value) {
        desk.execute(guarded(() -> turn(name, value)));
    }

    public void panic() {
        live().panic();
    }

    /// @param beatsPerMinute 20..400
    public void setTempo(double beatsPerMinute) {
        desk.execute(
                guarded(() -> {
                    if (!(beatsPerMinute >= 20 && beatsPerMinute <= 400)) {
                        throw new UsageException(
                                "tempo: expected 20..400 beats per minute, got " + beatsPerMinute);
                    }
                    beat(beatsPerMinute);
                }));
    }

    /// A tap of the tempo key.
    public void tap() {
        double seconds = System.nanoTime() / 1e9;
        desk.execute(
                guarded(() -> {
                    double tapped = taps.tap(seconds);
                    if (tapped > 0) {
                        beat(tapped);
                    }
                }));
    }

    private void beat(double beatsPerMinute) {
        live().inlet(DESK).tempo(live().frame(), beatsPerMinute);
        kept.accept(new Tweak.Tempo(beatsPerMinute));
    }

    /// The controller that moves next will turn `name`.
    public void learnNext(String name) {
        desk.execute(
                guarded(() -> {
                    current().spec(name);
                    learning = name;
                    teller.accept(name + " follows the controller that moves next");
                }));
    }

    /// No controller that was learned turns `name` any more.
    public void forget(String name) {
        desk.execute(guarded(() -> bind(mapping.remove(name))));
    }

    /// Does what undo or redo ask for.
    void applyAll(Supplier<List<Tweak>> asked) {
        desk.execute(
                guarded(() -> {
                    for (Tweak t : asked.get()) {
                        apply(t);
                    }
                }));
    }

    /// Takes up what controllers turn, before the stage opens.
    void mapping(MidiMapping first) {
        mapping = first;
    }

    /// Sends MIDI clock, or no longer.
    public void sendClock(boolean sends) {
        sendsClock = sends;
        live().clockOut().enable(sends);
    }

    /// Work on the desk, in its turn.
    void onDesk(Runnable work) {
        desk.execute(guarded(work::run));
    }

    /// What was turned in the playing preset.
    Map<String, Double> turned() {
        return Map.copyOf(tweaks.getOrDefault(current().preset().name(), Map.of()));
    }

    PresetLibrary library() {
        return library;
    }

    /// Plays a note of its own: velocity 0 ends it.
    public void note(int channel, int key, double velocity) {
        note(channel, key, key, velocity);
    }

    /// As the other one, at a pitch of its own.
    void note(int channel, int key, double pitchSemitones, double velocity) {
        desk.execute(
                guarded(() -> {
                    EventQueue inlet = live().inlet(DESK);
                    if (velocity > 0) {
                        inlet.noteOn(live().frame(), channel, key, pitchSemitones, velocity);
                    } else {
                        inlet.noteOff(live().frame(), channel, key, 0.5);
                    }
                }));
    }

    /// Releases every note: what held them has gone.
    public void releaseAll() {
        desk.execute(
                guarded(() ->
                        live().inlet(DESK).add(live().frame(), EventQueue.NOTES_OFF, -1, 0, 0)));
    }

    /// Prepares the playing preset anew with a share of its voices.
    ///
    /// @param divisor 1 for all, 2 for half of them, ...
    public void shareVoices(int divisor) {
        desk.execute(
                guarded(() -> {
                    voiceShare = divisor;
                    change(preset().name());
                }));
    }

    /// Waits until everything asked so far is done, and no scene is being made or fading in.
    public void settle() throws InterruptedException {
        try {
            desk.submit(() -> {}).get();
            workshop.submit(() -> {}).get();
            do {
                Thread.sleep(TICK_MILLIS);
                desk.submit(() -> {}).get();
            } while (!live().isSettled()
                    || desk.submit(() -> offered != null || coming != null).get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    // ---- on the desk ----

    /// An action whose mistakes are told and stop nothing.
    private Runnable guarded(Action action) {
        return () -> {
            try {
                action.run();
            } catch (UsageException | IOException e) {
                teller.accept(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                teller.accept("internal error: " + e);
            }
        };
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private void tick() {
        // Read before the journal: all that took effect until then is in it.
        long upTo = live().frame();
        EventQueue journal = live().journal();
        for (; journal.hasNext(); journal.advance()) {
            heard(journal.frame(), journal.kind(), journal.target(), journal.a(), journal.b());
        }
        ticks.forEach(t -> t.tick(upTo));
        Act next = offered;
        if (next != null && coming == null && live().isSettled()) {
            beforeSwaps.forEach(Runnable::run);
            if (live().swap(next.scene())) {
                coming = next;
                offered = null;
            }
        }
    }

    private void heard(long frame, int kind, int target, double a, double b) {
        switch (kind) {
            case EventQueue.SWAP -> swapped();
            case EventQueue.TEMPO -> tempo = a;
            case EventQueue.CONTROL -> stood(target, a);
            case EventQueue.CONTROLLER -> learn(target);
            case EventQueue.PROGRAM -> program((int) a, (int) b);
            default -> {}
        }
        for (JournalListener l : listeners) {
            l.event(frame, kind, target, a, b);
        }
    }

    private void swapped() {
        Act next = coming;
        if (next != null) {
            act = next;
            coming = null;
            stand(next);
            // Knobs that were turned while the scene was made were those of the old one.
            turnedSince.forEach((name, value) -> {
                try {
                    send(next, next.turn(name, value));
                } catch (UsageException e) {
                    // It belongs to the preset before.
                }
            });
            turnedSince.clear();
            afterSwaps.forEach(Runnable::run);
            teller.accept(next.preset().name() + ": " + next.preset().sound());
        }
    }

    private void stand(Act now) {
        standing.clear();
        now.controls().values().forEach(c -> standing.put(c.path(), c.value()));
    }

    private void stood(int control, double value) {
        List<Plan.ControlInfo> controls = current().scene().plan().controls();
        if (control >= 0 && control < controls.size()) {
            standing.put(controls.get(control).path(), value);
        }
    }

    /// The value of a control, whoever turned it last.
    double standing(String path) {
        return standing.getOrDefault(path, Double.NaN);
    }

    /// @param heard channel and source, as [EventQueue#CONTROLLER] has them
    private void learn(int heard) {
        String name = learning;
        int source = heard & 0xffff;
        if (name != null && MidiMapping.canBeLearned(source)) {
            learning = null;
            bind(mapping.learn(name, MidiMapping.ANY, source));
            teller.accept(
                    "%s follows %s"
                            .formatted(
                                    name,
                                    source < ControllerMap.NRPN
                                            ? "controller " + source
                                            : "NRPN " + (source - ControllerMap.NRPN)));
        }
    }

    private void bind(MidiMapping next) {
        mapping = next;
        Act now = current();
        live().map(Controllers.of(now.preset(), now.scene().plan(), next));
        kept.accept(
                new Tweak.Bind(
                        next.bindings().stream()
                                .map(b -> new Mapping(b.channel(), b.source(), b.target()))
                                .toList()));
    }

    private void program(int program, int bank) {
        try {
            List<String> names = library.names();
            if (bank != LIBRARY_BANK) {
                change(GeneralMidi.presetFor(program));
            } else if (program < names.size()) {
                change(names.get(program));
            } else {
                teller.accept(
                        "program %d of bank 1: expected 0..%d, the presets in their order"
                                .formatted(program, names.size() - 1));
            }
        } catch (IOException e) {
            teller.accept(String.valueOf(e.getMessage()));
        }
    }

    private void turn(String name, double value) {
        Act now = current();
        List<ControlValue> values = now.turn(name, value);
        tweaks.computeIfAbsent(now.preset().name(), n -> new LinkedHashMap<>()).put(name, value);
        send(now, values);
        turnedSince.put(name, value);
        kept.accept(new Tweak.Turn(name, value));
    }

    /// What undo and redo, or a session that is resumed, ask for.
    private void apply(Tweak tweak) throws IOException {
        switch (tweak) {
            case Tweak.Choose c -> {
                Preset preset = load(c.preset());
                tweaks.put(preset.name(), new LinkedHashMap<>(c.values()));
                change(c.preset());
            }
            case Tweak.Turn t -> {
                Double value = t.value();
                turn(t.name(), value == null ? own(t.name()) : value);
            }
            case Tweak.Bind b ->
                    bind(
                            new MidiMapping(
                                    b.mappings().stream()
                                            .map(m ->
                                                    new MidiMapping.Binding(
                                                            m.channel(), m.source(), m.target()))
                                            .toList()));
            case Tweak.Tempo t -> live().inlet(DESK).tempo(live().frame(), t.beatsPerMinute());
        }
    }

    /// What the preset itself has.
    private double own(String name) {
        Act now = current();
        return now.preset().knobs().stream().anyMatch(k -> k.id().equals(name))
                ? now.spec(name).initial()
                : now.preset()
                        .wiring()
                        .node(name.substring(0, name.indexOf('.')))
                        .controls()
                        .getOrDefault(
                                name.substring(name.indexOf('.') + 1), now.spec(name).initial());
    }

    /// Turns a control without keeping it as a tweak; on the desk.
    void follow(String path, double value) {
        send(current(), List.of(new ControlValue(path, value)));
    }

    private void send(Act to, List<ControlValue> values) {
        for (ControlValue v : values) {
            Plan.ControlInfo control = to.controls().get(v.path());
            if (control != null) {
                live().inlet(DESK)
                        .add(
                                live().frame(),
                                EventQueue.CONTROL,
                                control.index(),
                                v.value(),
                                to.scene().number() + 1);
            }
        }
    }

    private void change(String name) throws IOException {
        Preset preset = load(name);
        wanted = preset.name();
        turnedSince.clear();
        Map<String, Double> values =
                new LinkedHashMap<>(tweaks.getOrDefault(preset.name(), Map.of()));
        tweaks.put(preset.name(), values);
        kept.accept(new Tweak.Choose(name, values));
        workshop.execute(
                guarded(() -> {
                    // Only the last wish counts.
                    if (wanted.equals(preset.name())) {
                        Act made = prepare(preset, live().rateHz(), live(), REHEARSAL_SECONDS);
                        desk.execute(() -> offered = made);
                    }
                }));
    }

    private Preset load(String name) throws IOException {
        try {
            return library.load(name);
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    // ---- in the workshop ----

    /// @param now what plays, for the new plan to hear what came in lately; null before the first
    private Act prepare(Preset preset, double rateHz, @Nullable Live now, double rehearsal)
            throws IOException {
        Map<String, Double> values = tweaks.getOrDefault(preset.name(), Map.of());
        int voices = Math.max(1, preset.wiring().voices() / voiceShare);
        SceneRecipe recipe = SceneRecipe.of(scenes++, preset, values, voices, seed);
        ScenePreparation preparation = new ScenePreparation(inputs, rateHz, MAX_BLOCK_FRAMES);
        Plan plan = preparation.compile(recipe);
        Rehearsal.play(preparation.compile(recipe), inputs, outputs, rehearsal);
        plan.accelerate(0);
        plan.settle();
        if (now != null) {
            recipe = recipe.heardUntil(preparation.hear(plan, now.recentInput()::read));
        }
        for (SceneListener l : sceneListeners) {
            l.scene(recipe, plan);
        }
        return Act.of(
                preset,
                recipe,
                new Scene(recipe.number(), plan, Controllers.of(preset, plan, mapping)));
    }

    /// Ends desk and workshop; the device is to be closed before.
    @Override
    public void close() {
        workshop.shutdownNow();
        desk.shutdown();
        try {
            if (!desk.awaitTermination(1, TimeUnit.SECONDS)) {
                desk.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (live != null) {
            guarded(this::tick).run();
        }
    }
}
