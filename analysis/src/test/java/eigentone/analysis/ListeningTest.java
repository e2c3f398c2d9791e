package eigentone.analysis;

import static eigentone.analysis.PlayedPresets.RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.analysis.PlayedPresets.Event;
import eigentone.engine.event.EventQueue;
import eigentone.engine.graph.Plan;
import eigentone.presets.Listen;
import eigentone.presets.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningTest {
    /// A singer: legato, a repeated note, a rest, vibrato, a low note; level goes up and down.
    private static final int[] KEYS = {57, 60, 64, 64, 62, 50};

    private static final double[] FROM = {0.3, 0.6, 0.9, 1.4, 1.8, 2.8};
    private static final double[] TO = {0.6, 0.9, 1.3, 1.8, 2.6, 3.6};

    static float[] song(double detuneSemitones) {
        float[] x = new float[(int) (4 * RATE)];
        for (int i = 0; i < KEYS.length; i++) {
            double seconds = TO[i] - FROM[i];
            double hz = Sounds.hz(KEYS[i] + detuneSemitones);
            float[] tone = Sounds.tone(RATE, hz, seconds, true, seconds > 0.5 ? 0.4 : 0);
            int at = (int) (FROM[i] * RATE);
            for (int t = 0; t < tone.length; t++) {
                double fade = Math.min(1, Math.min(t, tone.length - t) / (0.02 * RATE));
                x[at + t] = (float) (tone[t] * fade);
            }
        }
        return x;
    }

    private static List<Event> notes(List<Event> events) {
        return events.stream().filter(Event::isNoteOn).toList();
    }

    @Test
    void everyNoteOfASongIsPlayedOnceAndEnds() throws IOException {
        List<Event> events = PlayedPresets.events(PlayedPresets.preset("pitch-to-midi"), song(0));
        assertThat(notes(events).stream().map(Event::key)).containsExactly(57, 60, 64, 64, 62, 50);
        double latest = 0;
        for (int i = 0; i < KEYS.length; i++) {
            latest = Math.max(latest, notes(events).get(i).frame() / RATE - FROM[i]);
        }
        System.out.printf("pitch to MIDI: a note sounds after %.1f ms at most%n", 1e3 * latest);
        assertThat(latest).isLessThan(0.07);
        assertThat(events.stream().filter(e -> e.kind() == EventQueue.NOTE_OFF)).hasSize(6);
        assertThat(events.getLast().kind()).isNotEqualTo(EventQueue.NOTE_ON);
    }

    /// Plucked four times on one string: the pitch never changes.
    @Test
    void aStringThatIsPluckedAgainPlaysAgain() throws IOException {
        float[] x = Sounds.tone(RATE, 196, 1.6, true, 0);
        for (int t = 0; t < x.length; t++) {
            x[t] *= (float) Math.exp(-(t % (int) (0.4 * RATE)) / (0.15 * RATE));
        }
        List<Event> events = PlayedPresets.events(PlayedPresets.preset("pitch-to-midi"), x);
        assertThat(notes(events).stream().map(Event::key)).containsExactly(55, 55, 55, 55);
    }

    /// A third of a semitone too high: bent, or not when it is to snap.
    @Test
    void notesBendAsTheVoiceDoesUnlessTheySnap() throws IOException {
        Preset preset = PlayedPresets.preset("pitch-to-midi");
        double[] bend = new double[2];
        for (int snap = 0; snap < 2; snap++) {
            Listen.Pitch pitch = new Listen.Pitch(70, 1200, snap);
            Listening ear =
                    new Listening(
                            new Listen(-50, pitch, null, false), PlayedPresets.plan(preset, 512));
            float[] x = song(0.33);
            int of = snap;
            List<Integer> keys = new ArrayList<>();
            ear.hear(
                    x,
                    0,
                    (int) (0.55 * RATE),
                    (frame, kind, target, a, b) -> {
                        if (kind == EventQueue.NOTE_ON) {
                            keys.add(target & 127);
                        }
                        bend[of] = kind == EventQueue.BEND ? a : bend[of];
                        return true;
                    });
            assertThat(keys).containsExactly(57);
        }
        assertThat(bend[0]).isCloseTo(0.33, within(0.03));
        assertThat(bend[1]).isZero();
    }

    @Test
    void clapsStrikeAsHardAsTheyAreLoud() throws IOException {
        float[] x = Sounds.noise(RATE, 3, -70);
        double[] times = {0.5, 1, 1.5, 2, 2.5}, levels = {-6, -20, -12, -30, -6};
        for (int i = 0; i < times.length; i++) {
            Sounds.strike(x, RATE, Sounds.Kind.CLICK, levels[i], times[i]);
        }
        List<Event> events = PlayedPresets.events(PlayedPresets.preset("onset-to-trigger"), x);
        List<Event> notes = notes(events);
        assertThat(notes).hasSize(5);
        double latest = 0;
        for (int i = 0; i < times.length; i++) {
            assertThat(notes.get(i).b()).isCloseTo(1 + levels[i] / 60, within(0.02));
            latest = Math.max(latest, notes.get(i).frame() / RATE - times[i]);
        }
        System.out.printf(
                "onset to trigger: a strike sounds after %.1f ms at most%n", 1e3 * latest);
        assertThat(latest).isLessThan(0.022);
        assertThat(events.stream().filter(e -> e.kind() == EventQueue.NOTE_OFF)).hasSize(5);
        assertThat(events).anyMatch(e -> e.kind() == EventQueue.CONTROL);
    }

    @Test
    void eventsComeInOrderAndALatencyAfterTheirHop() throws IOException {
        for (String name : List.of("pitch-to-midi", "onset-to-trigger")) {
            List<Event> events = PlayedPresets.events(PlayedPresets.preset(name), song(0));
            assertThat(events).isNotEmpty();
            long before = 0;
            for (Event e : events) {
                assertThat(e.frame()).isGreaterThanOrEqualTo(before);
                assertThat((e.frame() - 512) % 128).isZero();
                before = e.frame();
            }
        }
    }

    /// Wherever listening begins, so that live is as offline.
    @Test
    void smoothControlsAreTurnedAtMultiplesOfFourHops() throws IOException {
        Preset preset = PlayedPresets.preset("onset-to-trigger");
        Listening ear = new Listening(preset.listen(), PlayedPresets.plan(preset, 512));
        ear.begin(3 * 128);
        List<Long> frames = new ArrayList<>();
        float[] x = song(0);
        ear.hear(
                x,
                0,
                x.length,
                (frame, kind, target, a, b) -> kind == EventQueue.CONTROL && frames.add(frame));
        assertThat(frames).hasSizeGreaterThan(10).allSatisfy(f -> assertThat(f % 512).isZero());
    }

    @Test
    void theBeatThatIsHeardBecomesTheTempo() throws IOException {
        Plan plan = PlayedPresets.plan(PlayedPresets.preset("onset-to-trigger"), 512);
        Listening ear = new Listening(new Listen(-50, null, null, true), plan);
        float[] x = Sounds.noise(RATE, 6, -70);
        for (double s = 0.3; s < 5.9; s += 60.0 / 96) {
            Sounds.strike(x, RATE, Sounds.Kind.CLAP, -6, s);
        }
        List<Double> tempi = new ArrayList<>();
        ear.hear(
                x,
                0,
                x.length,
                (frame, kind, target, a, b) -> kind == EventQueue.TEMPO && tempi.add(a));
        assertThat(tempi).isNotEmpty();
        assertThat(tempi.getLast()).isCloseTo(96, within(2.0));
    }
}
