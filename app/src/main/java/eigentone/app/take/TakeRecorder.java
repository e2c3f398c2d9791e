package eigentone.app.take;

import eigentone.app.scene.SceneRecipe;
import eigentone.engine.ControlThread;
import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.AudioRing;
import eigentone.engine.run.Live;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes a take while it is played.
///
/// Whoever reads [Live#journal()] hands every event to [#event], and now and then says up to where
/// it has read by [#upTo]; whoever prepares a scene tells it by [#scene] before it can play. A
/// thread of its own fetches the sound and writes, [#FLUSH_MILLIS] apart. Nothing that happens to
/// the disk disturbs the music: sound that finds the disk too slow is replaced by silence and
/// counted, and a full disk ends the recording with a message.
///
/// ```java
/// TakeRecorder recorder = new TakeRecorder(TakeFolder.create(dir), live, seed, console::tell);
/// recorder.scene(recipe, plan);       // the one that plays
/// recorder.begin();                   // before the device starts, if the take is to replay exactly
/// ...
/// recorder.close();
/// ```
@ControlThread
public final class TakeRecorder implements AutoCloseable {
    /// Longest time after which what was played is safe from a kill, apart from a disk that waits.
    static final int FLUSH_MILLIS = 200;

    /// Between two syncs to the device.
    private static final long SYNC_NANOS = 5_000_000_000L;

    /// How long the disk may wait before sound is lost.
    private static final double RING_SECONDS = 10;

    /// Events that wait for a disk: minutes of the densest playing.
    private static final int MAX_WAITING = 1 << 20;

    private static final int READ_FRAMES = 8192;
    private static final long CLOSE_MILLIS = 10_000;

    private final Path folder;
    private final Live live;
    private final Consumer<String> told;
    private final TakeWriter writer;
    private final AudioRing output;
    private final @Nullable AudioRing input;
    private final Thread thread;
    private final Map<Integer, List<String>> paths = new HashMap<>();

    // Between the threads; guarded by this.
    private List<TakeEvent> waiting = new ArrayList<>();
    private List<SceneRecipe> waitingScenes = new ArrayList<>();
    private List<String> controls = List.of();
    private long lostEvents;
    private boolean hasScene;

    private volatile boolean closing;
    private volatile boolean running = true;
    private volatile long recordedFrames;
    private long toldLost;
    private long toldLostEvents;
    private long skipped;

    /// Makes the files.
    ///
    /// @param folder empty
    /// @param seed for the record; every scene says its own
    /// @param told hears in one line what the performer should know, from the recorder's thread
    /// @throws IOException if they cannot be made
    public TakeRecorder(Path folder, Live live, long seed, Consumer<String> told)
            throws IOException {
        this.folder = folder;
        this.live = live;
        this.told = told;
        int frames = (int) (RING_SECONDS * live.rateHz());
        output = new AudioRing(live.outputs(), frames);
        input = live.inputs() == 0 ? null : new AudioRing(live.inputs(), frames);
        writer = new TakeWriter(folder, (int) live.rateHz(), live.inputs(), live.outputs(), seed);
        thread = Thread.ofPlatform().daemon().name("take").unstarted(this::run);
    }

    /// Tells of a scene before it is offered to [Live#swap]; the first one is what plays when the
    /// recording begins. Numbers rise.
    public synchronized void scene(SceneRecipe recipe, Plan plan) {
        List<String> names = plan.controls().stream().map(Plan.ControlInfo::path).toList();
        paths.put(recipe.number(), names);
        waitingScenes.add(recipe);
        if (!hasScene) {
            hasScene = true;
            controls = names;
        }
    }

    /// Begins to take the sound, from the next block on. Before frame 0 the take will replay to the
    /// bit; later, it begins with a fresh scene where the playing one went on.
    public void begin() {
        live.tap(output, input);
        thread.start();
    }

