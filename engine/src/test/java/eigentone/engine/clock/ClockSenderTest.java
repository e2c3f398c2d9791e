package eigentone.engine.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.event.EventQueue;
import eigentone.engine.event.MidiBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSenderTest {
    private static final int RATE = 48_000;

    private final Clock clock = new Clock(RATE);
    private final ClockSender sender = new ClockSender(clock);
    private final MidiBlock out = new MidiBlock(64);
    private final List<Sent> sent = new ArrayList<>();
    private long frame;

    private record Sent(long frame, int message) {
        int status() {
            return message >> 16;
        }
    }

    private record Said(int kind, double a) {}

    private void play(int frames, int block, Map<Long, List<Said>> events) {
        for (long end = frame + frames; frame < end; ) {
            int n = (int) Math.min(block, end - frame);
            out.clear();
            sender.begin(frame, out);
            for (long f = frame; f < frame + n; f++) {
                for (Said s : events.getOrDefault(f, List.of())) {
                    sender.follow(f, s.kind(), s.a());
                }
            }
            sender.advance(frame + n);
            for (int i = 0; i < out.count(); i++) {
                assertThat(out.offset(i)).isBetween(0, n - 1);
                sent.add(new Sent(frame + out.offset(i), out.message(i)));
            }
            frame += n;
        }
    }

    private List<Long> ticks() {
        return sent.stream().filter(s -> s.status() == 0xf8).map(Sent::frame).toList();
    }

    @ParameterizedTest
    @CsvSource({"120, 64", "133.7, 64", "133.7, 1000", "61.3, 7"})
    void ticksKeepTheirFramesOverTenMinutes(double bpm, int block) {
        sender.enable(true);
        play(600 * RATE, block, Map.of(0L, List.of(new Said(EventQueue.TEMPO, bpm))));
        List<Long> ticks = ticks();
        assertThat(ticks).hasSize((int) Math.ceil(bpm * 10 * 24));
        for (int i = 0; i < ticks.size(); i++) {
            double due = i * 60.0 * RATE / (24 * bpm);
            assertThat(ticks.get(i) - due).as("tick %d", i).isBetween(-1e-5, 1.0);
        }
        assertThat(sent.getFirst()).isEqualTo(new Sent(0, MidiBlock.message(0xfa, 0, 0)));
        assertThat(sent).hasSize(ticks.size() + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 4096})
    void aTempoThatChangesMakesNoTickTwiceAndNoneLess(int block) {
        sender.enable(true);
        play(
                40_000,
                block,
                Map.of(
                        10_000L, List.of(new Said(EventQueue.TEMPO, 240)),
                        10_500L, List.of(new Said(EventQueue.TEMPO, 60))));
        List<Long> expected = new ArrayList<>();
        for (long f = 0; f <= 10_000; f += 1000) {
            expected.add(f);
        }
        expected.add(10_500L);
        for (long f = 12_500; f < 40_000; f += 2000) {
            expected.add(f);
        }
        List<Long> ticks = ticks();
        assertThat(ticks).hasSameSizeAs(expected);
        for (int i = 0; i < ticks.size(); i++) {
            assertThat(ticks.get(i)).isBetween(expected.get(i), expected.get(i) + 1);
        }
    }

    @Test
    void receiversAreStartedWhereASixteenthBegins() {
        play(20_500, 64, Map.of());
        assertThat(sent).as("not wanted").isEmpty();
        sender.enable(true);
        // At 120 beats per minute a sixteenth lasts 6000 frames.
        play(
                30_000,
                64,
                Map.of(
                        26_500L, List.of(new Said(EventQueue.RUN, 0)),
                        30_000L,
                                List.of(
                                        new Said(EventQueue.LOCATE, 40.25),
                                        new Said(EventQueue.RUN, 1)),
                        33_500L, List.of(new Said(EventQueue.LOCATE, 0)),
                        34_600L, List.of(new Said(EventQueue.RUN, 0))));
        assertThat(sent.stream().map(s -> s.frame() + " " + Integer.toHexString(s.message())))
                .containsExactly(
                        "24000 f20400",
                        "24000 fb0000",
                        "24000 f80000",
                        "25000 f80000",
                        "26000 f80000",
                        "26500 fc0000",
                        // 161 sixteenths
                        "30000 f22101",
                        "30000 fb0000",
                        "30000 f80000",
                        "31000 f80000",
                        "32000 f80000",
                        "33000 f80000",
                        "33500 fc0000",
                        "33500 fa0000",
                        "33500 f80000",
                        "34500 f80000",
                        "34600 fc0000");
        sender.enable(false);
        sent.clear();
        play(10_000, 64, Map.of(60_000L, List.of(new Said(EventQueue.RUN, 1))));
        assertThat(sent).isEmpty();
    }

    @Test
    void whatIsSentIsFollowed() {
        sender.enable(true);
        FollowedClock follower = new FollowedClock(1, 0);
        play(20 * RATE, 64, Map.of(0L, List.of(new Said(EventQueue.TEMPO, 97))));
        sent.forEach(s ->
                follower.send(s.frame(), s.status(), s.message() >> 8 & 0x7f, s.message() & 0x7f));
        assertThat(follower.clock.beat(20 * RATE)).isCloseTo(clock.beat(20 * RATE), within(0.001));
    }
}
