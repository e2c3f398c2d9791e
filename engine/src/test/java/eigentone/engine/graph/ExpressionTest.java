package eigentone.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.event.MidiTranslator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// MIDI expression down to the sound: two notes at once, of which one is moved.
class ExpressionTest {
    private static final int FRAMES = 800, SMOOTHING_FRAMES = 480, LEVEL_FRAMES = 240;

    /// Float32 at a level of about 7.
    private static final double TOLERANCE = 1e-5;

    private static final int FIRST_VELOCITY = 127, SECOND_VELOCITY = 31;

    /// Each voice puts out a sixteenth of what the note offers at `source`, times its velocity.
    private static double[] play(
            String source, int voices, int block, Consumer<MidiTranslator> events) {
        Patch patch =
                new Patch(
                        "expression",
                        voices,
                        0,
                        1,
                        List.of(
                                voice("value", "constant", "value"),
                                voice("velocity", "constant", "value"),
                                voice("gain", "test-gain", "level")),
                        List.of(
                                Connection.of("note." + source, "value.value", 1.0 / 16),
                                Connection.of("note.velocity", "velocity.value"),
                                Connection.of("velocity", "gain.level"),
                                Connection.of("value", "gain"),
                                Connection.of("gain", "out")));
        Plan plan = Plan.compile(patch, 48000, block, 1);
        events.accept(new MidiTranslator(plan.events()));
        double[] y = new double[FRAMES];
        float[][] out = new float[1][block];
        for (int t = 0; t < FRAMES; t += block) {
            int n = Math.min(block, FRAMES - t);
            plan.process(new float[0][], out, n);
            for (int i = 0; i < n; i++) {
                y[t + i] = out[0][i];
            }
        }
        return y;
    }

    /// With the knob at 0, so that only what drives it counts.
    private static NodeSpec voice(String id, String type, String knob) {
        return NodeSpec.of(id, type, true, Map.of(), Map.of(knob, 0.0));
    }

    /// The sum of both voices, from what each note offers.
    private static double sum(double first, double second) {
        return (first * FIRST_VELOCITY + second * SECOND_VELOCITY) / 127 / 16;
    }

    /// From `frame` on the sum moves from `before` to `after` in the control's smoothing time.
    private static void expect(
            String source,
            Consumer<MidiTranslator> events,
            int frame,
            double before,
            double after) {
        expect(source, events, frame, SMOOTHING_FRAMES, before, after);
    }

    private static void expect(
            String source,
            Consumer<MidiTranslator> events,
            int frame,
            int rampFrames,
            double before,
            double after) {
        for (int block : new int[] {1, 7, 64, 512}) {
            double[] y = play(source, 4, block, events);
            for (int t = 30; t < FRAMES; t++) {
                double moved = Math.clamp((t - frame + 1.0) / rampFrames, 0, 1);
                assertThat(y[t])
                        .as("%s at frame %d in blocks of %d", source, t, block)
                        .isCloseTo(before + moved * (after - before), within(TOLERANCE));
            }
        }
    }

    @Test
    void keyPressureReachesItsKeyOnly() {
        expect(
                "pressure",
                m -> {
                    m.midi(10, 0x90, 60, FIRST_VELOCITY);
                    m.midi(20, 0x90, 64, SECOND_VELOCITY);
                    m.midi(131, 0xa0, 64, 100);
                },
                131,
                0,
                sum(0, 100 / 127.0));
    }

    @Test
    void keyPressureOfASilentKeyReachesNone() {
        expect(
                "pressure",
                m -> {
                    m.midi(10, 0x90, 60, FIRST_VELOCITY);
                    m.midi(20, 0x90, 64, SECOND_VELOCITY);
                    m.midi(131, 0xa0, 62, 100);
                },
                131,
                0,
                0);
    }

    /// Both notes have the same key: only their channels tell them apart.
    private static Consumer<MidiTranslator> twoMembers(
            int frame, int status, int data1, int data2) {
        return m -> {
            m.midi(0, 0xb0, 101, 0);
            m.midi(0, 0xb0, 100, 6);
            m.midi(0, 0xb0, 6, 5);
            m.midi(10, 0x91, 60, FIRST_VELOCITY);
            m.midi(20, 0x92, 60, SECOND_VELOCITY);
            m.midi(frame, status, data1, data2);
        };
    }

