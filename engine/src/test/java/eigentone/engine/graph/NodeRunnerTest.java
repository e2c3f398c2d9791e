package eigentone.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.catalog.Nodes;
import eigentone.engine.clock.Clock;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRunnerTest {
    private static final int RATE = 8000;
    private static final int LANES = 3;
    private static final int FRAMES = 4096;

    /// A kernel that leaves the worst that its contract allows in every lane that does not sound.
    private record Hostile(KernelInstance kernel) implements KernelInstance {
        @Override
        public void run(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding) {
            kernel.run(inputs, outputs, from, to, sounding);
            for (int lane = 0; lane < LANES; lane++) {
                for (int t = from; t < to && !sounding[lane]; t++) {
                    outputs[0][t * LANES + lane] = Float.NaN;
                    kernel.setState(0, 0, lane, Float.NaN);
                }
            }
        }

        @Override
        public int lanes() {
            return kernel.lanes();
        }

        @Override
        public int inputWidth(int port) {
            return kernel.inputWidth(port);
        }

        @Override
        public void setControl(int control, int lane, float value) {
            kernel.setControl(control, lane, value);
        }

        @Override
        public float control(int control, int lane) {
            return kernel.control(control, lane);
        }

        @Override
        public void reset(int lane, int voice) {
            kernel.reset(lane, voice);
        }

        @Override
        public float state(int stateIndex, int entry, int lane) {
            return kernel.state(stateIndex, entry, lane);
        }

        @Override
        public void setState(int stateIndex, int entry, int lane, float value) {
            kernel.setState(stateIndex, entry, lane, value);
        }

        @Override
        public float delayed(int delayIndex, int channel, int framesBack, int lane) {
            return kernel.delayed(delayIndex, channel, framesBack, lane);
        }

        @Override
        public void setDelayed(int delayIndex, int channel, int framesBack, int lane, float value) {
            kernel.setDelayed(delayIndex, channel, framesBack, lane, value);
        }

        @Override
        public int step(int lane) {
            return kernel.step(lane);
        }

        @Override
        public void setStep(int lane, int step) {
            kernel.setStep(lane, step);
        }

        @Override
        public int[] drawSeeds(int lane) {
            return kernel.drawSeeds(lane);
        }
    }

    /// Lane 0 plays on; lane 1 ends and begins again; lane 2 never plays. Each turns infinite after
    /// 100 steps.
    @ParameterizedTest
    @CsvSource({"1, 512", "1, 7", "10, 512", "10, 7"})
    void whatLanesHoldThatDoNotSoundIsNeverHeard(int everyFrames, int block) {
        assertThat(play(true, everyFrames, block)).isEqualTo(play(false, everyFrames, 64));
    }

    private static float[] play(boolean hostile, int everyFrames, int block) {
        Program program = Program.of(Nodes.type("test-pole").create(Map.of()), RATE);
        KernelInstance kernel = Kernel.compile(program, LANES).instance(Weights.none(), "pole", 1);
        KernelInstance used = hostile ? new Hostile(kernel) : kernel;
        Knobs knobs =
                new Knobs(
                        used,
                        true,
                        program.controls(),
                        new double[] {1},
                        RATE,
                        new int[][] {{}},
                        new double[][] {{}});
        float[] out = new float[FRAMES * LANES];
        NodeRunner runner =
                new NodeRunner(
                        used,
                        knobs,
                        true,
                        new float[0][],
                        new float[][] {out},
                        new int[] {1},
                        new Cable[0][],
                        everyFrames,
                        0,
                        RATE);
        Voices voices = new Voices(LANES, 1, new Levels(1, 48000));
        Clock clock = new Clock(RATE);
        begin(0, runner, knobs, voices, clock);
        begin(1, runner, knobs, voices, clock);
        for (int t = 0; t < FRAMES; t += 512) {
            if (t == 1024) {
                knobs.turn(0, 2, voices, clock.tempo());
            } else if (t == 1536) {
                voices.idle(1);
            } else if (t == 2560) {
                begin(1, runner, knobs, voices, clock);
            }
            for (int from = t; from < t + 512; from += block) {
                int to = Math.min(t + 512, from + block);
                runner.run(from, to, 0, voices, clock);
                for (int i = from * LANES; i < to * LANES; i++) {
                    out[i] = voices.state(i % LANES) == Voices.IDLE ? 0 : out[i];
                }
            }
        }
        assertThat(runner.nonFinite()).isEqualTo(everyFrames == 1 ? 5 : 4);
        return out;
    }

    private static void begin(int lane, NodeRunner n, Knobs knobs, Voices voices, Clock clock) {
        voices.start(lane, 60 + lane, 60, 1);
        n.reset(lane, 1);
        knobs.jump(lane, voices, clock.tempo());
    }
}
