package eigentone.engine.clock;

import eigentone.engine.event.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A follower at work: a clock that does what it says, and what it said.
final class FollowedClock {
    static final int RATE = 48_000;

    record Said(long frame, int kind, double a) {}

    final Clock clock = new Clock(RATE);
    final EventQueue staged = new EventQueue(64);
    final ClockFollower follower = new ClockFollower(clock, RATE, staged);
    final List<Said> said = new ArrayList<>();
    private final Random random;
    private final double jitterFrames;

    /// Where the next tick belongs.
    double at;

    FollowedClock(long seed, double jitterMs) {
        random = new Random(seed);
        jitterFrames = jitterMs * RATE / 1000;
    }

    void send(long frame, int status, int data1, int data2) {
        follower.midi(frame, status, data1, data2);
        for (; staged.hasNext(); staged.advance()) {
            said.add(new Said(staged.frame(), staged.kind(), staged.a()));
            clock.follow(staged.frame(), staged.kind(), staged.a());
        }
    }

    /// A tick at its place and jitter; the place moves on to the next at `bpm`.
    long tick(double bpm) {
        long frame = Math.max(0, Math.round(at + random.nextGaussian() * jitterFrames));
        send(frame, 0xf8, 0, 0);
        skip(bpm);
        return frame;
    }

    void skip(double bpm) {
        at += 60.0 * RATE / (24 * bpm);
    }

    void ticks(int count, double bpm) {
        for (int i = 0; i < count; i++) {
            tick(bpm);
        }
    }

    List<Double> tempos() {
        return said.stream().filter(s -> s.kind() == EventQueue.TEMPO).map(Said::a).toList();
    }
}