    /// An event of [Live#journal()], in its order.
    public synchronized void event(long frame, int kind, int target, double a, double b) {
        if (!running) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            lostEvents++;
            return;
        }
        if (kind == EventQueue.SWAP) {
            controls = paths.getOrDefault(target, List.of());
            paths.keySet().removeIf(n -> n < target);
        }
        if (kind != EventQueue.CONTROL) {
            waiting.add(new TakeEvent(frame, kind, target, null, a, b));
        } else if (target >= 0 && target < controls.size()) {
            // It took effect, so it was meant for the scene that plays.
            waiting.add(new TakeEvent(frame, kind, target, controls.get(target), a, 0));
        }
    }

    /// All events before `frame` have been handed over: to be said after a drain of the journal,
    /// with what [Live#frame()] was *before* that drain. A killed take replays up to the last such
    /// frame.
    public synchronized void upTo(long frame) {
        if (!running) {
            return;
        }
        int last = waiting.size() - 1;
        if (last >= 0 && waiting.get(last).kind() == TakeEvent.MARK) {
            waiting.remove(last);
        }
        waiting.add(new TakeEvent(frame, TakeEvent.MARK, 0, null, 0, 0));
    }

    /// Whether it still records: false after [#close()], and after a full disk.
    public boolean isRunning() {
        return running;
    }

    public Path folder() {
        return folder;
    }

    /// Seconds of sound that are in the take.
    public double seconds() {
        return recordedFrames / live.rateHz();
    }

    /// Frames of sound that were lost because the disk was too slow.
    public long lostFrames() {
        return output.lost() + (input == null ? 0 : input.lost());
    }

    /// Events that were lost because the disk was too slow.
    public synchronized long lostEvents() {
        return lostEvents;
    }

    /// Ends the take; what the journal holds should have been handed over before. Waits for the
    /// disk, but not longer than ten seconds.
    @Override
    public void close() {
        live.tap(null, null);
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        LockSupport.unpark(thread);
        try {
            if (!thread.join(java.time.Duration.ofMillis(CLOSE_MILLIS))) {
                told.accept(
                        "take '%s': the disk does not answer; what it has is safe"
                                .formatted(folder));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the recorder's own thread ----

    private void run() {
        float[] block =
                new float[READ_FRAMES * Math.max(live.outputs(), Math.max(1, live.inputs()))];
        long synced = System.nanoTime();
        try (writer) {
            while (!closing) {
                LockSupport.parkNanos(FLUSH_MILLIS * 1_000_000L);
                drain(block);
                writer.flush();
                if (System.nanoTime() - synced > SYNC_NANOS) {
                    writer.sync();
                    tellLost();
                    synced = System.nanoTime();
                }
            }
            drain(block);
            writer.end();
            tellLost();
        } catch (IOException | RuntimeException e) {
            told.accept("recording ended, the music goes on: " + e.getMessage());
        } finally {
            running = false;
            if (!closing) {
                live.tap(null, null);
            }
        }
    }

    private void drain(float[] block) throws IOException {
        List<TakeEvent> events;
        List<SceneRecipe> scenes;
        synchronized (this) {
            events = waiting;
            waiting = new ArrayList<>();
            scenes = waitingScenes;
            waitingScenes = new ArrayList<>();
        }
        // A scene is there before the line that names it.
        for (SceneRecipe s : scenes) {
            writer.scene(s);
        }
        for (int n = output.read(block, READ_FRAMES); n > 0; n = output.read(block, READ_FRAMES)) {
            if (!writer.hasBegun()) {
                writer.begin(output.firstFrame());
            }
            writer.output(block, n);
        }
        if (input != null) {
            drainInput(input, block);
        }
        for (TakeEvent e : events) {
            writer.event(e);
        }
        recordedFrames = writer.frames();
    }

    /// The input's tap may have been seen a block before the output's.
    private void drainInput(AudioRing from, float[] block) throws IOException {
        while (writer.hasBegun()) {
            long early = output.firstFrame() - from.firstFrame() - skipped;
            int wanted = early > 0 ? (int) Math.min(early, READ_FRAMES) : READ_FRAMES;
            int n = from.read(block, wanted);
            if (n == 0) {
                return;
            }
            if (early > 0) {
                skipped += n;
            } else {
                writer.input(block, n);
            }
        }
    }

    private void tellLost() {
        long lost = lostFrames();
        if (lost > toldLost) {
            told.accept(
                    "take '%s': the disk is too slow, %d frames were lost; silence stands in their place"
                            .formatted(folder, lost - toldLost));
            toldLost = lost;
        }
        long events = lostEvents();
        if (events > toldLostEvents) {
            told.accept(
                    "take '%s': the disk is too slow, %d events were lost; it will not replay as it was heard"
                            .formatted(folder, events - toldLostEvents));
            toldLostEvents = events;
        }
    }
}
