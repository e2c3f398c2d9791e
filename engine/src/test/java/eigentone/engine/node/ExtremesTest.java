package eigentone.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Nodes;
import eigentone.engine.catalog.Setting;
import eigentone.engine.faults.Planted;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Filters and delays at the ends of their knobs, at rest and shaken, at every rate.
class ExtremesTest {
    private static final double[] RATES_HZ = {8000, 44100, 48000, 96000, 192000};
    private static final int FRAMES = 1500;

    /// About twice the loudest that each type was measured to be; the loudest are those that
    /// resonate.
    private static final Map<String, Double> BOUNDS =
            Map.ofEntries(
                    Map.entry("biquad", 2000.0),
                    Map.entry("chorus", 4.0),
                    Map.entry("comb", 900.0),
                    Map.entry("crossover", 20.0),
                    Map.entry("dc-block", 2.0),
                    Map.entry("delay", 20.0),
                    Map.entry("flanger", 25.0),
                    Map.entry("gerzon-network", 12.0),
                    Map.entry("gerzon-resonator", 25.0),
                    Map.entry("ladder", 60.0),
                    Map.entry("one-pole", 15.0),
                    Map.entry("schroeder-allpass", 4.0),
                    Map.entry("svf", 300.0));

    static Stream<String> types() {
        return Nodes.all().stream()
                .filter(t -> Set.of("filter", "time").contains(t.family()))
                .map(NodeType::id);
    }

    @ParameterizedTest
    @MethodSource("types")
    void staysFiniteAndBounded(String id) {
        double bound = BOUNDS.get(id);
        for (Recurrence r : variants(Nodes.type(id))) {
            corners(r, 48000, 0, bound);
            shaken(r, 8000, bound);
        }
        for (double rate : RATES_HZ) {
            corners(Nodes.type(id).create(Map.of()), rate, 1, bound);
            shaken(Nodes.type(id).create(Map.of()), rate, bound);
        }
    }

    /// The type as it is unless said, and with each other option of each choice.
    private static List<Recurrence> variants(NodeType type) {
        List<Recurrence> all = new ArrayList<>(List.of(type.create(Map.of())));
        for (Setting s : type.settings()) {
            if (s instanceof Setting.Choice choice) {
                for (String option : choice.options().subList(1, choice.options().size())) {
                    all.add(type.create(Map.of(choice.id(), option)));
                }
            }
        }
        return all;
    }

    private static void corners(Recurrence r, double rate, int seed, double bound) {
        Play render = Play.live(r, rate);
        SplittableRandom random = new SplittableRandom(seed);
        feed(render);
        for (int turn = 0; turn < 4; turn++) {
            StringBuilder knobs = new StringBuilder();
            for (Slot.Control c : render.program().controls()) {
                ControlSpec spec = c.spec();
                double value = random.nextBoolean() ? spec.min() : spec.max();
                render.set(c.name(), value);
                knobs.append(' ').append(c.name()).append('=').append(value);
            }
            check(render, bound, r + " at " + rate + " Hz:" + knobs);
        }
    }

    private static void shaken(Recurrence r, double rate, double bound) {
        Set<String> knobs =
                Planted.program(r, rate).controls().stream()
                        .map(Slot::name)
                        .collect(Collectors.toSet());
        Play render = Play.live(r, rate, knobs.toArray(String[]::new));
        feed(render);
        for (Slot.Control c : render.program().controls()) {
            double[] signal = Response.noise(c.index(), FRAMES);
            for (int n = 0; n < FRAMES; n++) {
                signal[n] *= c.spec().max() - c.spec().min();
            }
            render.feed(c.name(), signal);
        }
        check(render, bound, r + " at " + rate + " Hz, shaken");
    }

    private static void feed(Play render) {
        for (Slot.Input i : render.program().inputs()) {
            double[][] noise = new double[i.width()][];
            for (int c = 0; c < noise.length; c++) {
                noise[c] = Response.noise(90 + c, FRAMES);
            }
            render.feed(i.name(), noise);
        }
    }

    private static void check(Play render, double bound, String what) {
        render.run(FRAMES)
                .forEach((port, channels) -> {
                    for (double[] y : channels) {
                        for (double v : y) {
                            if (!(Math.abs(v) < bound)) {
                                assertThat(v)
                                        .as("%s, port %s", what, port)
                                        .isBetween(-bound, bound);
                            }
                        }
                    }
                });
    }
}
