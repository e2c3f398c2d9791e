package eigentone.analysis;

import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.presets.Listen;
import eigentone.presets.Preset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a preset hears and plays: sound in, events out, the same for any cut into pieces.
///
/// An event that a hop brings is due at the hop's end plus [#latencyFrames()]: time in which the
/// hop can be heard on another thread. Offline ([#hear] called in step) and live
/// ([ListeningThread]) an event has the same frame. One thread at a time.
public final class Listening {
    /// 512 frames at 44.1 and 48 kHz.
    public static final int LATENCY_HOPS = 4;

    /// The last MIDI channel, so that a keyboard on the first has its own notes and bends.
    public static final int CHANNEL = 15;

    /// The tempo is sent when it has changed by so much, in parts.
    private static final double TEMPO_STEP = 0.002;

    private final FeatureTracker tracker;
    private final int latency;
    private final boolean followsTempo;
    private final @Nullable PitchNotes pitch;
    private final @Nullable StrikeNotes strikes;
    private final HearingKnobs knobs;
    private Consumer<Heard> features = h -> {};
    private double tempo;

    /// @param listen what the preset wants of its input
    /// @param plan of the preset: its controls are turned
    public Listening(Listen listen, Plan plan) {
        double rateHz = plan.sampleRateHz();
        int hop = FeatureTracker.hopFrames(rateHz);
        Listen.Pitch p = listen.pitch();
        Listen.Onsets o = listen.onsets();
        FeatureTracker.Attention usual = FeatureTracker.Attention.USUAL;
        tracker =
                new FeatureTracker(
                        rateHz,
                        new FeatureTracker.Attention(
                                p == null ? usual.lowestHz() : p.lowestHz(),
                                p == null ? usual.highestHz() : p.highestHz(),
                                listen.gateDb(),
                                o == null ? usual.gapSeconds() : o.gapSeconds()));
        latency = LATENCY_HOPS * hop;
        followsTempo = listen.tempo();
        int window = (tracker.pitchWindowFrames() + hop - 1) / hop + 1;
        pitch = p == null ? null : new PitchNotes(p, listen.gateDb(), CHANNEL, window);
        strikes = o == null ? null : new StrikeNotes(o, rateHz, CHANNEL);
        knobs = new HearingKnobs(plan, hop);
    }

    /// The ears of `preset`, or null when it has none.
    public static @Nullable Listening of(Preset preset, Plan plan) {
        return preset.listen() == null ? null : new Listening(preset.listen(), plan);
    }

    /// Lets `to` have every hop as well, on the thread that hears.
    public void onHeard(Consumer<Heard> to) {
        features = to;
    }

    /// Frames from the end of what was heard to its event.
    public int latencyFrames() {
        return latency;
    }

    /// Frames of sound in which pitch is looked for.
    public int pitchWindowFrames() {
        return tracker.pitchWindowFrames();
    }

    /// Forgets what was heard; the next sound is that of `frame`. Notes that sound stay.
    public void begin(long frame) {
        tracker.begin(frame);
    }

    /// The frame that the next sound is.
    public long frame() {
        return tracker.frame();
    }

    /// Hears the next `frames` frames; `to` gets the events in the order of their frames.
    public void hear(float[] mono, int from, int frames, EventSink to) {
        tracker.feed(mono, from, frames, h -> play(h, to));
    }

    /// Lets go of what it plays, at `frame`: it listens no more.
    public void end(long frame, EventSink to) {
        if (pitch != null) {
            pitch.end(frame, to);
        }
        if (strikes != null) {
            strikes.end(frame, to);
        }
    }

    private void play(Heard h, EventSink to) {
        long frame = h.endFrame() + latency;
        features.accept(h);
        if (followsTempo && Math.abs(h.tempo() / tempo - 1) > TEMPO_STEP) {
            tempo = h.tempo();
            to.add(frame, EventQueue.TEMPO, 0, tempo, 0);
        }
        knobs.turn(h, frame, to);
        if (pitch != null) {
            pitch.play(h, frame, to);
        }
        if (strikes != null) {
            strikes.play(h, frame, to);
        }
    }
}
