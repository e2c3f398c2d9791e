package eigentone.presets;

import static eigentone.presets.PresetPlay.RATE_HZ;
import static eigentone.presets.PresetPlay.db;
import static eigentone.presets.PresetPlay.mono;
import static eigentone.presets.PresetPlay.part;
import static eigentone.presets.PresetPlay.peak;
import static eigentone.presets.PresetPlay.plan;
import static eigentone.presets.PresetPlay.render;
import static eigentone.presets.PresetPlay.rms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eigentone.audioio.measure.Pitch;
import eigentone.audioio.measure.SoundFeatures;
import eigentone.engine.graph.Plan;
import eigentone.presets.PresetPlay.Note;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every bundled preset does what its file says, measured from what it plays.
class PresetSoundTest {
    private static final List<Note> CHORD =
            List.of(
                    new Note(48, 0, 1, 0.7),
                    new Note(55, 0, 1, 0.7),
                    new Note(64, 0, 1, 0.7),
                    new Note(72, 0, 1, 0.7));

    /// Kick, snare, hat, tom, open hat, cymbal of General MIDI.
    private static final List<Note> BEAT =
            List.of(
                    new Note(36, 0, 0.1, 0.7),
                    new Note(38, 0.25, 0.35, 0.7),
                    new Note(42, 0.4, 0.45, 0.7),
                    new Note(41, 0.5, 0.6, 0.7),
                    new Note(46, 0.7, 0.8, 0.7),
                    new Note(51, 0.85, 1, 0.7));

    /// Six As: five octaves.
    private static final int[] AS = {33, 45, 57, 69, 81, 93};

    /// What "in tune" means: see the design's physics tests.
    private static final double CENTS = 3;

    /// What a source does when it falls silent; decoration changes less.
    private static final double SOURCE_DB = 6;

    /// Every term of [SoundFeatures#distance] is scaled so that 1 is a difference heard at once;
    /// the least distance of two bundled presets is 1.3 (hall and ensemble), that of a copy is 0.
    private static final double APART = 1;

    /// No preset's knob brings the sound of the chord above this; what plays them bends peaks.
    private static final double BOUND = 8;

    private static final float[] CHORDS = PresetPlay.chords();
    private static final PresetLibrary LIBRARY = library();

