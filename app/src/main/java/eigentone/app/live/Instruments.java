package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.engine.run.Live;
import eigentone.engine.run.LoadMeter;
import eigentone.presets.Preset;
import java.io.IOException;
import java.util.Map;

/// Makes the instrument for a device's rate: at first, and anew when the device runs at another.
final class Instruments {
    private final Desk desk;
    private final Playing playing;
    private final Tweaks tweaks;
    private final ControllerLearning controllers;
    private final StageTempo tempo;
    private final SceneMaker maker;
    private final PresetChange presets;
    private final StageListeners listeners;

    Instruments(
            Desk desk,
            Playing playing,
            Tweaks tweaks,
            ControllerLearning controllers,
            StageTempo tempo,
            SceneMaker maker,
            PresetChange presets,
            StageListeners listeners) {
        this.desk = desk;
        this.playing = playing;
        this.tweaks = tweaks;
        this.controllers = controllers;
        this.tempo = tempo;
        this.maker = maker;
        this.presets = presets;
        this.listeners = listeners;
    }

    /// The first, before anything runs on the desk.
    ///
    /// @param settings knob's id or `node.control` to a value
    /// @throws UsageException if preset or settings are unknown or wrong
    Live first(String preset, Map<String, Double> settings, double rateHz) throws IOException {
        Preset first = presets.load(preset);
        tweaks.replace(first.name(), settings);
        Act opening = act(first, rateHz, SceneMaker.FIRST_REHEARSAL_SECONDS);
        for (String name : settings.keySet()) {
            opening.spec(name);
        }
        Live instrument = maker.instrument(opening, rateHz, new LoadMeter());
        playing.want(first);
        playing.use(instrument, opening);
        return instrument;
    }

    /// Another, with what plays and as it was turned; held notes end. It plays when this returns.
    /// From any thread but the desk.
    ///
    /// @param callback what the device calls
    /// @param tick hears on the desk the last of what the instrument before has to say
    /// @return the instrument before
    Live another(double rateHz, StageCallback callback, Runnable tick) throws IOException {
        Live before = playing.live();
        Act again = act(playing.act().preset(), rateHz, SceneMaker.REHEARSAL_SECONDS);
        Live next = maker.instrument(again, rateHz, before.load());
        tempo.hand(before, next);
        try {
            desk.await(() -> {
                tick.run();
                listeners.beforeSwap();
                listeners.beforeRate();
                playing.use(next, again);
                callback.play(next);
                presets.beginAnew();
                listeners.afterRate();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return before;
    }

    private Act act(Preset preset, double rateHz, double rehearsalSeconds) throws IOException {
        return maker.make(
                preset,
                tweaks.of(preset.name()),
                controllers.mapping(),
                rateHz,
                null,
                rehearsalSeconds);
    }
}
