package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.session.Tweak;
import eigentone.audioio.device.AudioCallback;
import eigentone.engine.run.Live;
import eigentone.presets.MidiMapping;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One instrument on stage, as those who steer it see it: presets, knobs, panic, tempo.
///
/// Three threads share the work. The device's calls [#callback()]. The *desk* does what is asked of
/// the stage, and hears the instrument's journal a hundred times a second. The *workshop* makes
/// scenes, which takes a while, and hands them to the desk.
///
/// How it is done is elsewhere: [PresetChange], [Tweaks], [ControllerLearning], [StageTempo],
/// [Undo], [Instruments].
public final class Stage implements AutoCloseable {
    /// Inlets of [Live], each with a thread of its own.
    public static final int DESK = 0;

    public static final int SCORE = 1;
    public static final int OSC = 2;
    public static final int LISTENING = 3;
    static final int INLETS = 4;

    private final PresetLibrary library;
    private final StageCallback callback = new StageCallback();
    private final Desk desk = new Desk();
    private final StageListeners listeners = new StageListeners(desk);
    private final Playing playing = new Playing();
    private final Tweaks tweaks = new Tweaks(playing, listeners);
    private final ControllerLearning controllers =
            new ControllerLearning(desk, playing, tweaks, listeners);
    private final StageTempo tempo = new StageTempo(playing, listeners);
    private final SceneMaker maker;
    private final PresetChange presets;
    private final Instruments instruments;
    private final JournalReader journal;
    private final Undo undo;

    /// @param inputs of the device, 0..16
    /// @param outputs of the device, 1..16
    public Stage(PresetLibrary library, long seed, int inputs, int outputs) {
        this.library = library;
        maker = new SceneMaker(seed, inputs, outputs);
        presets = new PresetChange(library, desk, playing, tweaks, controllers, maker, listeners);
        instruments =
                new Instruments(
                        desk, playing, tweaks, controllers, tempo, maker, presets, listeners);
        journal = new JournalReader(desk, playing, presets, controllers, tempo, listeners);
        undo = new Undo(presets, tweaks, controllers, tempo);
    }

    /// Takes up what controllers turn, before the stage opens.
    void mapping(MidiMapping first) {
        controllers.start(first);
    }

    /// Makes the first scene and the instrument for a device of this rate; silent until [#begin].
    ///
    /// @param settings knob's id or `node.control` to a value
    /// @throws UsageException if preset or settings are unknown or wrong
    /// @throws IOException if the preset cannot be read
    public Live open(String preset, Map<String, Double> settings, double rateHz)
            throws IOException {
        return instruments.first(preset, settings, rateHz);
    }

    /// What the device calls: silence until [#open].
    public AudioCallback callback() {
        return callback;
    }

    /// Lets the device hear the instrument.
    public void begin() {
        callback.play(live());
        desk.again(this::tick);
    }

    private void tick() {
        // Read before the journal: all that took effect until then is in it.
        long upTo = live().frame();
        drain();
        listeners.tick(upTo);
        presets.tick();
    }

    /// Hears all that has taken effect; on the desk.
    void drain() {
        journal.drain();
    }

    /// Makes the instrument anew for a device that runs at another rate, with what plays and as it
    /// was turned. Held notes end.
    ///
    /// @return the instrument before
    public Live changeRate(double rateHz) throws IOException {
        return instruments.another(rateHz, callback, this::tick);
    }

    /// Takes the sound away within 10 ms, before the device is closed.
    public void end() throws InterruptedException {
        callback.end();
    }

    /// Does `last` on the desk after everything that was asked, and takes the sound away.
    void finish(Runnable last) throws InterruptedException {
        desk.await(() -> desk.safely(last::run));
        callback.end();
    }

    /// Waits until everything asked so far is done, and no scene is being made or fading in.
    public void settle() throws InterruptedException {
        presets.settle();
    }

    /// Ends desk and workshop; the device is to be closed before.
    @Override
    public void close() {
        presets.close();
        desk.close();
        if (playing.isOpen()) {
            desk.safely(this::tick);
        }
    }

