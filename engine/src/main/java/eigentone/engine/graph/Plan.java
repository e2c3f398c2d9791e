package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import eigentone.engine.ControlThread;
import eigentone.engine.clock.Clock;
import eigentone.engine.event.EventQueue;
import eigentone.engine.kernel.LiveInstance;
import eigentone.engine.language.ControlSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A patch made ready to run: kernels, buffers and the order of work, all allocated.
///
/// Events take effect at their exact frame. Nodes outside cycles run in stretches between events; a
/// cycle runs in stretches of its shortest delay. The same patch, seed, input and events give the
/// same bits for any division into blocks. One thread at a time.
public final class Plan {

    /// A knob that events can turn.
    ///
    /// @param path `node.control`
    /// @param value where the patch puts it
    /// @param index for [EventQueue#control]
    public record ControlInfo(String path, ControlSpec spec, double value, int index) {}

    /// Nodes that run together: one outside cycles, or the members of a cycle.
    ///
    /// @param chunkFrames the longest stretch, or 0 outside cycles
    record Group(int[] members, int chunkFrames) {}

    /// Released voices are looked at on this grid of frames, whatever the blocks are.
    private static final int GRID_FRAMES = 512;

    /// A released voice ends once it has been under -100 dBFS for this long.
    private static final double QUIET_SECONDS = 0.1;

    private static final float QUIET = 1e-5f;
    private static final double SILENCE_SECONDS = 0.5;
    private static final int EVENTS = 8192;

    /// More than any schedule of a node takes on a busy machine.
    private static final double WARM_UP_SECONDS = 10;

    private final Patch patch;
    private final int maxBlockFrames;
    private final double sampleRateHz;
    private final NodeRunner[] nodes;
    private final List<LiveInstance> kernels;
    private final Group[] groups;
    private final float[] inputBuffer;
    private final float[] outputBuffer;
    private final Cable[] outputCables;
    private final Cable[] voiceCables;
    private final List<ControlInfo> controls;
    private final int[] controlNode;
    private final int[] controlIndex;
    private final String description;
    private final EventQueue events = new EventQueue(EVENTS);
    private final Voices voices;
    private final Clock clock;
    private final long[] lastLoud;
    private final long quietFrames;
    private final long silenceFrames;
    private long frame;
    private long lastLoudOutput;

    /// @param parts what [PlanCompiler] has built
    Plan(PlanCompiler.Parts parts) {
        patch = parts.patch();
        maxBlockFrames = parts.maxBlockFrames();
        sampleRateHz = parts.sampleRateHz();
        nodes = parts.nodes();
        kernels = parts.kernels();
        groups = parts.groups();
        inputBuffer = parts.inputBuffer();
        outputBuffer = new float[maxBlockFrames * patch.outputChannels()];
        outputCables = parts.outputCables();
        voiceCables = parts.voiceCables();
        controls = parts.controls();
        controlNode = parts.controlNode();
        controlIndex = parts.controlIndex();
        description = parts.description();
        voices = parts.voices();
        clock = new Clock(parts.sampleRateHz());
        lastLoud = new long[voices.lanes];
        quietFrames = Math.round(QUIET_SECONDS * parts.sampleRateHz());
        silenceFrames = Math.round(SILENCE_SECONDS * parts.sampleRateHz());
        for (NodeRunner n : nodes) {
            for (int lane = 0; lane < n.kernel.lanes(); lane++) {
                n.knobs.jump(lane, voices, clock.tempo());
            }
        }
    }

    /// Compiles `patch`: freezes and compiles its nodes, finds its cycles, allocates everything.
    ///
    /// @param maxBlockFrames 1..65536
    /// @param seed of all random draws
    /// @throws IllegalArgumentException one line naming what is wrong and the remedy
    public static Plan compile(Patch patch, double sampleRateHz, int maxBlockFrames, long seed) {
        return new Plan(PlanCompiler.build(patch, sampleRateHz, maxBlockFrames, seed));
    }

    /// Compiles kernels to registers where that saves more than `leastSaving` operations a frame,
    /// warms them, and lets each take over when it is ready: the one that saves most first. The
    /// plan may be playing on another thread meanwhile; its bits do not change. Returns when all
    /// are ready, or soon after an interrupt.
    @ControlThread
    public void accelerate(double leastSaving) {
        kernels.stream()
                .filter(k -> k.operationsToSave() > leastSaving)
                .sorted(Comparator.comparingDouble(LiveInstance::operationsToSave).reversed())
                .takeWhile(k -> !Thread.currentThread().isInterrupted())
                .forEach(k -> k.accelerate(WARM_UP_SECONDS));
    }

    /// Lets the kernels that [#accelerate] has made take over at once, so that the audio thread
    /// need not carry their memory over. Only while nobody plays the plan.
    @ControlThread
    public void settle() {
        kernels.forEach(LiveInstance::settle);
    }

    /// Where events wait; those of a block are added before [#process].
    public EventQueue events() {
        return events;
    }

    /// Every knob, in the order of their indices.
    public List<ControlInfo> controls() {
        return controls;
    }

