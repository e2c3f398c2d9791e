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
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final double USUAL_TEMPO = 120;

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
    private final List<Runnable> beforeRates = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterRates = new CopyOnWriteArrayList<>();
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
    private volatile @Nullable Preset wish;
    private volatile Counts past = new Counts(0, 0, 0, 0, 0);
    private volatile double tempo = USUAL_TEMPO;
    private volatile boolean sendsClock;
    private volatile int voiceShare = 1;
    private final AtomicInteger scenes = new AtomicInteger();

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

    /// Adds what is done on the desk before and after the instrument is made anew for another rate.
    void aroundRateChanges(Runnable before, Runnable after) {
        beforeRates.add(before);
        afterRates.add(after);
    }

    /// What is told of everything that the performer changes; from the desk.
    void keepTweaks(Consumer<Tweak> keeper) {
        kept = keeper;
    }

    /// Hears of scenes before they play, on the desk.
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
                                beforeSwaps.forEach(w -> guarded(w::run).run());
                                beforeRates.forEach(w -> guarded(w::run).run());
                                past = past.plus(Counts.of(before));
                                act = again;
                                stand(again);
                                offered = null;
                                coming = null;
                                live = next;
                                callback.play(next);
                                afterRates.forEach(w -> guarded(w::run).run());
                                Preset last = wish;
                                if (last != null && !wanted.equals(again.preset().name())) {
                                    make(last);
                                }
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

    /// What has been given to the instrument and does not play yet, or null; on the desk.
    @Nullable Act coming() {
        return coming;
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
                    for (String name : library.names()) {
                        if (isNeighbour(name)) {
                            names.add(name);
                        }
                    }
                    String from = wanted;
                    int at = names.indexOf(from);
                    change(names.get(Math.floorMod(at < 0 ? 0 : at + by, names.size())));
                }));
    }

    /// Whether it is of the playing preset's kind; one that cannot be read is passed over.
    private boolean isNeighbour(String name) {
        try {
            Preset p = library.load(name);
            return p.kind() == preset().kind() && !p.tags().contains(Preset.PERCUSSION);
        } catch (IOException e) {
            teller.accept(String.valueOf(e.getMessage()));
            return false;
        }
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

    /// Releases every note and lifts the pedals: what held them has gone.
    public void releaseAll() {
        desk.execute(
                guarded(() -> {
                    EventQueue inlet = live().inlet(DESK);
                    for (int channel = 0; channel < 16; channel++) {
                        inlet.add(live().frame(), EventQueue.SUSTAIN, channel, 0, 0);
                        inlet.add(live().frame(), EventQueue.SOSTENUTO, channel, 0, 0);
                    }
                    inlet.add(live().frame(), EventQueue.NOTES_OFF, -1, 0, 0);
                }));
    }

    /// Prepares the playing preset anew with a share of its voices.
    ///
    /// @param divisor 1 for all, 2 for half of them, ...
    public void shareVoices(int divisor) {
        desk.execute(
                guarded(() -> {
                    voiceShare = divisor;
                    Preset last = wish;
                    make(last == null ? preset() : last);
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
            } catch (RuntimeException | Error e) {
                // The desk must go on, whatever it was.
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
        drain();
        ticks.forEach(t -> guarded(() -> t.tick(upTo)).run());
        Act next = offered;
        if (next != null && next.scene().plan().sampleRateHz() != live().rateHz()) {
            // The device has changed its rate while the scene was made.
            offered = null;
            guarded(() -> make(next.preset())).run();
        } else if (next != null && coming == null && live().isSettled()) {
            beforeSwaps.forEach(w -> guarded(w::run).run());
            sceneListeners.forEach(
                    l -> guarded(() -> l.scene(next.recipe(), next.scene().plan())).run());
            if (live().swap(next.scene())) {
                coming = next;
                offered = null;
            }
        }
    }

    /// Hears all that has taken effect. An event that cannot be dealt with is told, and left
    /// behind.
    void drain() {
        EventQueue journal = live().journal();
        while (journal.hasNext()) {
            long frame = journal.frame();
            int kind = journal.kind(), target = journal.target();
            double a = journal.a(), b = journal.b();
            journal.advance();
            guarded(() -> heard(kind, target, a, b)).run();
            for (JournalListener l : listeners) {
                guarded(() -> l.event(frame, kind, target, a, b)).run();
            }
        }
    }

    private void heard(int kind, int target, double a, double b) throws IOException {
        switch (kind) {
            case EventQueue.SWAP -> swapped();
            case EventQueue.TEMPO -> tempo = a;
            case EventQueue.CONTROL -> stood(target, a);
            case EventQueue.CONTROLLER -> {
                learn(target);
                keepController(target & 0xffff, target >> 16, a);
            }
            case EventQueue.PROGRAM -> program((int) a, (int) b);
            default -> {}
        }
    }

    /// A knob that a controller turns is turned as if by hand.
    private void keepController(int source, int channel, double position) {
        Act now = current();
        String name = now.preset().midi().get(source);
        for (MidiMapping.Binding b : mapping.bindings()) {
            if (b.source() == source && (b.channel() < 0 || b.channel() == channel)) {
                name = b.target();
            }
        }
        if (name != null && now.knows(name)) {
            keep(now, name, now.spec(name).at(position / ControllerMap.STEPS));
        }
    }

    private void swapped() {
        Act next = coming;
        if (next != null) {
            act = next;
            coming = null;
            stand(next);
            // Something may have been learned while the scene was made.
            live().map(Controllers.of(next.preset(), next.scene().plan(), mapping));
            // Knobs that were turned while the scene was made were those of the old one.
            turnedSince.forEach((name, value) -> {
                try {
                    send(next, next.turn(name, value));
                } catch (UsageException e) {
                    // It belongs to the preset before.
                }
            });
            turnedSince.clear();
            afterSwaps.forEach(w -> guarded(w::run).run());
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

    private void map(MidiMapping next) {
        mapping = next;
        Act now = current();
        live().map(Controllers.of(now.preset(), now.scene().plan(), next));
    }

    private void bind(MidiMapping next) {
        map(next);
        kept.accept(
                new Tweak.Bind(
                        next.bindings().stream()
                                .map(b -> new Mapping(b.channel(), b.source(), b.target()))
                                .toList()));
    }

    private void program(int program, int bank) throws IOException {
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
    }

    private void turn(String name, double value) {
        Act now = current();
        send(now, now.turn(name, value));
        keep(now, name, value);
    }

    /// What is turned while another preset is on its way belongs to the one that leaves, and goes
    /// with it.
    private void keep(Act now, String name, double value) {
        remember(now.preset().name(), name, value);
        if (wanted.equals(now.preset().name())) {
            turnedSince.put(name, value);
            kept.accept(new Tweak.Turn(name, value));
        }
    }

    /// The one that was turned last counts last: a knob may turn what a control of its own does.
    private void remember(String preset, String name, @Nullable Double value) {
        Map<String, Double> turned = new LinkedHashMap<>(tweaks.getOrDefault(preset, Map.of()));
        turned.remove(name);
        if (value != null) {
            turned.put(name, value);
        }
        tweaks.put(preset, turned);
    }

    /// What undo and redo ask for; it is in the session already.
    private void apply(Tweak tweak) throws IOException {
        switch (tweak) {
            case Tweak.Choose c -> {
                Preset preset = load(c.preset());
                tweaks.put(preset.name(), new LinkedHashMap<>(c.values()));
                make(preset);
            }
            case Tweak.Turn t -> {
                remember(wanted, t.name(), t.value());
                Act now = current();
                if (wanted.equals(now.preset().name()) && now.knows(t.name())) {
                    Double value = t.value();
                    double to = value == null ? own(t.name()) : value;
                    send(now, now.turn(t.name(), to));
                    turnedSince.put(t.name(), to);
                }
            }
            case Tweak.Bind b ->
                    map(
                            new MidiMapping(
                                    b.mappings().stream()
                                            .map(m ->
                                                    new MidiMapping.Binding(
                                                            m.channel(), m.source(), m.target()))
                                            .toList()));
            case Tweak.Tempo t ->
                    live().inlet(DESK)
                            .tempo(
                                    live().frame(),
                                    t.beatsPerMinute() > 0 ? t.beatsPerMinute() : USUAL_TEMPO);
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
        kept.accept(new Tweak.Choose(name, tweaks.getOrDefault(preset.name(), Map.of())));
        make(preset);
    }

    /// Has a scene made of `preset`, which then takes over; of several wishes the last one counts.
    private void make(Preset preset) {
        wanted = preset.name();
        wish = preset;
        turnedSince.clear();
        workshop.execute(
                guarded(() -> {
                    if (preset.equals(wish)) {
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
        SceneRecipe recipe = SceneRecipe.of(scenes.getAndIncrement(), preset, values, voices, seed);
        ScenePreparation preparation = new ScenePreparation(inputs, rateHz, MAX_BLOCK_FRAMES);
        Plan plan = preparation.compile(recipe);
        Rehearsal.play(preparation.compile(recipe), inputs, outputs, rehearsal);
        plan.accelerate(0);
        plan.settle();
        if (now != null) {
            recipe = recipe.heardUntil(preparation.hear(plan, now.recentInput()::read));
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
