package eigentone.engine.run;

import eigentone.engine.AudioThread;
import eigentone.engine.ControlThread;
import eigentone.engine.clock.Clock;
import eigentone.engine.clock.ClockFollower;
import eigentone.engine.clock.ClockSender;
import eigentone.engine.clock.TransportFollower;
import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.event.MidiTranslator;
import eigentone.engine.graph.Plan;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Plays scenes block by block for a device: takes events in, crossfades from scene to scene, and
/// tells in a journal everything that took effect, with its frame.
///
/// What comes out depends on the scenes, the input and the journalled events alone: not on the
/// blocks. So a journal replays.
public final class Live {
    /// What a new plan hears of the past before it takes over.
    public static final int WARM_UP_FRAMES = 8192;

    private static final int WIDEST = 16;
    private static final int EVENTS = 4096;
    private static final int JOURNAL = 1 << 16;
    private static final double FADE_SECONDS = 0.03;

    private final int inputs;
    private final int outputs;
    private final double rateHz;
    private final int maxBlockFrames;
    private final EventQueue[] inlets;
    private final EventQueue device = new EventQueue(EVENTS);
    private final EventQueue staged = new EventQueue(EVENTS);
    private final EventQueue journal = new EventQueue(JOURNAL);
    private final MidiTranslator translator = new MidiTranslator(staged);
    private final Keyboard keyboard = new Keyboard();
    private final Clock clock;
    private final ClockFollower clockIn;
    private final ClockSender clockOut;
    private final TransportFollower transportIn;
    private final MidiBlock nowhere = new MidiBlock(0);
    private final AtomicReference<@Nullable Scene> pending = new AtomicReference<>();
    private final AtomicReference<@Nullable ControllerMap> newMap = new AtomicReference<>();
    private final AtomicReference<@Nullable AudioRing> outputTap = new AtomicReference<>();
    private final AtomicReference<@Nullable AudioRing> inputTap = new AtomicReference<>();
    private final AtomicReference<@Nullable AudioRing> ear = new AtomicReference<>();
    private final AtomicBoolean panic = new AtomicBoolean();
    private final AtomicBoolean releasesStuck = new AtomicBoolean(true);
    private final Crossfade crossfade;
    private final Master master;
    private final LoadMeter load;
    private final LevelMeter levels;
    private final RecentInput recent;
    private final float[][] planIn;
    private final float[][] planOut;
    private final float[][] oldOut;
    private final float[][] mixed;
    private Scene scene;
    private ControllerMap map;
    private @Nullable Plan leaving;
    private long origin;
    private volatile long frame;
    private final AtomicLong stuck = new AtomicLong();
    private long pastNonFinite;
    private long pastRefused;
    private volatile long nonFinite;
    private volatile long refused;
    private volatile double beat;
    private volatile double tempo = Clock.USUAL_TEMPO;
    private volatile boolean fading;
    private volatile boolean silent;

    /// @param first what plays from frame 0
    /// @param inlets how many sources of events there are, each a thread of its own
    public Live(
            Scene first, int inputs, int outputs, double rateHz, int maxBlockFrames, int inlets) {
        this(first, inputs, outputs, rateHz, maxBlockFrames, inlets, new LoadMeter());
    }