    /// The index of the knob `node.control`.
    ///
    /// @throws IllegalArgumentException naming the knobs there are
    public int control(String path) {
        for (ControlInfo c : controls) {
            if (c.path().equals(path)) {
                return c.index();
            }
        }
        throw new IllegalArgumentException(
                "patch '%s', control '%s': expected one of %s"
                        .formatted(
                                patch.name(),
                                path,
                                controls.stream().map(ControlInfo::path).toList()));
    }

    public Patch patch() {
        return patch;
    }

    /// Makes the next `frames` frames.
    ///
    /// @param in one array per input channel; NaN and infinity count as 0
    /// @param out one array per output channel, filled from index 0
    /// @param frames at most the block size the plan was compiled for
    @AudioThread
    public void process(float[][] in, float[][] out, int frames) {
        readInput(in, frames);
        int from = 0;
        while (from < frames) {
            applyEvents(frame + from);
            if ((frame + from) % GRID_FRAMES == 0) {
                endQuietVoices(frame + from);
            }
            int to = frames;
            if (events.hasNext()) {
                to = (int) Math.min(to, events.frame() - frame);
            }
            long nextGrid = ((frame + from) / GRID_FRAMES + 1) * GRID_FRAMES;
            to = (int) Math.min(to, nextGrid - frame);
            run(from, to);
            from = to;
        }
        writeOutput(out, frames);
        frame += frames;
    }

    private void readInput(float[][] in, int frames) {
        int width = patch.inputChannels();
        for (int c = 0; c < width; c++) {
            float[] x = in[c];
            for (int t = 0; t < frames; t++) {
                inputBuffer[t * width + c] = Float.isFinite(x[t]) ? x[t] : 0;
            }
        }
    }

    private void run(int from, int to) {
        voices.levels.advance(from, to);
        for (int g = 0; g < groups.length; g++) {
            int[] members = groups[g].members();
            int chunk = groups[g].chunkFrames();
            int step = chunk == 0 ? to - from : chunk;
            for (int t = from; t < to; t += step) {
                int end = Math.min(to, t + step);
                for (int i = 0; i < members.length; i++) {
                    nodes[members[i]].run(t, end, frame, voices, clock);
                }
                for (int i = 0; chunk > 0 && i < members.length; i++) {
                    nodes[members[i]].remember(t, end, frame);
                }
            }
        }
        int width = patch.outputChannels();
        Arrays.fill(outputBuffer, from * width, to * width, 0);
        for (int i = 0; i < outputCables.length; i++) {
            outputCables[i].mix(outputBuffer, from, to, frame, voices);
        }
        for (int i = 0; i < voiceCables.length; i++) {
            voiceCables[i].capture(to, voices);
        }
        for (int lane = 0; lane < voices.lanes; lane++) {
            if (voices.state(lane) == Voices.RELEASED) {
                for (int i = 0; i < voiceCables.length; i++) {
                    int loud = voiceCables[i].lastLoud(lane, from, to, QUIET);
                    if (loud >= 0) {
                        lastLoud[lane] = Math.max(lastLoud[lane], frame + loud);
                    }
                }
            }
        }
    }

    private void writeOutput(float[][] out, int frames) {
        int width = patch.outputChannels();
        for (int c = 0; c < width; c++) {
            float[] y = out[c];
            for (int t = 0; t < frames; t++) {
                y[t] = outputBuffer[t * width + c];
                if (Math.abs(y[t]) > QUIET) {
                    lastLoudOutput = Math.max(lastLoudOutput, frame + t);
                }
            }
        }
    }

    private void endQuietVoices(long now) {
        for (int lane = 0; lane < voices.lanes; lane++) {
            if (voices.state(lane) == Voices.RELEASED && now - lastLoud[lane] > quietFrames) {
                voices.idle(lane);
            }
        }
    }

    private void applyEvents(long now) {
        while (events.hasNext() && events.frame() <= now) {
            apply(now, events.kind(), events.target(), events.a(), events.b());
            events.advance();
        }
    }