    @Test
    void aMembersBendMovesItsOwnNote() {
        // Half of 48 semitones up.
        expect("pitch", twoMembers(77, 0xe1, 0, 96), 77, sum(60, 60), sum(84, 60));
        expect("pitch", twoMembers(78, 0xe2, 0, 32), 78, sum(60, 60), sum(60, 36));
        expect("key", twoMembers(77, 0xe1, 0, 96), 77, 0, 0);
    }

    @Test
    void aMembersTimbreAndPressureMoveItsOwnNote() {
        expect("timbre", twoMembers(201, 0xb2, 74, 127), 201, 0, sum(0, 1));
        expect("pressure", twoMembers(201, 0xd1, 127, 0), 201, 0, sum(1, 0));
        expect("pressure", twoMembers(202, 0xa2, 60, 127), 202, 0, sum(0, 1));
    }

    @Test
    void theMastersExpressionMovesEveryNote() {
        // Its bend range is 2 semitones.
        expect("pitch", twoMembers(99, 0xe0, 0, 96), 99, sum(60, 60), sum(61, 61));
        expect("timbre", twoMembers(99, 0xb0, 74, 127), 99, 0, sum(1, 1));
        expect("pressure", twoMembers(99, 0xd0, 127, 0), 99, 0, sum(1, 1));
    }

    /// The gain of a volume or expression by the recommended curve.
    private static double curve(int value) {
        return Math.pow(10, 40 * Math.log10(value / 127.0) / 20);
    }

    private static Consumer<MidiTranslator> onTwoChannels(Consumer<MidiTranslator> events) {
        return m -> {
            m.midi(0, 0xb1, 7, 100);
            m.midi(10, 0x91, 60, FIRST_VELOCITY);
            m.midi(20, 0x92, 60, SECOND_VELOCITY);
            events.accept(m);
        };
    }

    @Test
    void volumeAndExpressionSetTheLevelOfTheirChannel() {
        double first = 60 * curve(100);
        expect(
                "pitch",
                onTwoChannels(m -> m.midi(77, 0xb1, 7, 30)),
                77,
                LEVEL_FRAMES,
                sum(first, 60),
                sum(60 * curve(30), 60));
        expect(
                "pitch",
                onTwoChannels(m -> m.midi(78, 0xb1, 11, 64)),
                78,
                LEVEL_FRAMES,
                sum(first, 60),
                sum(first * curve(64), 60));
        expect(
                "pitch",
                onTwoChannels(m -> m.midi(79, 0xb2, 11, 0)),
                79,
                LEVEL_FRAMES,
                sum(first, 60),
                sum(first, 0));
    }

    @Test
    void aLevelThatMovesTurnsFromWhereItIs() {
        Consumer<MidiTranslator> events =
                m -> {
                    m.midi(100, 0xb1, 11, 0);
                    m.midi(100 + LEVEL_FRAMES / 2, 0xb1, 11, 127);
                };
        double[] y = play("pitch", 4, 64, onTwoChannels(events));
        double first = 60 * curve(100);
        assertThat(y[99 + LEVEL_FRAMES / 2]).isCloseTo(sum(first / 2, 60), within(TOLERANCE));
        assertThat(y[99 + LEVEL_FRAMES]).isCloseTo(sum(first * 0.75, 60), within(TOLERANCE));
        assertThat(y[99 + 3 * LEVEL_FRAMES / 2]).isCloseTo(sum(first, 60), within(TOLERANCE));
    }

    @Test
    void resetGivesBackTheExpressionAndKeepsTheVolume() {
        Consumer<MidiTranslator> events =
                m -> {
                    m.midi(50, 0xb1, 11, 20);
                    m.midi(300, 0xb1, 121, 0);
                };
        double[] y = play("pitch", 4, 64, onTwoChannels(events));
        assertThat(y[299]).isCloseTo(sum(60 * curve(100) * curve(20), 60), within(TOLERANCE));
        assertThat(y[FRAMES - 1]).isCloseTo(sum(60 * curve(100), 60), within(TOLERANCE));
    }

    /// The residue of a note that is cut short for another is as quiet as the note was.
    @Test
    void aSilentNoteLeavesNoResidue() {
        double[] y =
                play(
                        "pitch",
                        2,
                        64,
                        m -> {
                            m.midi(0, 0xb1, 7, 0);
                            m.midi(10, 0x91, 60, 127);
                            m.midi(20, 0x92, 60, FIRST_VELOCITY);
                            m.midi(500, 0x93, 48, SECOND_VELOCITY);
                        });
        assertThat(y[499]).isCloseTo(sum(60, 0), within(TOLERANCE));
        assertThat(y[500]).isCloseTo(sum(60, 48), within(TOLERANCE));
    }
}
