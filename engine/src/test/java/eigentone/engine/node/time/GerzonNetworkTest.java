package eigentone.engine.node.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.engine.faults.Planted;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.kernel.KernelInstance;
import eigentone.engine.language.Slot;
import eigentone.engine.node.Play;
import eigentone.engine.node.Response;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GerzonNetworkTest {
    private static final GerzonNetwork ROOM =
            new GerzonNetwork(8, GerzonNetwork.Mixing.HADAMARD, 2);

    private static Play room(GerzonNetwork network, double rate) {
        return Play.live(network, rate).set("mix", 1).set("predelay", 0).set("depth", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "8, HADAMARD, 0.3, 1, 16000", "8, HADAMARD, 1, 1, 16000", "8, HADAMARD, 3, 1, 48000",
        "8, HADAMARD, 10, 1, 16000", "8, HADAMARD, 10, 0.25, 8000", "8, HADAMARD, 0.3, 0.25, 48000",
        "8, HADAMARD, 3, 4, 16000", "8, HADAMARD, 1, 4, 16000", "4, HADAMARD, 3, 1, 16000",
        "16, HADAMARD, 3, 1, 16000", "16, HOUSEHOLDER, 1, 1, 16000", "8, HOUSEHOLDER, 10, 1, 8000",
        "16, HADAMARD, 0.3, 1, 44100"
    })
    void soundFallsBySixtyDecibelsInT60(
            int lines, GerzonNetwork.Mixing mixing, double t60, double size, double rate) {
        double[] h =
                room(new GerzonNetwork(lines, mixing, 1), rate)
                        .set("damping", 1)
                        .set("t60", t60)
                        .set("size", size)
                        .click()
                        .out((int) (rate * t60 * 1.1));
        double measured = Response.t60(h, -5, -35, rate);
        assertThat(measured).isCloseTo(t60, within(0.05 * t60));
    }

    @Test
    void motionDoesNotChangeTheDecay() {
        double[] h =
                room(ROOM, 16000)
                        .set("damping", 1)
                        .set("t60", 2)
                        .set("depth", 0.001)
                        .set("rate", 1)
                        .click()
                        .out(32000);
        // Highs near half the rate lose a little more to the interpolation.
        assertThat(Response.t60(band(h, 800, 16000), -5, -35, 16000)).isCloseTo(2, within(0.1));
    }

    @Test
    void highsDecayFasterByTheDamping() {
        double rate = 32000;
        double[] h =
                room(ROOM, rate)
                        .set("damping", 4)
                        .set("crossover", 1500)
                        .set("t60", 2)
                        .click()
                        .out(64000);
        assertThat(Response.t60(band(h, 80, rate), -5, -30, rate)).isCloseTo(2, within(0.2));
        assertThat(Response.t60(band(h, 12000, rate), -5, -30, rate)).isCloseTo(0.5, within(0.05));
    }

    private static double[] band(double[] h, double hz, double rate) {
        return Play.live(new eigentone.engine.node.filter.Svf(1), rate)
                .set("cutoff", hz)
                .set("q", 1)
                .feed("in", h)
                .out("band", h.length);
    }

    @ParameterizedTest
    @CsvSource({"8, HADAMARD", "16, HADAMARD", "4, HOUSEHOLDER"})
    void frozenNetworkKeepsItsEnergy(int lines, GerzonNetwork.Mixing mixing) {
        GerzonNetwork network = new GerzonNetwork(lines, mixing, 1);
        Play p = Play.of(network, 8000);
        p.set("predelay", 0).set("size", 0.25).set("t60", 30);
        p.feed("in", Response.noise(7, 400)).run(400);
        p.feed("in").set("freeze", 1).run(1);
        Ring ring =
                (line, channel, back) -> {
                    Slot.Delay slot = slot(p.program(), line);
                    int row = Math.floorMod(p.reference().steps() - back, slot.maxFrames());
                    return p.reference().ring(slot.index())[row * slot.width() + channel];
                };
        double before = stored(network, 8000, 0.25, ring);
        assertThat(before).isGreaterThan(10);
        p.feed("in", Response.noise(8, 1500)).run(1500);
        // Only the matrix's float32 constant 1/sqrt(8) loses anything: 3e-8 a turn.
        assertThat(stored(network, 8000, 0.25, ring)).isCloseTo(before, within(before * 1e-5));
    }

    @Test
    void freezeKeepsTheEnergyForTenSecondsInFloat32() {
        Program program = Planted.program(ROOM, 48000);
        KernelInstance kernel = Kernel.compile(program, 1).instance(Weights.none(), "room", 1);
        kernel.setControl(program.control("depth"), 0, 0.002f);
        boolean[] sounding = {true};
        float[][] in = {new float[2 * 9600]}, out = {new float[2 * 9600]};
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < in[0].length; i++) {
            in[0][i] = (float) random.nextDouble(-1, 1);
        }
        kernel.run(in, out, 0, 9600, sounding);
        kernel.setControl(program.control("freeze"), 0, 1);
        kernel.run(in, out, 0, 1, sounding);
        Ring ring =
                (line, channel, back) ->
                        kernel.delayed(slot(program, line).index(), channel, back, 0);
        double before = stored(ROOM, 48000, 1, ring);
        for (int block = 0; block < 50; block++) {
            kernel.run(in, out, 0, 9600, sounding);
        }
        double drift = stored(ROOM, 48000, 1, ring) / before - 1;
        assertThat(drift).isCloseTo(0, within(2e-5));
    }

    /// What was fed to a channel of a delay line so many frames ago.
    private interface Ring {
        double get(String line, int channel, int framesBack);
    }

    private static Slot.Delay slot(Program program, String line) {
        return program.delays().keySet().stream()
                .filter(s -> s.name().equals(line))
                .findFirst()
                .orElseThrow();
    }

    /// The energy on its way in the lines: of each the last D values fed, D its length; what the
    /// ring holds beyond has left the line.
    private static double stored(GerzonNetwork network, double rate, double size, Ring ring) {
        double[] primes = network.primeFrames(rate);
        int moving = primes.length / 4;
        double sum = 0;
        for (int i = 0; i < primes.length; i++) {
            for (int back = 1; back <= Math.floor(primes[i] * size + 0.5); back++) {
                String line = i < moving ? "moving" : "still";
                sum += Math.pow(ring.get(line, i < moving ? i : i - moving, back), 2);
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {8000, 44100, 48000, 96000, 192000})
    void lengthsAreDifferentPrimes(double rate) {
        for (int lines : new int[] {4, 8, 16}) {
            double[] frames =
                    new GerzonNetwork(lines, GerzonNetwork.Mixing.HADAMARD, 2).primeFrames(rate);
            assertThat(frames).doesNotHaveDuplicates();
            for (double f : frames) {
                assertThat(BigInteger.valueOf((long) f).isProbablePrime(50)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 8", "2, 8", "10, 8", "2, 4", "2, 16"})
    void noiseIsAsLoudInTheRoom(double t60, int lines) {
        int frames = (int) (16000 * (t60 + 8));
        double[] left = Response.noise(1, frames), right = Response.noise(2, frames);
        double[][] y =
                room(new GerzonNetwork(lines, GerzonNetwork.Mixing.HADAMARD, 2), 16000)
                        .set("t60", t60)
                        .set("damping", 1)
                        .feed("in", left, right)
                        .run(frames)
                        .get("out");
        int from = (int) (16000 * t60);
        double dry = Response.rms(left, from, frames);
        for (double[] channel : y) {
            double db = 20 * Math.log10(Response.rms(channel, from, frames) / dry);
            assertThat(db).isCloseTo(0, within(1.5));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, HADAMARD", "16, HADAMARD", "4, HADAMARD", "8, HOUSEHOLDER"})
    void sidesShareNoMoreThanChance(int lines, GerzonNetwork.Mixing mixing) {
        double[][] y =
                room(new GerzonNetwork(lines, mixing, 1), 16000).click().run(32000).get("out");
        double both = 0, left = 0, right = 0;
        for (int n = 0; n < 32000; n++) {
            both += y[0][n] * y[1][n];
            left += y[0][n] * y[0][n];
            right += y[1][n] * y[1][n];
        }
        double correlation = both / Math.sqrt(left * right);
        assertThat(correlation).isCloseTo(0, within(0.15));
        assertThat(10 * Math.log10(left / right)).isCloseTo(0, within(1.5));
    }

    @Test
    void predelayIsExactAndTheFirstEchoIsTheShortestLine() {
        double[] h = room(ROOM, 48000).set("predelay", 0.01).set("mix", 0.5).click().out(8000);
        assertThat(h[0]).isEqualTo(0.5);
        double shortest = java.util.Arrays.stream(ROOM.primeFrames(48000)).min().orElseThrow();
        int first = 1;
        while (h[first] == 0) {
            first++;
        }
        assertThat(first).isEqualTo(480 + (int) shortest);
    }
}