    private void apply(long now, int kind, int target, double a, double b) {
        switch (kind) {
            case EventQueue.NOTE_ON -> noteOn(now, target, a, b);
            case EventQueue.NOTE_OFF -> keyUp(now, voices.held(target));
            case EventQueue.BEND -> {
                voices.bend(target, a);
                followChannel(NoteSource.PITCH.ordinal(), target);
            }
            case EventQueue.PRESSURE -> {
                voices.pressure(target, a);
                followChannel(NoteSource.PRESSURE.ordinal(), target);
            }
            case EventQueue.NOTE_PRESSURE -> {
                int lane = voices.sounding(target);
                if (lane >= 0) {
                    voices.notePressure(lane, a);
                    follow(NoteSource.PRESSURE.ordinal(), lane);
                }
            }
            case EventQueue.TIMBRE -> {
                voices.timbre(target, a);
                followChannel(NoteSource.TIMBRE.ordinal(), target);
            }
            case EventQueue.WHEEL -> {
                voices.wheel(target, a);
                followChannel(NoteSource.WHEEL.ordinal(), target);
            }
            case EventQueue.VOLUME -> voices.volume(target, a);
            case EventQueue.EXPRESSION -> voices.expression(target, a);
            case EventQueue.SUSTAIN -> {
                voices.sustain(target, a > 0);
                letGo(now);
            }
            case EventQueue.SOSTENUTO -> {
                voices.sostenuto(target, a > 0);
                letGo(now);
            }
            case EventQueue.CONTROL -> {
                if (target >= 0 && target < controlNode.length) {
                    nodes[controlNode[target]].knobs.turn(
                            controlIndex[target], a, voices, clock.tempo());
                }
            }
            case EventQueue.TEMPO -> {
                clock.follow(now, kind, a);
                for (int n = 0; n < nodes.length; n++) {
                    for (int lane = 0; lane < nodes[n].kernel.lanes(); lane++) {
                        nodes[n].knobs.follow(Knobs.TEMPO_SOURCE, lane, voices, clock.tempo());
                    }
                }
            }
            case EventQueue.LOCATE, EventQueue.RUN -> clock.follow(now, kind, a);
            case EventQueue.NOTES_OFF -> {
                for (int lane = 0; lane < voices.lanes; lane++) {
                    boolean meant = target < 0 || voices.channel(lane) == target;
                    if (meant && voices.state(lane) == Voices.HELD) {
                        keyUp(now, lane);
                    }
                }
            }
            case EventQueue.PANIC -> panic();
            default -> {}
        }
    }

    private void noteOn(long now, int target, double pitch, double velocity) {
        if (voices.lanes == 0) {
            return;
        }
        int again = voices.sounding(target);
        if (again >= 0) {
            voices.release(again);
            released(now, again);
        }
        int lane = voices.choose();
        boolean cut = voices.state(lane) != Voices.IDLE;
        int voice = voices.start(lane, target, pitch, velocity);
        for (int i = 0; i < voiceCables.length; i++) {
            voiceCables[i].reset(lane, cut);
        }
        for (int n = 0; n < nodes.length; n++) {
            if (nodes[n].perVoice) {
                nodes[n].reset(lane, voice);
                nodes[n].knobs.jump(lane, voices, clock.tempo());
            } else {
                for (int s = 0; s < Knobs.TEMPO_SOURCE; s++) {
                    nodes[n].knobs.follow(s, 0, voices, clock.tempo());
                }
            }
        }
    }

    private void keyUp(long now, int lane) {
        if (lane >= 0 && voices.keyUp(lane)) {
            released(now, lane);
        }
    }

    private void released(long now, int lane) {
        lastLoud[lane] = now;
        follow(NoteSource.GATE.ordinal(), lane);
    }

    private void letGo(long now) {
        for (int lane = 0; lane < voices.lanes; lane++) {
            if (voices.letGo(lane)) {
                voices.release(lane);
                released(now, lane);
            }
        }
    }

    private void followChannel(int source, int channel) {
        for (int lane = 0; lane < voices.lanes; lane++) {
            if (voices.state(lane) != Voices.IDLE && voices.channel(lane) == channel) {
                follow(source, lane);
            }
        }
    }

    private void follow(int source, int lane) {
        for (int n = 0; n < nodes.length; n++) {
            nodes[n].knobs.follow(source, nodes[n].perVoice ? lane : 0, voices, clock.tempo());
        }
    }

    private void panic() {
        for (int lane = 0; lane < voices.lanes; lane++) {
            voices.release(lane);
            voices.idle(lane);
        }
        for (int n = 0; n < nodes.length; n++) {
            for (int lane = 0; lane < nodes[n].kernel.lanes(); lane++) {
                nodes[n].reset(lane, 0);
                nodes[n].knobs.jump(lane, voices, clock.tempo());
            }
        }
        for (int i = 0; i < voiceCables.length; i++) {
            voiceCables[i].clear();
        }
    }

    /// Frames made so far.
    public long frame() {
        return frame;
    }

    /// Whether no voice sounds and the output has been under -100 dBFS for half a second.
    public boolean isSilent() {
        return voices.active() == 0 && frame - lastLoudOutput > silenceFrames;
    }

    /// How many notes can sound at a time.
    public int voices() {
        return voices.lanes;
    }

    /// The note that a key holds in voice `lane`, as [EventQueue#note(int, int)], or -1.
    @AudioThread
    public int heldNote(int lane) {
        return voices.heldNote(lane);
    }

    public double sampleRateHz() {
        return sampleRateHz;
    }

    public int activeVoices() {
        return voices.active();
    }

    /// Notes that were cut short for others.
    public long stolenVoices() {
        return voices.stolen();
    }

    /// How often a node put out NaN or infinity and was muted.
    public long nonFiniteFrames() {
        long sum = 0;
        for (NodeRunner n : nodes) {
            sum += n.nonFinite();
        }
        return sum;
    }

    /// Events that found the queue full.
    public long droppedEvents() {
        return events.refused();
    }

    public int maxBlockFrames() {
        return maxBlockFrames;
    }

    /// The order of work as text: cycles, delays and shared buffers.
    public String describe() {
        return description;
    }
}