    /// Where messages for the performer go; called from the desk and the workshop.
    public void tellTo(Consumer<String> listener) {
        desk.tellTo(listener);
    }

    void tell(String text) {
        desk.tell(text);
    }

    /// Adds a listener to everything that takes effect from now on.
    public void listen(JournalListener listener) {
        listeners.addJournal(listener);
    }

    /// Adds work that the desk does about a hundred times a second.
    public void eachTick(TickListener work) {
        listeners.addTick(work);
    }

    /// Who else hears of what.
    StageListeners listeners() {
        return listeners;
    }

    /// What is told of everything that the performer changes; from the desk.
    void keepTweaks(Consumer<Tweak> keeper) {
        listeners.keepTweaks(keeper);
    }

    PresetLibrary library() {
        return library;
    }

    /// The instrument.
    public Live live() {
        return playing.live();
    }

    /// What plays.
    public Preset preset() {
        return current().preset();
    }

    Act current() {
        return playing.act();
    }

    /// Given to the instrument, and does not play yet; on the desk.
    @Nullable Act coming() {
        return presets.coming();
    }

    /// Since the beginning, over all rates.
    Counts counts() {
        return playing.counts();
    }

    /// Beats per minute.
    public double tempo() {
        return tempo.tempo();
    }

    /// The value of a knob or control as it was last set here.
    public double value(String name) {
        return tweaks.value(name);
    }

    /// The value of a control, whoever turned it last.
    double standing(String path) {
        return playing.standing(path);
    }

    /// What was turned, by preset.
    Tweaks tweaks() {
        return tweaks;
    }

    // What a performer does: from any thread, done on the desk.

    /// Changes to another preset, by a crossfade as soon as it is ready. What was turned when it
    /// last played is as it was left.
    public void play(String preset) {
        desk.later(() -> presets.change(preset));
    }

    /// The next preset of the library, or the one before for -1: instruments only, or whatever is
    /// of the playing preset's kind.
    public void step(int by) {
        desk.later(() -> presets.step(by));
    }

    /// Turns a knob or control.
    public void set(String name, double value) {
        desk.later(() -> tweaks.turn(name, value));
    }

    /// Turns a control without keeping it as a tweak; on the desk.
    void follow(String path, double value) {
        playing.send(path, value);
    }

    public void panic() {
        live().panic();
    }

    /// @param beatsPerMinute 20..400
    public void setTempo(double beatsPerMinute) {
        desk.later(() -> tempo.set(beatsPerMinute));
    }

    /// A tap of the tempo key.
    public void tap() {
        double seconds = System.nanoTime() / 1e9;
        desk.later(() -> tempo.tap(seconds));
    }

    /// Sends MIDI clock, or no longer.
    public void sendClock(boolean sends) {
        tempo.sendClock(sends);
    }

    /// The controller that moves next will turn `name`.
    public void learnNext(String name) {
        desk.later(() -> controllers.next(name));
    }

    /// No controller that was learned turns `name` any more.
    public void forget(String name) {
        desk.later(() -> controllers.forget(name));
    }

    /// Does what undo or redo ask for.
    void applyAll(Supplier<List<Tweak>> asked) {
        desk.later(() -> undo.apply(asked.get()));
    }

    /// Work on the desk, in its turn.
    void onDesk(Runnable work) {
        desk.later(work::run);
    }

    /// Plays a note of its own: velocity 0 ends it.
    public void note(int channel, int key, double velocity) {
        note(channel, key, key, velocity);
    }

    /// As the other one, at a pitch of its own.
    void note(int channel, int key, double pitchSemitones, double velocity) {
        desk.later(() -> playing.note(channel, key, pitchSemitones, velocity));
    }

    /// Releases every note and lifts the pedals: what held them has gone.
    public void releaseAll() {
        desk.later(playing::releaseAll);
    }

    /// Prepares the playing preset anew with a share of its voices.
    ///
    /// @param divisor 1 for all, 2 for half of them, ...
    public void shareVoices(int divisor) {
        desk.later(() -> {
            maker.shareVoices(divisor);
            presets.make(playing.wanted());
        });
    }
}
