package eigentone.app.scene;

import eigentone.app.console.UsageException;
import eigentone.app.render.Knobs;
import eigentone.engine.ControlThread;
import eigentone.engine.event.ControllerMap;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.engine.run.Scene;
import eigentone.presets.Preset;
import eigentone.presets.PresetException;
import org.jspecify.annotations.Nullable;

/// Makes scenes from recipes: the same recipe and past give the same bits, whoever makes them.
///
/// ```java
/// Plan plan = preparation.compile(recipe);
/// plan.accelerate(0);                               // if it is to play in real time
/// SceneRecipe heard = recipe.heardUntil(preparation.hear(plan, live.recentInput()::read));
/// recorder.scene(heard, plan);                      // before it can play
/// live.swap(new Scene(recipe.number(), plan, map));
/// ```
@ControlThread
public final class ScenePreparation {
    /// Where what came in last is found.
    @FunctionalInterface
    public interface Past {
        /// As [eigentone.engine.run.RecentInput#read].
        long read(float[][] into);
    }

    private final int inputs;
    private final double rateHz;
    private final int maxBlockFrames;

    /// @param inputs channels of the instrument
    /// @param maxBlockFrames 1..65536
    public ScenePreparation(int inputs, double rateHz, int maxBlockFrames) {
        this.inputs = inputs;
        this.rateHz = rateHz;
        this.maxBlockFrames = maxBlockFrames;
    }

    /// The plan of `recipe`, which has not heard anything yet.
    ///
    /// @throws PresetException if the recipe's preset cannot be read
    /// @throws UsageException if a value is out of its range, or the patch cannot be compiled
    public Plan compile(SceneRecipe recipe) throws PresetException {
        Preset preset = recipe.read();
        Patch patch = UsageException.of(() -> Knobs.turned(preset, recipe.values()));
        Patch voiced = withVoices(patch, recipe.voices());
        return UsageException.of(() -> Plan.compile(voiced, rateHz, maxBlockFrames, recipe.seed()));
    }

    private static Patch withVoices(Patch patch, int voices) {
        return voices == 0 || patch.voices() == 0 || voices == patch.voices()
                ? patch
                : new Patch(
                        patch.name(),
                        voices,
                        patch.inputChannels(),
                        patch.outputChannels(),
                        patch.nodes(),
                        patch.connections());
    }

    /// Lets a fresh plan hear the last [Live#WARM_UP_FRAMES] frames of input.
    ///
    /// @return for [SceneRecipe#heardUntil(long)]: the frame after the last that it heard, or
    ///   [SceneRecipe#UNHEARD] when it has no input
    public long hear(Plan plan, Past past) {
        int width = plan.patch().inputChannels();
        if (width == 0 || inputs == 0) {
            return SceneRecipe.UNHEARD;
        }
        float[][] heard = new float[inputs][Live.WARM_UP_FRAMES];
        long end = past.read(heard);
        float[][] in = new float[width][maxBlockFrames];
        float[][] out = new float[plan.patch().outputChannels()][maxBlockFrames];
        for (int from = 0; from < Live.WARM_UP_FRAMES; from += maxBlockFrames) {
            int n = Math.min(maxBlockFrames, Live.WARM_UP_FRAMES - from);
            for (int c = 0; c < width; c++) {
                // The same channels as Live gives it.
                System.arraycopy(heard[c % inputs], from, in[c], 0, n);
            }
            plan.process(in, out, n);
        }
        return end;
    }

    /// The scene of `recipe`, as it was when the recipe was written down; no controller turns
    /// anything in it.
    ///
    /// @param past must end at the recipe's frame if it says one
    public Scene again(SceneRecipe recipe, @Nullable Past past) throws PresetException {
        Plan plan = compile(recipe);
        if (recipe.heardUntil() != SceneRecipe.UNHEARD && past != null) {
            hear(plan, past);
        }
        return new Scene(recipe.number(), plan, ControllerMap.NONE);
    }
}
