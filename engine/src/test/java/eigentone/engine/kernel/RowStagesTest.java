package eigentone.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.check.RandomPrograms;
import eigentone.engine.kernel.CostRule.Schedule;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Banks of states in tiles, states in registers, delay lines read and written by the chunk: over
/// many chunks and around the rings, with the bits of plain loops.
class RowStagesTest {
    private static final int[] WIDTHS = {4, 8, 16};
    private static final int FRAMES = 400;

    /// Four tiles and a part of a row, by the register's width.
    private static final List<Integer> STATES = List.of(67, 69, 263);

    /// Blocks, over and over: single frames, parts of registers and of chunks, more than a chunk.
    private static final int[] BLOCKS = {1, 7, 64, 23, 150, 16};

    private static final ControlSpec TIME = ControlSpec.linear("time", "", 0.01, 2, 1, "");

    /// Complex states that ring out within the test, their sums, and one of them.
    private static Recurrence bank(int n) {
        return d -> {
            Vec x = d.input("x", 1), re = d.state("re", n), im = d.state("im", n);
            Vec a = d.constant(spread(n, 0.5, 0.2)), b = d.constant(spread(n, 0.3, -0.2));
            d.next(re, a.times(re).minus(b.times(im)).plus(x));
            d.next(im, b.times(re).plus(a.times(im)));
            Vec swing = d.state("swing", 2);
            d.next(swing, Functions.concat(swing.at(1), x.minus(swing.at(0).times(0.3))));
            d.output("y", d.next(re).dot(a).plus(im.sum()).plus(swing.sum()));
            d.output("one", Functions.concat(re.at(n / 2), d.next(im).at(n - 1)));
        };
    }

    private static final Recurrence LEAK =
            d -> {
                Vec h = d.state("h", 4);
                d.next(h, Functions.fma(h, d.constant(0.9), d.input("x", 1)));
                d.output("y", d.next(h).sum());
            };

    /// Lines with times from 16 frames up, at first; `loops` feeds them to each other.
    private static Recurrence net(int lines, boolean hoisted, boolean loops) {
        return d -> {
            Vec x = d.input("x", 1);
            DelayLine net = d.delay("net", lines, 60);
            Vec times = d.constant(spread(lines, 16.3, 40));
            Vec s = net.read(hoisted ? times.times(d.control(TIME)) : times);
            Vec low = d.state("low", lines);
            d.next(low, low.plus(s.minus(low).times(0.7)));
            Vec back = d.next(low).minus(d.next(low).sum().times(2.0 / lines)).times(0.9);
            Vec gains = d.constant(spread(lines, 0.1, 0.5));
            d.feed(net, loops ? back.plus(x) : gains.times(x));
            d.output("y", s.dot(gains));
            d.output("low", d.next(low));
        };
    }

    private static double[] spread(int n, double from, double width) {
        double[] v = new double[n];
        Arrays.setAll(v, i -> from + width * (i * 0.618 % 1));
        return v;
    }

    private static Stream<Recurrence> recurrences() {
        List<Recurrence> all = new ArrayList<>();
        for (int n : new int[] {1, 5, 16, 67, 69, 263}) {
            all.add(bank(n));
        }
        for (int lines : new int[] {2, 6, 16, 21}) {
            all.add(net(lines, false, true));
            all.add(net(lines, true, true));
            all.add(net(lines, true, false));
        }
        return all.stream();
    }

    private static Kernel kernel(Program p, Schedule schedule, int width, int lanes) {
        return Kernel.compile(p, lanes, new CostRule.Choice(schedule, width, 0));
    }

    private static RowStages stages(Program p, int width) {
        return new RowLayout(Kernels.lower(p), width, 1, false).stages;
    }

    private static List<RowStages.Kind> kinds(Program p, int width) {
        return stages(p, width).numbers().stream().map(RowStages.Kind::of).toList();
    }

    /// Noise for a while, then silence, so that states come to rest.
    private static float[] input() {
        SplittableRandom random = new SplittableRandom(7);
        float[] x = new float[FRAMES];
        for (int t = 0; t < FRAMES / 4; t++) {
            x[t] = (float) (2 * random.nextDouble() - 1);
        }
        return x;
    }

