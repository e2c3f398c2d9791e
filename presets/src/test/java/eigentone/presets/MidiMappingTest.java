package eigentone.presets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MidiMappingTest {
    private static Preset preset;
    private static Plan plan;

    /// Its own table: 1 reed, 74 brightness, 72 release, 91 church.
    @BeforeAll
    static void load() throws Exception {
        preset = PresetLibrary.standard().load("chorale");
        plan = Plan.compile(preset.patch(), 48_000, 64, 1);
    }

    private static TreeMap<String, Double> turned(
            MidiMapping mapping, int channel, int source, double position) {
        EventQueue queue = new EventQueue(64);
        Controllers.of(preset, plan, mapping).apply(0, channel, source, position, queue);
        TreeMap<String, Double> values = new TreeMap<>();
        for (; queue.hasNext(); queue.advance()) {
            values.put(plan.controls().get(queue.target()).path(), queue.a());
        }
        return values;
    }

    private static TreeMap<String, Double> knob(String id, double position) {
        TreeMap<String, Double> values = new TreeMap<>();
        preset.turned(id, position).forEach(v -> values.put(v.path(), v.value()));
        return values;
    }

    @Test
    void withoutAnythingLearnedThePresetsOwnTableHolds() {
        assertThat(turned(MidiMapping.NONE, 5, 74, 127))
                .isNotEmpty()
                .isEqualTo(knob("brightness", 1));
        assertThat(turned(MidiMapping.NONE, 5, 74, 64)).isEqualTo(knob("brightness", 64 / 127.0));
        assertThat(turned(MidiMapping.NONE, 5, 20, 127)).isEmpty();
    }

    @Test
    void whatIsLearnedReplacesThePresetsOwn() {
        MidiMapping m = MidiMapping.NONE.learn("brightness", MidiMapping.ANY, 20);
        assertThat(turned(m, 3, 20, 0)).isEqualTo(knob("brightness", 0));
        assertThat(turned(m, 3, 74, 127)).as("the controller it had").isEmpty();
        m = m.learn("release", MidiMapping.ANY, 91);
        assertThat(turned(m, 0, 91, 127)).isEqualTo(knob("release", 1));
        m = m.remove("brightness").remove("release");
        assertThat(m).isEqualTo(MidiMapping.NONE);
    }

    @Test
    void aChannelsControllerGoesBeforeOneOfAnyChannel() {
        MidiMapping m = MidiMapping.NONE.learn("reed", MidiMapping.ANY, 30).learn("church", 2, 30);
        assertThat(turned(m, 2, 30, 127)).isEqualTo(knob("church", 1));
        assertThat(turned(m, 1, 30, 127)).isEqualTo(knob("reed", 1));
        MidiMapping over = MidiMapping.NONE.learn("reed", 2, 74);
        assertThat(turned(over, 2, 74, 127)).isEqualTo(knob("reed", 1));
        assertThat(turned(over, 3, 74, 127)).isEqualTo(knob("brightness", 1));
    }

    @Test
    void learningAgainMovesTheTargetAndTheController() {
        MidiMapping m =
                MidiMapping.NONE
                        .learn("reed", 0, 30)
                        .learn("reed", 0, 31)
                        .learn("church", 0, 31)
                        .learn("release", 1, 31);
        assertThat(m.toJson()).isEqualTo("{\"ch 1 31\": \"church\", \"ch 2 31\": \"release\"}");
        assertThat(m.learn("reed", MidiMapping.ANY, 31).toJson()).isEqualTo("{\"31\": \"reed\"}");
    }

    @Test
    void controlsAndNonRegisteredParametersCanBeLearned() {
        String path = plan.controls().getFirst().path();
        MidiMapping m = MidiMapping.NONE.learn(path, MidiMapping.ANY, ControllerMap.NRPN + 130);
        assertThat(turned(m, 9, ControllerMap.NRPN + 130, 127))
                .containsExactly(
                        java.util.Map.entry(path, plan.controls().getFirst().spec().at(1)));
        double between = turned(m, 9, ControllerMap.NRPN + 130, 63.5).get(path);
        assertThat(between)
                .isBetween(
                        turned(m, 9, ControllerMap.NRPN + 130, 63).get(path),
                        turned(m, 9, ControllerMap.NRPN + 130, 64).get(path));
    }

    @Test
    void aTargetThatThePresetHasNotRests() {
        MidiMapping m = MidiMapping.NONE.learn("nowhere", 0, 74).learn("no.where", 0, 72);
        assertThat(turned(m, 0, 74, 127)).isEqualTo(knob("brightness", 1));
        assertThat(turned(m, 0, 72, 127)).isEqualTo(knob("release", 1));
    }

    @Test
    void filesReadBackEqual() throws Exception {
        MidiMapping m =
                MidiMapping.NONE
                        .learn("brightness", MidiMapping.ANY, 20)
                        .learn("filter.cutoff", 2, ControllerMap.NRPN + 130)
                        .learn("reed", 15, 0);
        assertThat(m.toJson())
                .isEqualTo(
                        "{\"20\": \"brightness\", \"ch 3 nrpn 130\": \"filter.cutoff\", \"ch 16 0\": \"reed\"}");
        assertThat(MidiMapping.fromJson(m.toJson().getBytes(UTF_8), "s.json")).isEqualTo(m);
        assertThat(MidiMapping.fromJson("{}".getBytes(UTF_8), "s.json"))
                .isEqualTo(MidiMapping.NONE);
    }

    @Test
    void whatIsWrongIsNamed() {
        for (List<String> wrong :
                List.of(
                        List.of("{\"x\": \"reed\"}", "like '74', 'nrpn 130' or 'ch 3 74', got 'x'"),
                        List.of("{\"98\": \"reed\"}", "expected 0..97, 102..119 or nrpn 0..16382"),
                        List.of("{\"1025\": \"reed\"}", "expected a controller 0..119, got 1025"),
                        List.of("{\"nrpn 16383\": \"reed\"}", "got nrpn 16383"),
                        List.of("{\"ch 17 1\": \"reed\"}", "expected a channel 1..16, got 17"),
                        List.of("{\"ch 0 1\": \"reed\"}", "expected a channel 1..16, got 0"),
                        List.of("{\"1\": \"../reed\"}", "a path like 'filter.cutoff'"),
                        List.of("{\"1\": \"a\", \"2\": \"a\"}", "one controller for 'a'"),
                        List.of("{\"1\": 3}", "expected a text"),
                        List.of("[]", "expected an object"))) {
            assertThatThrownBy(() -> MidiMapping.fromJson(wrong.get(0).getBytes(UTF_8), "s.json"))
                    .as(wrong.get(0))
                    .isInstanceOf(PresetException.class)
                    .hasMessageStartingWith("preset 's.json'")
                    .hasMessageContaining(wrong.get(1));
        }
    }
}
