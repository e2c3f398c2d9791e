package eigentone.app.take;

import eigentone.app.render.SoundInput;
import eigentone.app.render.SoundOutput;
import eigentone.app.scene.ScenePreparation;
import eigentone.app.scene.SceneRecipe;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Accelerator;
import eigentone.engine.run.Live;
import eigentone.engine.run.OfflineRender;
import eigentone.engine.run.Scene;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Plays a take again, without a device: by the same driver, the same scenes, the same input, and
/// every event that took effect, at its frame.
///
/// At the take's own rate the result has the same bits. At another rate every frame is scaled, and
/// the input is resampled.
final class Replay implements Closeable {
    static final int BLOCK_FRAMES = 512;

    /// A scene that has to wait for a fade, which happens at other rates only, tries again so soon.
    private static final int RETRY_FRAMES = 16;

    /// What a scene has heard before it plays.
    private record Heard(long frame, float[][] sound) {}

    private final Take take;
    private final boolean allVoices;
    private final double scale;
    private final long frames;
    private final ScenePreparation preparation;
    private final TakeLines<TakeEvent> events;
    private final @Nullable SoundInput input;
    private final Live live;
    private final EventQueue inlet;
    private final ArrayDeque<SceneRecipe> toHear = new ArrayDeque<>();
    private final Map<Integer, Heard> heard = new HashMap<>();
    private final Set<String> presets = new LinkedHashSet<>();
    private final MidiBlock noMidi = new MidiBlock(1);
    private final float[][] in;
    private final float[][] out;
    private Map<String, Integer> controls = Map.of();
    private @Nullable TakeEvent next;
    private @Nullable Scene waiting;
    private @Nullable Plan leaving;
    private Plan playing;
    private @Nullable Accelerator accelerator;
    private long unknownControls;
    private long stolenVoices;
    private long nonFinite;
    private long droppedEvents;

    /// @param rateHz of the replay
    /// @param allVoices whether scenes that played with fewer voices than their presets have get
    ///   all
    /// @throws eigentone.app.console.UsageException if the take's first scene cannot be made
    Replay(Take take, int rateHz, boolean allVoices) throws IOException {
        this.take = take;
        this.allVoices = allVoices;
        scale = rateHz / (double) take.rateHz();
        frames = scaled(take.begin() + take.frames());
        preparation = new ScenePreparation(take.inputs(), rateHz, BLOCK_FRAMES);
        Scene first = preparation.again(voiced(take.first()), null);
        playing = first.plan();
        live = new Live(first, take.inputs(), take.outputs(), rateHz, BLOCK_FRAMES, 1);
        live.leaveStuckNotes();
        inlet = live.inlet(0);
        plays(first);
        List<SceneRecipe> hearing = new ArrayList<>(take.scenes().values());
        hearing.removeIf(
                r -> r.heardUntil() == SceneRecipe.UNHEARD || r.number() == first.number());
        hearing.sort(Comparator.comparingLong(SceneRecipe::heardUntil));
        toHear.addAll(hearing);
        in = new float[take.inputs()][BLOCK_FRAMES];
        out = new float[take.outputs()][BLOCK_FRAMES];
        input = take.inputs() == 0 ? null : new SoundInput(take.input(), rateHz, take.inputs());
        events = take.events();
        next = events.next();
    }

    private void plays(Scene scene) {
        Map<String, Integer> indices = new HashMap<>();
        scene.plan().controls().forEach(c -> indices.put(c.path(), c.index()));
        controls = indices;
        presets.add(scene.plan().patch().name());
        if (accelerator != null) {
            accelerator.stop();
        }
        accelerator =
                Accelerator.start(List.of(scene.plan()), Math.max(1, frames - live.frame()), 1);
    }

    private SceneRecipe voiced(SceneRecipe r) {
        return allVoices
                ? new SceneRecipe(r.number(), r.preset(), r.values(), 0, r.seed(), r.heardUntil())
                : r;
    }

    /// A frame of the instrument as one of this replay.
    private long scaled(long frame) {
        return Math.max(0, Math.round((frame - take.begin()) * scale));
    }

    /// Frames from the beginning to the end.
    long frames() {
        return frames;
    }

    /// Renders everything.
    ///
    /// @throws InterruptedIOException when interrupted
    void run(OfflineRender.Sink sink, LongConsumer progress) throws IOException {
        while (live.frame() < frames) {
            int n = (int) (prepareBlock(live.frame()) - live.frame());
            if (input != null) {
                input.prefetch(n);
                input.take(in, n);
            }
            live.process(in, out, n, noMidi);
            while (live.journal().hasNext()) {
                live.journal().advance();
            }
            sink.write(out, n);
            progress.accept(live.frame());
            if (Thread.interrupted()) {
                throw new InterruptedIOException("replay interrupted");
            }
        }
        count(playing);
        if (leaving != null) {
            count(leaving);
        }
    }

