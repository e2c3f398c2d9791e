package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.render.GeneralMidi;
import eigentone.app.session.Tweak;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// How another preset comes on stage: it is wanted; the *workshop* makes its scene, which takes a
/// while; the desk offers the scene to the instrument; the instrument says that it plays.
///
/// All on the desk, except the workshop.
final class PresetChange implements AutoCloseable {
    /// Bank 0 is General MIDI; in this one program n is the n-th preset of the library.
    private static final int LIBRARY_BANK = 1;

    private final PresetLibrary library;
    private final Desk desk;
    private final Playing playing;
    private final Tweaks tweaks;
    private final ControllerLearning controllers;
    private final SceneMaker maker;
    private final StageListeners listeners;
    private final ExecutorService workshop =
            Executors.newSingleThreadExecutor(Desk.named("workshop"));

    /// Made by the workshop, to be given to the instrument.
    private @Nullable Act offered;

    /// Given to the instrument, which has not said yet that it plays.
    private @Nullable Act coming;

    PresetChange(
            PresetLibrary library,
            Desk desk,
            Playing playing,
            Tweaks tweaks,
            ControllerLearning controllers,
            SceneMaker maker,
            StageListeners listeners) {
        this.library = library;
        this.desk = desk;
        this.playing = playing;
        this.tweaks = tweaks;
        this.controllers = controllers;
        this.maker = maker;
        this.listeners = listeners;
    }

    /// What has been given to the instrument and does not play yet, or null.
    @Nullable Act coming() {
        return coming;
    }

    /// The preset of that name, from any thread.
    ///
    /// @throws UsageException if there is none, or it is wrong
    Preset load(String name) throws IOException {
        try {
            return library.load(name);
        } catch (PresetException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Changes to another preset.
    void change(String name) throws IOException {
        Preset preset = load(name);
        listeners.tweaked(new Tweak.Choose(name, tweaks.of(preset.name())));
        make(preset);
    }

    /// Changes to another preset with these values, without telling of it: as undo asks for.
    void restore(String name, Map<String, Double> values) throws IOException {
        Preset preset = load(name);
        tweaks.replace(preset.name(), values);
        make(preset);
    }

    /// The next preset of the library, or the one before for -1.
    void step(int by) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : library.names()) {
            if (isNeighbour(name)) {
                names.add(name);
            }
        }
        int at = names.indexOf(playing.wanted().name());
        change(names.get(Math.floorMod(at < 0 ? 0 : at + by, names.size())));
    }

    /// Whether it is of the playing preset's kind; one that cannot be read is passed over.
    private boolean isNeighbour(String name) {
        try {
            Preset p = library.load(name);
            return p.kind() == playing.act().preset().kind()
                    && !p.tags().contains(Preset.PERCUSSION);
        } catch (IOException e) {
            desk.tell(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /// A program change by MIDI.
    void program(int program, int bank) throws IOException {
        List<String> names = library.names();
        if (bank != LIBRARY_BANK) {
            change(GeneralMidi.presetFor(program));
        } else if (program < names.size()) {
            change(names.get(program));
        } else {
            desk.tell(
                    "program %d of bank 1: expected 0..%d, the presets in their order"
                            .formatted(program, names.size() - 1));
        }
    }

    /// Has a scene made of `preset`, which then takes over; of several wishes the last one counts.
    void make(Preset preset) {
        playing.want(preset);
        tweaks.sceneBegun();
        workshop.execute(() ->
                desk.safely(() -> {
                    if (preset.equals(playing.wanted())) {
                        Act made =
                                maker.make(
                                        preset,
                                        tweaks.of(preset.name()),
                                        controllers.mapping(),
                                        playing.live().rateHz(),
                                        playing.live(),
                                        SceneMaker.REHEARSAL_SECONDS);
                        desk.later(() -> offered = made);
                    }
                }));
    }

    /// Offers the scene that is ready, once the instrument can take one.
    void tick() {
        Act next = offered;
        if (next == null) {
            return;
        }
        if (next.scene().plan().sampleRateHz() != playing.live().rateHz()) {
            // The device has changed its rate while the scene was made.
            offered = null;
            make(next.preset());
        } else if (coming == null && playing.live().isSettled()) {
            listeners.beforeSwap();
            listeners.scene(next);
            if (playing.live().swap(next.scene())) {
                coming = next;
                offered = null;
            }
        }
    }

    /// The instrument says that another scene plays.
    void swapped() {
        Act next = coming;
        if (next != null) {
            coming = null;
            playing.use(next);
            controllers.useAgain();
            tweaks.turnAgain();
            listeners.afterSwap();
            desk.tell(next.preset().name() + ": " + next.preset().sound());
        }
    }

    /// Another instrument plays: what was made for the one before is given up, and what is still
    /// wanted is made again.
    void beginAnew() {
        offered = null;
        coming = null;
        if (!playing.isWanted()) {
            make(playing.wanted());
        }
    }

    /// Waits until no scene is being made or fading in; from any other thread.
    void settle() throws InterruptedException {
        desk.await(() -> {});
        try {
            workshop.submit(() -> {}).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        do {
            Thread.sleep(Desk.TICK_MILLIS);
            desk.await(() -> {});
        } while (!playing.live().isSettled() || desk.ask(() -> offered != null || coming != null));
    }

    @Override
    public void close() {
        workshop.shutdownNow();
    }
}
