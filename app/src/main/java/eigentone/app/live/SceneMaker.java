package eigentone.app.live;

import eigentone.app.console.UsageException;
import eigentone.app.scene.ScenePreparation;
import eigentone.app.scene.SceneRecipe;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.engine.run.LoadMeter;
import eigentone.engine.run.Scene;
import eigentone.presets.Controllers;
import eigentone.presets.MidiMapping;
import eigentone.presets.Preset;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Makes a preset's scene ready to play: compiled, rehearsed, and fed with what came in lately. It
/// takes a while.
final class SceneMaker {
    /// Longer blocks of a device are played in parts.
    static final int MAX_BLOCK_FRAMES = 512;

    /// What is played to nobody before the first scene goes live, and before each later one.
    static final double FIRST_REHEARSAL_SECONDS = 1;

    static final double REHEARSAL_SECONDS = 0.1;

    private final long seed;
    private final int inputs;
    private final int outputs;
    private final AtomicInteger scenes = new AtomicInteger();
    private volatile int voiceShare = 1;

    /// @param inputs of the device, 0..16
    /// @param outputs of the device, 1..16
    SceneMaker(long seed, int inputs, int outputs) {
        this.seed = seed;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /// Presets get a share of their voices from now on.
    ///
    /// @param divisor 1 for all, 2 for half of them, ...
    void shareVoices(int divisor) {
        voiceShare = divisor;
    }

    /// @param values knob's id or `node.control` to a value
    /// @param mapping what the performer's controllers turn
    /// @param now what plays, for the new plan to hear what came in lately; null before the first
    /// @param rehearsalSeconds that the rehearsal takes at most
    /// @throws UsageException if the values are wrong
    Act make(
            Preset preset,
            Map<String, Double> values,
            MidiMapping mapping,
            double rateHz,
            @Nullable Live now,
            double rehearsalSeconds)
            throws IOException {
        int voices = Math.max(1, preset.wiring().voices() / voiceShare);
        SceneRecipe recipe = SceneRecipe.of(scenes.getAndIncrement(), preset, values, voices, seed);
        ScenePreparation preparation = new ScenePreparation(inputs, rateHz, MAX_BLOCK_FRAMES);
        Plan plan = preparation.compile(recipe);
        HeadStart.awaitEnd();
        plan.accelerate(0);
        rehearse(preparation.compile(recipe), rehearsalSeconds);
        plan.settle();
        if (now != null) {
            recipe = recipe.heardUntil(preparation.hear(plan, now.recentInput()::read));
        }
        return Act.of(
                preset,
                recipe,
                new Scene(recipe.number(), plan, Controllers.of(preset, plan, mapping)));
    }

    /// With the same kernels as the plan that will play: HotSpot compiles for what it has met.
    private void rehearse(Plan twin, double seconds) {
        twin.accelerate(0);
        twin.settle();
        Rehearsal.play(twin, inputs, outputs, seconds);
    }

    /// An instrument with `first` on stage.
    ///
    /// @param load goes on counting when the instrument takes the place of another
    Live instrument(Act first, double rateHz, LoadMeter load) {
        return new Live(
                first.scene(), inputs, outputs, rateHz, MAX_BLOCK_FRAMES, Stage.INLETS, load);
    }
}
