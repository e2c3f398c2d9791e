package eigentone.engine.clock;

import eigentone.engine.AudioThread;
import eigentone.engine.event.EventQueue;

/// Follows the MIDI clock of another instrument: 24 ticks a quarter note, start, continue, stop and
/// song position become events of tempo and place.
///
/// Musical time never jumps for jitter: it is steered by small changes of tempo to where the ticks
/// have been without theirs ([TickFilter]). Without ticks the tempo holds, and time runs on until
/// it is stopped. Ticks alone, before any start, set the tempo only. Source: MIDI 1.0 Detailed
/// Specification 4.2, "System Real Time Messages".
public final class ClockFollower {
    private static final double TICKS_A_BEAT = 24;
    private static final long TICKS_A_SONG_POSITION = 6;

    /// Farther away than this, time jumps.
    private static final double JUMP_BEATS = 0.25;

    /// A correction makes the tempo so much faster or slower at most.
    private static final double MOST_CORRECTION = 0.1;

    /// Before the tempo is known, only what is this far off is worth a guess.
    private static final double GROSS = 0.2;

    private static final int KNOWN_TICKS = 6;
    private static final double UNHEARD_SECONDS = 0.5;

    private enum Song {
        /// Nobody has said.
        FREE,
        STOPPED,
        /// Told to play: the next tick begins.
        WAITING,
        PLAYING
    }

    private final Clock clock;
    private final double sampleRateHz;
    private final EventQueue to;
    private final TickFilter filter;
    private Song song = Song.FREE;
    private long nextTick;
    private int sinceSent;
    private volatile boolean enabled = true;
    private volatile long lastFrame = Long.MIN_VALUE / 2;
    private volatile double tempo;
    private volatile double jitterMs;

    /// @param clock what the events will move; read only
    /// @param to where the events go
    public ClockFollower(Clock clock, double sampleRateHz, EventQueue to) {
        this.clock = clock;
        this.sampleRateHz = sampleRateHz;
        this.to = to;
        filter = new TickFilter(sampleRateHz);
    }

    /// Whether the other clock is listened to; it is at first. From any thread.
    public void enable(boolean on) {
        enabled = on;
    }

    /// Takes a system message at its frame; those that are not about time do nothing.
    @AudioThread
    public void midi(long frame, int status, int data1, int data2) {
        if (!enabled) {
            return;
        }
        switch (status) {
            case 0xf8 -> tick(frame);
            case 0xfa -> await(frame, 0);
            case 0xfb -> {
                if (song != Song.PLAYING) {
                    await(frame, song == Song.FREE ? tickAfter(frame) : nextTick);
                }
            }
            case 0xfc -> {
                if (song != Song.STOPPED) {
                    stand(frame, song == Song.FREE ? tickAfter(frame) : nextTick);
                    song = Song.STOPPED;
                }
            }
            case 0xf2 -> {
                long position = ((data2 & 0x7f) << 7 | (data1 & 0x7f)) * TICKS_A_SONG_POSITION;
                if (song == Song.PLAYING) {
                    await(frame, position);
                } else if (song == Song.FREE) {
                    to.add(frame, EventQueue.LOCATE, 0, position / TICKS_A_BEAT, 0);
                } else {
                    stand(frame, position);
                }
            }
            default -> {}
        }
    }

    private long tickAfter(long frame) {
        return (long) Math.ceil(clock.beat(frame) * TICKS_A_BEAT);
    }

    private void await(long frame, long firstTick) {
        stand(frame, firstTick);
        song = Song.WAITING;
    }

    private void stand(long frame, long atTick) {
        nextTick = atTick;
        to.add(frame, EventQueue.RUN, 0, 0, 0);
        to.add(frame, EventQueue.LOCATE, 0, atTick / TICKS_A_BEAT, 0);
    }

    private void tick(long frame) {
        int passed = filter.tick(frame);
        lastFrame = frame;
        jitterMs = 1000 * filter.jitterSeconds();
        boolean begins = song == Song.WAITING;
        if (begins) {
            to.add(frame, EventQueue.RUN, 0, 1, 0);
            song = Song.PLAYING;
            nextTick++;
        } else if (song == Song.PLAYING) {
            nextTick = Math.max(0, nextTick + passed);
        }
        if (filter.ticks() >= 2) {
            // The clock has not heard yet of a beginning at this very frame.
            steer(frame, song == Song.PLAYING && !begins);
        }
    }

    private void steer(long frame, boolean toPlace) {
        int n = filter.ticks();
        double period = filter.periodFrames();
        double estimate = 60 * sampleRateHz / (TICKS_A_BEAT * period);
        if (n >= KNOWN_TICKS || tempo == 0) {
            tempo = estimate;
        }
        sinceSent++;
        boolean gross = Math.abs(estimate / clock.tempo() - 1) > GROSS;
        // The surer, the rarer: from every tick to once a beat.
        if (n < KNOWN_TICKS ? !gross : sinceSent < n / 8) {
            return;
        }
        double correction = 0;
        if (toPlace) {
            double place = (nextTick - 1 + (frame - filter.tickFrame()) / period) / TICKS_A_BEAT;
            double behind = place - clock.beat(frame);
            if (Math.abs(behind) > JUMP_BEATS) {
                to.add(frame, EventQueue.LOCATE, 0, place, 0);
            } else {
                // Made up for within four updates.
                double reachBeats = Math.max(1, n / 8) * 4 / TICKS_A_BEAT;
                correction =
                        Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, behind / reachBeats));
            }
        }
        sinceSent = 0;
        to.tempo(frame, estimate * (1 + correction));
    }

    /// Beats per minute of the other clock, as far as known; 0 before.
    public double tempo() {
        return tempo;
    }

    /// Root mean square of how far its ticks are from where they belong, in milliseconds.
    public double jitterMs() {
        return jitterMs;
    }

    /// Whether a tick came within half a second before `frame`.
    public boolean isHeard(long frame) {
        return frame - lastFrame < UNHEARD_SECONDS * sampleRateHz;
    }
}