    /// Runs in blocks of changing length; half way a knob moves, so that times do.
    private static float[][] run(Program p, KernelInstance k) {
        float[][] in = {input()};
        float[][] out =
                p.outputs().keySet().stream()
                        .map((Slot.Output o) -> new float[FRAMES * o.width()])
                        .toArray(float[][]::new);
        int block = 0;
        for (int t = 0, end; t < FRAMES; t = end) {
            end = Math.min(FRAMES, t + BLOCKS[block++ % BLOCKS.length]);
            if (!p.controls().isEmpty() && t > FRAMES / 2) {
                k.setControl(0, 0, t > FRAMES * 3 / 4 ? 0.02f : 0.4f);
            }
            k.run(in, out, t, end, new boolean[] {true});
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("recurrences")
    void everyWidthGivesTheBitsOfPlainLoops(Recurrence r) {
        Program p = Program.of(r, 48000);
        Weights w = Weights.initial(p, 1);
        KernelInstance plain = kernel(p, Schedule.PLAIN, 1, 1).instance(w, "n", 1);
        float[][] expected = run(p, plain);
        for (int width : WIDTHS) {
            KernelInstance k = kernel(p, Schedule.VECTOR, width, 1).instance(w, "n", 1);
            float[][] got = run(p, k);
            for (int o = 0; o < got.length; o++) {
                assertThat(Arrays.mismatch(got[o], expected[o])).as("float off").isEqualTo(-1);
            }
            assertThat(memory(p, k)).as("states and lines").isEqualTo(memory(p, plain));
            k.reset(0, 0);
            p.controls().forEach(c -> k.setControl(c.index(), 0, 1));
            assertThat(run(p, k)).as("once more").isDeepEqualTo(expected);
        }
    }

    /// All states, and all that can be read from delay lines.
    private static List<Float> memory(Program p, KernelInstance k) {
        List<Float> all = new ArrayList<>();
        for (Slot.State s : p.states().keySet()) {
            for (int i = 0; i < s.shape().entries(); i++) {
                all.add(k.state(s.index(), i, 0));
            }
        }
        for (Slot.Delay line : p.delays().keySet()) {
            for (int c = 0; c < line.width(); c++) {
                for (int back = 1; back <= line.maxFrames(); back++) {
                    all.add(k.delayed(line.index(), c, back, 0));
                }
            }
        }
        return all;
    }

    @Test
    void aStateThatIsSetIsHeard() {
        Program p = Program.of(bank(STATES.getLast()), 48000);
        Weights w = Weights.initial(p, 1);
        List<float[]> heard = new ArrayList<>();
        for (Schedule s : List.of(Schedule.PLAIN, Schedule.VECTOR)) {
            KernelInstance k = kernel(p, s, 16, 1).instance(w, "n", 1);
            k.setState(1, 200, 0, 0.75f);
            float[][] out = {new float[3], new float[6]};
            k.run(new float[][] {new float[3]}, out, 0, 3, new boolean[] {true});
            heard.add(out[0]);
        }
        assertThat(heard.getFirst()[0]).isNotZero();
        assertThat(heard.getLast()).isEqualTo(heard.getFirst());
    }

    @Test
    void largeBanksAreTilesAndSmallOnesStayInRegisters() {
        for (int i = 0; i < WIDTHS.length; i++) {
            Program large = Program.of(bank(STATES.get(i)), 48000);
            assertThat(kinds(large, WIDTHS[i]))
                    .contains(RowStages.Kind.TILES, RowStages.Kind.FRAMES);
            RowLayout small =
                    new RowLayout(Kernels.lower(Program.of(LEAK, 48000)), WIDTHS[i], 1, false);
            assertThat(small.stages.isOne()).isTrue();
            int stage = RowStages.Kind.FRAMES.ordinal();
            assertThat(new RowSchedule(small, true).keepable(stage)).isNotEmpty();
        }
    }

    @Test
    void linesWithTimesOfTheirOwnAreReadByTheChunk() {
        for (boolean loops : new boolean[] {true, false}) {
            RowStages stages = stages(Program.of(net(6, true, loops), 48000), 8);
            List<RowStages.Kind> kinds = stages.numbers().stream().map(RowStages.Kind::of).toList();
            assertThat(kinds).contains(RowStages.Kind.READ, RowStages.Kind.WRITE);
            assertThat(stages.cut()).as("what limits chunks").hasSize(loops ? 1 : 0);
        }
    }

    /// The random programs that compare schedules have what stages are for.
    @Test
    void randomProgramsHaveTilesLinesAndStatesInRegisters() {
        int tiles = 0, lines = 0, kept = 0, count = 300;
        for (int seed = 0; seed < count; seed++) {
            int width = WIDTHS[(seed + 1) % WIDTHS.length];
            Program lowered = Kernels.lower(Program.of(new RandomPrograms(seed), 48000));
            RowLayout layout = new RowLayout(lowered, width, 1, false);
            RowSchedule schedule = new RowSchedule(layout, true);
            List<RowStages.Kind> kinds =
                    layout.stages.numbers().stream().map(RowStages.Kind::of).toList();
            tiles += kinds.contains(RowStages.Kind.TILES) ? 1 : 0;
            lines += kinds.contains(RowStages.Kind.READ) ? 1 : 0;
            kept +=
                    layout.stages.numbers().stream().anyMatch(s -> !schedule.keepable(s).isEmpty())
                            ? 1
                            : 0;
        }
        assertThat(tiles).isGreaterThan(count / 10);
        assertThat(lines).isGreaterThan(count / 5);
        assertThat(kept).isGreaterThan(count / 10);
    }
}