    /// Does what is due at frame `now`, queues what comes in the block that begins there, and
    /// returns the block's end.
    private long prepareBlock(long now) throws IOException {
        long end = Math.min(frames, now + BLOCK_FRAMES);
        hear(now);
        while (next != null) {
            TakeEvent e = next;
            long at = Math.max(now, scaled(e.frame()));
            boolean outside =
                    e.kind() == EventQueue.SWAP || (e.kind() == EventQueue.PANIC && e.a() == 1);
            if (at >= end) {
                break;
            }
            if (outside && at > now) {
                end = at;
                break;
            }
            if (outside) {
                takeOver(e);
            } else if (!queue(at, e)) {
                end = at;
                break;
            }
            next = events.next();
        }
        if (waiting != null) {
            if (live.swap(waiting)) {
                waiting = null;
            } else {
                end = Math.min(end, now + RETRY_FRAMES);
            }
        }
        SceneRecipe hearing = toHear.peek();
        return hearing == null ? end : Math.min(end, scaled(hearing.heardUntil()));
    }

    /// Keeps what came in for the scenes that had heard it up to here.
    private void hear(long now) {
        for (SceneRecipe r = toHear.peek();
                r != null && scaled(r.heardUntil()) <= now;
                r = toHear.peek()) {
            toHear.remove();
            float[][] sound = new float[take.inputs()][Live.WARM_UP_FRAMES];
            heard.put(r.number(), new Heard(live.recentInput().read(sound), sound));
        }
    }

    /// What came from outside between two blocks.
    private void takeOver(TakeEvent e) throws IOException {
        if (e.kind() == EventQueue.PANIC) {
            live.panic();
            return;
        }
        SceneRecipe recipe = take.scenes().get(e.target());
        if (recipe == null) {
            throw new IOException(
                    "take '%s': expected scene %d in %s, got none; try a copy that is whole"
                            .formatted(take.folder(), e.target(), TakeFolder.SCENES));
        }
        Heard h = heard.remove(recipe.number());
        Scene scene =
                preparation.again(
                        voiced(recipe),
                        h == null
                                ? null
                                : into -> {
                                    for (int c = 0; c < into.length; c++) {
                                        System.arraycopy(
                                                h.sound()[c], 0, into[c], 0, into[c].length);
                                    }
                                    return h.frame();
                                });
        if (leaving != null) {
            count(leaving);
        }
        leaving = playing;
        playing = scene.plan();
        waiting = scene;
        plays(scene);
    }

    /// False when the inlet is full: the rest comes with the next block.
    private boolean queue(long at, TakeEvent e) throws IOException {
        int target = e.target();
        switch (e.kind()) {
            case TakeEvent.BEGIN,
                    TakeEvent.MARK,
                    TakeEvent.END,
                    EventQueue.MIDI,
                    EventQueue.PROGRAM,
                    EventQueue.CONTROLLER,
                    EventQueue.STUCK -> {
                // They tell what happened; what it did has lines of its own.
                return true;
            }
            case EventQueue.CONTROL -> {
                Integer index = controls.get(String.valueOf(e.path()));
                if (index == null) {
                    unknownControls++;
                    return true;
                }
                target = index;
            }
            default -> {}
        }
        if (inlet.free() == 0) {
            if (at == live.frame()) {
                throw new IOException(
                        "take '%s': expected fewer events at frame %d, got too many; try a copy that is whole"
                                .formatted(take.folder(), e.frame()));
            }
            return false;
        }
        return inlet.add(at, e.kind(), target, e.a(), e.b());
    }

    private void count(Plan plan) {
        stolenVoices += plan.stolenVoices();
        nonFinite += plan.nonFiniteFrames();
        droppedEvents += plan.droppedEvents();
    }

    /// Names of the presets that played, in their order.
    List<String> presets() {
        return List.copyOf(presets);
    }

    /// Moves of controls that the scene, as this version makes it, does not have.
    long unknownControls() {
        return unknownControls;
    }

    /// Of all its plans, once it has run.
    SoundOutput.Faults faults() {
        return new SoundOutput.Faults(
                stolenVoices, nonFinite, live.bentSamples(), droppedEvents + live.droppedEvents());
    }

    @Override
    public void close() throws IOException {
        if (accelerator != null) {
            accelerator.stop();
        }
        try (events) {
            if (input != null) {
                input.close();
            }
        }
    }
}
