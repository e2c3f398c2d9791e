package eigentone.app.take;

import eigentone.app.scene.ScenePreparation;
import eigentone.app.scene.SceneRecipe;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.engine.run.Scene;
import eigentone.presets.Controllers;
import eigentone.presets.Preset;
import eigentone.presets.PresetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A wild performance without a device, on one thread: notes, controllers, pedals, knobs, tempo,
/// swaps, panics, sound coming in, in blocks of any length.
public final class Performance implements AutoCloseable {
    public static final int RATE_HZ = 48_000;
    static final int INPUTS = 2;
    static final int OUTPUTS = 2;
    private static final int BLOCK = 256;
    private static final long SEED = 5;
    private static final List<String> PRESETS =
            List.of("test-marimba", "test-pad", "test-rooms", "test-drone", "test-detuned");
    private static final List<Integer> CONTROLLERS =
            List.of(1, 7, 11, 64, 66, 74, 71, 20, 121, 123);

    private final SplittableRandom random;
    private final ScenePreparation preparation = new ScenePreparation(INPUTS, RATE_HZ, BLOCK);
    private final Live live;
    private final MidiBlock midi = new MidiBlock(64);
    private final float[][] in = new float[INPUTS][BLOCK];
    private final float[][] out = new float[OUTPUTS][BLOCK];
    private int scenes;
    private Plan plan;
    final TakeRecorder recorder;
    final List<String> told = new ArrayList<>();

    /// All that was heard.
    final List<float[]> heard = new ArrayList<>();

    int swaps;
    int panicsInFades;

    public Performance(Path folder, long seed) throws IOException {
        random = new SplittableRandom(seed);
        SceneRecipe recipe = recipe("test-marimba");
        plan = preparation.compile(recipe);
        live =
                new Live(
                        new Scene(recipe.number(), plan, Controllers.of(recipe.read(), plan)),
                        INPUTS,
                        OUTPUTS,
                        RATE_HZ,
                        BLOCK,
                        2);
        recorder = new TakeRecorder(folder, live, SEED, told::add);
        recorder.scene(recipe, plan);
        recorder.begin();
    }

    private SceneRecipe recipe(String name) throws IOException {
        Preset preset = PresetReader.read(Path.of("src/test/resources/presets", name + ".json"));
        Map<String, Double> values =
                preset.knobs().isEmpty()
                        ? Map.of()
                        : Map.of(
                                preset.knobs().getFirst().id(),
                                preset.knobs().getFirst().spec().at(random.nextDouble()));
        return SceneRecipe.of(scenes++, preset, values, random.nextInt(3) * 4, SEED + scenes);
    }

    /// Plays until frame `end`.
    public void play(long end, Consumer<Live> afterBlock) throws IOException {
        while (live.frame() < end) {
            int n = (int) Math.min(1 + random.nextInt(BLOCK), end - live.frame());
            for (float[] x : in) {
                for (int t = 0; t < n; t++) {
                    x[t] = (float) (random.nextDouble() - 0.5);
                }
            }
            if (random.nextInt(500) == 0) {
                in[0][0] = Float.NaN;
            }
            keys(n);
            knobs(n);
            if (random.nextInt(60) == 0) {
                swap();
            }
            // A panic from outside is told apart by what it does to a crossfade.
            if (random.nextInt(live.isSettled() ? 200 : 8) == 0) {
                panicsInFades += live.isSettled() ? 0 : 1;
                live.panic();
            }
            live.process(in, out, n, midi);
            for (int t = 0; t < n; t++) {
                heard.add(new float[] {out[0][t], out[1][t]});
            }
            drain();
            afterBlock.accept(live);
        }
    }

    private void keys(int n) {
        midi.clear();
        int at = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            at += random.nextInt(Math.max(1, (n - at) / 2 + 1));
            if (at >= n) {
                return;
            }
            int channel = random.nextInt(2);
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 ->
                        midi.add(
                                at,
                                0x90 | channel,
                                30 + random.nextInt(60),
                                1 + random.nextInt(127));
                case 4, 5, 6, 7 -> midi.add(at, 0x80 | channel, 30 + random.nextInt(60), 64);
                case 8 -> midi.add(at, 0xe0 | channel, random.nextInt(128), random.nextInt(128));
                case 9 -> midi.add(at, 0xd0 | channel, random.nextInt(128), 0);
                case 10 -> midi.add(at, 0xc0 | channel, random.nextInt(128), 0);
                default ->
                        midi.add(
                                at,
                                0xb0 | channel,
                                random.nextInt(40) == 0
                                        ? 120
                                        : CONTROLLERS.get(random.nextInt(CONTROLLERS.size())),
                                random.nextInt(128));
            }
        }
    }

    private void knobs(int n) {
        EventQueue inlet = live.inlet(random.nextInt(2));
        if (random.nextInt(3) == 0) {
            Plan.ControlInfo c = plan.controls().get(random.nextInt(plan.controls().size()));
            // Some are late, and act at once.
            inlet.control(
                    live.frame() + random.nextInt(-20, n),
                    c.index(),
                    c.spec().at(random.nextDouble()));
        }
        if (random.nextInt(100) == 0) {
            inlet.tempo(live.frame(), 60 + random.nextInt(120));
        }
    }

    private void swap() throws IOException {
        if (!live.isSettled()) {
            return;
        }
        SceneRecipe recipe = recipe(PRESETS.get(random.nextInt(PRESETS.size())));
        Plan next = preparation.compile(recipe);
        SceneRecipe heardAll = recipe.heardUntil(preparation.hear(next, live.recentInput()::read));
        recorder.scene(heardAll, next);
        if (!live.swap(new Scene(recipe.number(), next, Controllers.of(recipe.read(), next)))) {
            throw new AssertionError("a settled instrument takes a scene");
        }
        plan = next;
        swaps++;
    }

    /// What the thread does that reads the journal.
    private void drain() {
        long frame = live.frame();
        EventQueue j = live.journal();
        while (j.hasNext()) {
            recorder.event(j.frame(), j.kind(), j.target(), j.a(), j.b());
            j.advance();
        }
        recorder.upTo(frame);
    }

    Live live() {
        return live;
    }

    @Override
    public void close() {
        recorder.close();
    }
}
