package eigentone.app.live;

import eigentone.app.render.GeneralMidi;
import eigentone.app.scene.ScenePreparation;
import eigentone.app.scene.SceneRecipe;
import eigentone.engine.graph.Plan;
import eigentone.presets.Preset;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Makes the kernels of the preset that will probably be wanted, on a thread of its own, while the
/// command line is still being read and the device opened.
///
/// Nothing of it is played: the kernels, which equal programs share, are there when the stage asks
/// for them. With another preset than was guessed, what the JVM has loaded and linked is.
public final class HeadStart {
    private static final double USUAL_RATE_HZ = 48_000;

    private static volatile @Nullable HeadStart begun;

    private final String preset;
    private final CountDownLatch compiled = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /// For as long as the process: kernels that no plan has are unloaded.
    @SuppressWarnings("unused") // holds it
    private volatile @Nullable Plan kept;

    private HeadStart(String preset) {
        this.preset = preset;
    }

    /// Begins.
    ///
    /// @param args the command line, `play` and what follows it
    public static void begin(String... args) {
        boolean named = args.length > 1 && !args[1].startsWith("-");
        HeadStart next = new HeadStart(named ? args[1] : GeneralMidi.DEFAULT);
        begun = next;
        Thread.ofPlatform().daemon().name("head start").start(next::run);
    }

    private void run() {
        try {
            Preset read = PresetLibrary.standard().load(preset);
            int voices = Math.max(1, read.wiring().voices());
            SceneRecipe recipe = SceneRecipe.of(0, read, Map.of(), voices, 0);
            Plan plan =
                    new ScenePreparation(0, USUAL_RATE_HZ, SceneMaker.MAX_BLOCK_FRAMES)
                            .compile(recipe);
            kept = plan;
            compiled.countDown();
            plan.accelerate(0);
        } catch (IOException | RuntimeException e) {
            // The stage will do the same, and tell of it.
        } finally {
            compiled.countDown();
            ended.countDown();
        }
    }

    /// Waits until the preset has been read and compiled to plain loops, if one has begun: doing
    /// the same twice at once would take longer.
    static void awaitCompiled() {
        HeadStart now = begun;
        if (now != null) {
            await(now.compiled);
        }
    }

    /// Waits until its kernels are warm, if one has begun.
    static void awaitEnd() {
        HeadStart now = begun;
        if (now != null) {
            await(now.ended);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