    private static PresetLibrary library() {
        try {
            return new PresetLibrary(List.of(new BundledPresets()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> names() {
        return LIBRARY.names();
    }

    static List<String> instruments() throws IOException {
        return LIBRARY.all().stream()
                .filter(p -> p.kind() == Preset.Kind.INSTRUMENT)
                .map(Preset::name)
                .toList();
    }

    static List<String> pitched() throws IOException {
        return LIBRARY.all().stream().filter(Preset::pitched).map(Preset::name).toList();
    }

    static List<String> withCells() throws IOException {
        return LIBRARY.all().stream().filter(p -> !p.cells().isEmpty()).map(Preset::name).toList();
    }

    private static List<Note> notes(Preset p) {
        if (p.kind() != Preset.Kind.INSTRUMENT) {
            return List.of();
        }
        return p.tags().contains(Preset.PERCUSSION) ? BEAT : CHORD;
    }

    @Test
    void thereAreEnoughOfEachKind() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(16);
        assertThat(pitched()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(withCells()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(LIBRARY.all())
                .filteredOn(p -> p.kind() == Preset.Kind.EFFECT)
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(LIBRARY.all()).anyMatch(p -> p.kind() == Preset.Kind.GENERATOR);
        assertThat(LIBRARY.all()).anyMatch(p -> p.tags().contains(Preset.PERCUSSION));
    }

    /// Full chords come near full scale and not beyond.
    @ParameterizedTest
    @MethodSource("names")
    void playsFiniteAndNeitherSilentNorTooLoud(String name) throws IOException {
        Preset p = LIBRARY.load(name);
        Plan plan = plan(p.patch());
        float[][] y = render(plan, 1.5, notes(p), CHORDS);
        assertThat(plan.nonFiniteFrames()).isZero();
        assertThat(db(peak(y))).isBetween(-18.0, -1.0);
        assertThat(db(rms(mono(y)))).isGreaterThan(-45);
    }

    @ParameterizedTest
    @MethodSource("instruments")
    void endsAfterItsRelease(String name) throws IOException {
        Preset p = LIBRARY.load(name);
        Plan plan = plan(p.patch());
        List<Note> notes =
                p.tags().contains(Preset.PERCUSSION) ? BEAT : List.of(new Note(57, 0, 0.3, 0.7));
        render(plan, 1.1, notes, CHORDS);
        for (int t = 0; t < 14 && !plan.isSilent(); t++) {
            render(plan, 1, List.of(), CHORDS);
        }
        assertThat(plan.activeVoices()).isZero();
        assertThat(plan.isSilent()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pitched")
    void isInTuneOverFiveOctaves(String name) throws IOException {
        Preset p = LIBRARY.load(name);
        List<Double> cents = new ArrayList<>();
        for (int key : AS) {
            double hertz = 440 * Math.exp((key - 69) / 12.0 * Math.log(2));
            double seconds = Math.max(0.4, 30 / hertz);
            float[] y =
                    mono(
                            render(
                                    p.patch(),
                                    0.15 + seconds,
                                    List.of(new Note(key, 0, 2, 0.7)),
                                    CHORDS));
            double heard = Pitch.hz(part(y, 0.15, 0.15 + seconds), RATE_HZ, hertz);
            cents.add(Pitch.cents(heard, hertz));
        }
        assertThat(cents).allSatisfy(c -> assertThat(c).isCloseTo(0, within(CENTS)));
    }

    @ParameterizedTest
    @MethodSource("withCells")
    void itsCellsAreItsSource(String name) throws IOException {
        Preset p = LIBRARY.load(name);
        float[] whole = mono(render(p.patch(), 0.8, notes(p), CHORDS));
        float[] rest =
                mono(
                        render(
                                PresetPlay.without(p.patch(), Set.copyOf(p.cells())),
                                0.8,
                                notes(p),
                                CHORDS));
        assertThat(db(rms(whole)) - db(rms(rest))).isGreaterThan(SOURCE_DB);
    }

    /// What a listener compares: one note with its end; an effect on a chord that stops and on a
    /// burst of noise, since a room shows in the one and a tube in the other.
    private static List<SoundFeatures> features(Preset p) {
        boolean melodic = p.kind() == Preset.Kind.INSTRUMENT && !notes(p).equals(BEAT);
        List<Note> notes = melodic ? List.of(new Note(57, 0, 1.2, 0.7)) : notes(p);
        List<float[]> inputs =
                p.kind() == Preset.Kind.EFFECT
                        ? List.of(Arrays.copyOf(part(CHORDS, 0, 1), CHORDS.length), burst())
                        : List.of(CHORDS);
        List<SoundFeatures> features = new ArrayList<>();
        for (float[] input : inputs) {
            features.add(SoundFeatures.of(mono(render(p.patch(), 2.4, notes, input)), RATE_HZ));
        }
        return features;
    }

    private static float[] burst() {
        SplittableRandom random = new SplittableRandom(1);
        float[] x = new float[CHORDS.length];
        int frames = (int) (0.08 * RATE_HZ);
        for (int t = 0; t < frames; t++) {
            x[t] = (float) ((random.nextDouble() - 0.5) * (1 - (double) t / frames));
        }
        return x;
    }

    /// The greatest over what both were tried with.
    private static double distance(List<SoundFeatures> a, List<SoundFeatures> b) {
        double greatest = 0;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            greatest = Math.max(greatest, a.get(i).distance(b.get(i)));
        }
        return greatest;
    }

    @Test
    void everyTwoAreTwoSounds() throws IOException {
        Map<String, List<SoundFeatures>> all = new LinkedHashMap<>();
        for (Preset p : LIBRARY.all()) {
            all.put(p.name(), features(p));
        }
        assertThat(tooNear(all)).isEmpty();
        // The same test sees a copy under another name.
        all.put("copy", features(LIBRARY.load("chorale")));
        assertThat(tooNear(all)).hasSize(1).first().asString().contains("chorale").contains("copy");
    }

    private static List<String> tooNear(Map<String, List<SoundFeatures>> all) {
        List<String> names = List.copyOf(all.keySet()), near = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int k = 0; k < i; k++) {
                double distance = distance(all.get(names.get(i)), all.get(names.get(k)));
                if (!(distance >= APART)) {
                    near.add("%s and %s: %.2f".formatted(names.get(k), names.get(i), distance));
                }
            }
        }
        return near;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyKnobIsHeardAndNoneBreaksTheSound(String name) throws IOException {
        Preset p = LIBRARY.load(name);
        assertThat(p.knobs()).isNotEmpty();
        for (Knob k : p.knobs()) {
            float[] low = mono(turned(p, k, k.spec().min()));
            float[] high = mono(turned(p, k, k.spec().max()));
            double difference = 0;
            for (int t = 0; t < low.length; t++) {
                difference += Math.pow(low[t] - high[t], 2);
            }
            double level = Math.max(rms(low), rms(high));
            assertThat(db(Math.sqrt(difference / low.length) / level))
                    .as(k.id())
                    .isGreaterThan(-30);
        }
    }

    private static float[][] turned(Preset p, Knob k, double value) {
        Plan plan = plan(p.patch());
        for (ControlValue v : k.targets(value)) {
            plan.events().control(0, plan.control(v.path()), v.value());
        }
        // A release is heard after the notes only, a generator needs its time.
        List<Note> notes =
                notes(p).stream()
                        .map(n -> new Note(n.key(), n.from() / 5, n.to() / 5, n.velocity()))
                        .toList();
        float[][] y = render(plan, 0.45, notes, CHORDS);
        assertThat(plan.nonFiniteFrames()).as(k.id()).isZero();
        assertThat(peak(y)).as(k.id()).isBetween(1e-6, BOUND);
        return y;
    }

    @ParameterizedTest
    @MethodSource("names")
    void allKnobsAtOnceAtTheirEndsStayFinite(String name) throws IOException {
        Preset p = LIBRARY.load(name);
        for (boolean most : new boolean[] {false, true}) {
            Plan plan = plan(p.patch());
            for (Knob k : p.knobs()) {
                for (ControlValue v : k.targets(most ? k.spec().max() : k.spec().min())) {
                    plan.events().control(0, plan.control(v.path()), v.value());
                }
            }
            float[][] y = render(plan, 0.2, notes(p), CHORDS);
            assertThat(plan.nonFiniteFrames()).isZero();
            assertThat(peak(y)).isLessThan(BOUND);
        }
    }
}