    /// @param load goes on counting, for an instrument that takes the place of another
    public Live(
            Scene first,
            int inputs,
            int outputs,
            double rateHz,
            int maxBlockFrames,
            int inlets,
            LoadMeter load) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.rateHz = rateHz;
        this.maxBlockFrames = maxBlockFrames;
        this.load = load;
        first.check(maxBlockFrames);
        scene = first;
        map = first.map();
        origin = -first.plan().frame();
        this.inlets = new EventQueue[inlets];
        for (int i = 0; i < inlets; i++) {
            this.inlets[i] = new EventQueue(EVENTS);
        }
        clock = new Clock(rateHz);
        clockIn = new ClockFollower(clock, rateHz, staged);
        clockOut = new ClockSender(clock);
        transportIn = new TransportFollower(clock, rateHz, device);
        crossfade = new Crossfade((int) Math.rint(FADE_SECONDS * rateHz));
        master = new Master(outputs, rateHz);
        levels = new LevelMeter(outputs);
        recent = new RecentInput(inputs);
        planIn = new float[WIDEST][maxBlockFrames];
        planOut = new float[WIDEST][maxBlockFrames];
        oldOut = new float[WIDEST][maxBlockFrames];
        mixed = new float[outputs][maxBlockFrames];
        translator.onController((at, channel, source, position) -> {
            map.apply(at, channel, source, position, staged);
            journal.add(at, EventQueue.CONTROLLER, channel << 16 | source, position, 0);
        });
        translator.onProgram((at, channel, bank, program) ->
                journal.add(at, EventQueue.PROGRAM, channel, program, bank));
    }

    /// Where a source of events puts them, in the order of their frames: plan events, or MIDI. One
    /// whose frame has passed takes effect at once. A thread owns its inlet.
    public EventQueue inlet(int index) {
        return inlets[index];
    }

    /// Everything that took effect, in order, for one thread to read.
    public EventQueue journal() {
        return journal;
    }

    /// Offers a scene: it takes over by a crossfade of equal power at the next block, with the
    /// notes that are held. False while another is waiting or fading in.
    @ControlThread
    public boolean swap(Scene next) {
        next.check(maxBlockFrames);
        return !fading && pending.compareAndSet(null, next);
    }

    /// Lets controllers turn something else from the next block on.
    @ControlThread
    public void map(ControllerMap next) {
        newMap.set(next);
    }

    /// Silences everything at the next block, whatever waits in the inlets.
    public void panic() {
        panic.set(true);
    }

    /// Leaves stuck notes alone from the next block on: for a replay, whose journal says when they
    /// were released, since that depends on the blocks.
    @ControlThread
    public void leaveStuckNotes() {
        releasesStuck.set(false);
    }

    /// Lets `output` and `input` hear everything from the next block on; null ends it.
    @ControlThread
    public void tap(@Nullable AudioRing output, @Nullable AudioRing input) {
        inputTap.set(input);
        outputTap.set(output);
    }

    /// Where the host's transport stands at the next frame, if there is one: before [#process]. The
    /// parameters are those of [TransportFollower#block].
    @AudioThread
    public void transport(boolean rolling, long songFrame, double songBeat, double bpm) {
        transportIn.block(frame, rolling, songFrame, songBeat, bpm);
    }

    /// Lets `ring`, of at most as many channels as there are inputs, have the input from the next
    /// block on, for someone to listen to; null ends it.
    @ControlThread
    public void listen(@Nullable AudioRing ring) {
        ear.set(ring);
    }

    /// Makes the next `frames` frames.
    ///
    /// @param in one array per input channel; NaN and infinity count as 0
    /// @param out one array per output channel
    /// @param frames any number; more than the blocks of the plans are made in several
    @AudioThread
    public void process(float[][] in, float[][] out, int frames, MidiBlock midi) {
        process(in, out, frames, midi, nowhere);
    }

    /// The same with what is to be sent: MIDI clock, where it is wanted.
    @AudioThread
    public void process(
            float[][] in, float[][] out, int frames, MidiBlock midi, MidiBlock midiOut) {
        long began = System.nanoTime();
        clockOut.begin(frame, midiOut);
        for (int i = 0; i < midi.count(); i++) {
            device.add(frame + midi.offset(i), EventQueue.MIDI, midi.message(i), 0, 0);
        }
        for (int from = 0; from < frames; from += maxBlockFrames) {
            block(in, out, from, Math.min(maxBlockFrames, frames - from));
        }
        load.record(System.nanoTime() - began, (long) (frames * 1e9 / rateHz));
    }

    @AudioThread
    private void block(float[][] in, float[][] out, int from, int frames) {
        long now = frame;
        takeNews(now);
        gather(now, now + frames);
        clockOut.advance(now + frames);
        recent.write(in, from, frames);
        run(scene.plan(), in, from, planOut, frames);
        spread(planOut, scene.plan().patch().outputChannels(), mixed, frames);
        if (leaving != null) {
            run(leaving, in, from, planOut, frames);
            spread(planOut, leaving.patch().outputChannels(), oldOut, frames);
            if (crossfade.mix(mixed, oldOut, outputs, frames)) {
                leave(leaving);
            }
        }
        releaseStuck(now + frames);
        master.protect(mixed, frames);
        for (int c = 0; c < outputs; c++) {
            System.arraycopy(mixed[c], 0, out[c], from, frames);
        }
        levels.record(mixed, frames);
        AudioRing tap = outputTap.getAcquire();
        if (tap != null) {
            tap.write(mixed, 0, frames, now);
        }
        tap = inputTap.getAcquire();
        if (tap != null) {
            tap.write(in, from, frames, now);
        }
        tap = ear.getAcquire();
        if (tap != null) {
            tap.write(in, from, frames, now);
        }
        nonFinite = pastNonFinite + scene.plan().nonFiniteFrames();
        refused = pastRefused + scene.plan().droppedEvents();
        silent = scene.plan().isSilent();
        frame = now + frames;
        beat = clock.beat(frame);
        tempo = clock.tempo();
    }

    /// The old scene is over; what it counted is kept.
    @AudioThread
    private void leave(Plan plan) {
        pastNonFinite += plan.nonFiniteFrames();
        pastRefused += plan.droppedEvents();
        leaving = null;
        fading = false;
    }

    @AudioThread
    private void takeNews(long now) {
        if (panic.getAcquire()) {
            panic.setRelease(false);
            apply(now, EventQueue.PANIC, -1, 1, 0);
            if (leaving != null) {
                leave(leaving);
            }
        }
        Scene next = leaving == null ? pending.getAcquire() : null;
        if (next != null) {
            leaving = scene.plan();
            fading = true;
            pending.setRelease(null);
            crossfade.begin();
            scene = next;
            map = next.map();
            origin = now - next.plan().frame();
            clock.tell(now, next.plan().frame(), next.plan().events());
            keyboard.restore(next.plan().frame(), next.plan().events());
            journal.add(now, EventQueue.SWAP, next.number(), crossfade.frames(), 0);
        }
        ControllerMap changed = newMap.getAndSet(null);
        if (changed != null) {
            map = changed;
        }
    }

    /// Applies what waits before frame `end`, in the order of the frames; at one frame the device
    /// comes first, then the inlets as they are numbered.
    @AudioThread
    private void gather(long now, long end) {
        while (true) {
            EventQueue first = device;
            long at = device.hasNext() ? device.frame() : Long.MAX_VALUE;
            for (int i = 0; i < inlets.length; i++) {
                if (inlets[i].hasNext() && inlets[i].frame() < at) {
                    first = inlets[i];
                    at = first.frame();
                }
            }
            if (at >= end) {
                return;
            }
            take(Math.max(now, at), first);
            first.advance();
        }
    }

    @AudioThread
    private void take(long at, EventQueue from) {
        if (from.kind() == EventQueue.MIDI) {
            int message = from.target(), status = message >> 16;
            if (status < 0xf0) {
                journal.add(at, EventQueue.MIDI, message, 0, 0);
                translator.midi(at, status, message >> 8 & 0x7f, message & 0x7f);
            } else {
                clockIn.midi(at, status, message >> 8 & 0x7f, message & 0x7f);
            }
            while (staged.hasNext()) {
                apply(at, staged.kind(), staged.target(), staged.a(), staged.b());
                staged.advance();
            }
        } else if (from.kind() != EventQueue.CONTROL || isMeant(from.b())) {
            apply(at, from.kind(), from.target(), from.a(), from.b());
        }
    }

    /// Whether the knob is one of the playing scene: another's has the same index and means
    /// something else. Whoever turned it hears of the swap and turns it again.
    @AudioThread
    private boolean isMeant(double numberPlusOne) {
        return numberPlusOne == 0 || numberPlusOne == scene.number() + 1;
    }

    @AudioThread
    private void apply(long at, int kind, int target, double a, double b) {
        journal.add(at, kind, target, a, b);
        keyboard.follow(kind, target, a, b);
        clockOut.follow(at, kind, a);
        scene.plan().events().add(at - origin, kind, target, a, b);
    }

    @AudioThread
    private void run(Plan plan, float[][] in, int from, float[][] to, int frames) {
        int width = plan.patch().inputChannels();
        for (int c = 0; c < width; c++) {
            if (inputs == 0) {
                Arrays.fill(planIn[c], 0, frames, 0);
            } else {
                System.arraycopy(in[c % inputs], from, planIn[c], 0, frames);
            }
        }
        plan.process(planIn, to, frames);
    }

    /// A mono plan goes to all channels.
    @AudioThread
    private void spread(float[][] from, int width, float[][] to, int frames) {
        for (int c = 0; c < outputs; c++) {
            if (width == 1 || c < width) {
                System.arraycopy(from[width == 1 ? 0 : c], 0, to[c], 0, frames);
            } else {
                Arrays.fill(to[c], 0, frames, 0);
            }
        }
    }

    /// A note whose key is not down must not sound on as if it were.
    @AudioThread
    private void releaseStuck(long at) {
        Plan plan = scene.plan();
        int lanes = releasesStuck.getAcquire() ? plan.voices() : 0;
        for (int lane = 0; lane < lanes; lane++) {
            int note = plan.heldNote(lane);
            if (note >= 0 && !keyboard.isDown(note)) {
                stuck.setRelease(stuck.getPlain() + 1);
                journal.add(at, EventQueue.STUCK, note, 0, 0);
                apply(at, EventQueue.NOTE_OFF, note, 0, 0.5);
            }
        }
    }

    /// Frames made so far.
    public long frame() {
        return frame;
    }

    /// Beats since the start of musical time.
    public double beat() {
        return beat;
    }

    /// Beats per minute.
    public double tempo() {
        return tempo;
    }

    /// Who follows the MIDI clock that comes in.
    public ClockFollower clockIn() {
        return clockIn;
    }

    /// Who sends MIDI clock.
    public ClockSender clockOut() {
        return clockOut;
    }

    public double rateHz() {
        return rateHz;
    }

    public int inputs() {
        return inputs;
    }

    public int outputs() {
        return outputs;
    }

    public int maxBlockFrames() {
        return maxBlockFrames;
    }

    public LoadMeter load() {
        return load;
    }

    public LevelMeter levels() {
        return levels;
    }

    /// The last frames that came in, for a plan to be warmed on.
    public RecentInput recentInput() {
        return recent;
    }

    /// Whether no scene waits or fades in.
    public boolean isSettled() {
        return pending.get() == null && !fading;
    }

    /// Whether no voice sounds and the playing scene's output has been under -100 dBFS for half a
    /// second.
    public boolean isSilent() {
        return silent;
    }

    /// Notes that sounded on without their key, and were released.
    public long stuckNotes() {
        return stuck.getAcquire();
    }

    /// How often a node put out NaN or infinity and was muted.
    public long nonFiniteFrames() {
        return nonFinite;
    }

    /// Samples that the master stage had to bend.
    public long bentSamples() {
        return master.bentSamples();
    }

    /// Events that found a ring full: of an inlet, the device, the plan or the journal.
    public long droppedEvents() {
        long sum = refused + device.refused() + staged.refused() + journal.refused();
        for (EventQueue inlet : inlets) {
            sum += inlet.refused();
        }
        return sum;
    }
}
