package eigentone.models.online;

import eigentone.engine.language.ControlSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Shows an instrument what gestures mean, and lets it follow them: inputs such as controllers or
/// heard pitch and loudness turn any set of controls.
///
/// Show it pairs of inputs and control values ([#demonstrate]), let it [#learn], then [#play].
/// Inputs count from -1 to 1 over their range, controls by their position on the knob's travel, and
/// what comes out is held to their range; how fast it gets there is the controls' own smoothing.
/// Learning is [RecursiveLeastSquares] over 1, every input, and, if [Shape#QUADRATIC], every
/// product of two.
///
/// No threads: one at a time.
public final class Teaching {
    /// More than an hour at ten a second.
    public static final int MOST_DEMONSTRATIONS = 40_000;

    /// Weighs little against the first demonstration, whose inputs have a square of 1 or more.
    private static final double RIDGE = 1e-3;

    /// Where a knob stands of which nothing is known.
    private static final double MIDDLE = 0.5;

    /// Something that is played.
    ///
    /// @param name e.g. `cc1`, `pitch`, `loudness`
    public record Input(String name, double min, double max) {
        public Input {
            if (name.isBlank() || !(min < max) || !Double.isFinite(max - min)) {
                throw new IllegalArgumentException(
                        "input '%s': expected a name and min < max, got %s, %s"
                                .formatted(name, min, max));
            }
        }
    }

    /// A control that is turned.
    ///
    /// @param path `node.control`
    public record Target(String path, ControlSpec spec) {}

    /// What is between the demonstrations.
    public enum Shape {
        /// Straight lines.
        LINEAR,
        /// Curves, and inputs that change what another one does.
        QUADRATIC
    }

    /// Inputs and the control values that were shown for them.
    public record Demonstration(List<Double> inputs, List<Double> values) {
        public Demonstration {
            inputs = List.copyOf(inputs);
            values = List.copyOf(values);
        }
    }

    private final List<Input> inputs;
    private final List<Target> targets;
    private final Shape shape;
    private final double forgetting;
    private final List<Demonstration> demonstrations = new ArrayList<>();
    private final RecursiveLeastSquares squares;
    private final double[] now;
    private final double[] features;
    private final double[] positions;
    private int learnt;

    /// @param inputs 1..16, each name once
    /// @param targets 1 or more, each path once
    /// @param forgetting 0.5..1: what a demonstration counts when the next one comes
    /// @throws IllegalArgumentException outside of these
    public Teaching(List<Input> inputs, List<Target> targets, Shape shape, double forgetting) {
        this.inputs = List.copyOf(inputs);
        this.targets = List.copyOf(targets);
        this.shape = shape;
        this.forgetting = forgetting;
        int n = inputs.size();
        if (n < 1 || n > 16) {
            throw new IllegalArgumentException(
                    "teaching: expected 1..16 inputs, got %d".formatted(n));
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "teaching: expected controls to turn, got none; try one like 'filter.cutoff'");
        }
        once("input", this.inputs.stream().map(Input::name).toList());
        once("control", this.targets.stream().map(Target::path).toList());
        int width = 1 + n + (shape == Shape.QUADRATIC ? n * (n + 1) / 2 : 0);
        squares = new RecursiveLeastSquares(width, targets.size(), forgetting, RIDGE);
        now = new double[n];
        features = new double[width];
        positions = new double[targets.size()];
    }

    private static void once(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "teaching, %s '%s': expected it once, got it twice".formatted(what, name));
            }
        }
    }

    public List<Input> inputs() {
        return inputs;
    }

    public List<Target> targets() {
        return targets;
    }

    public Shape shape() {
        return shape;
    }

    public double forgetting() {
        return forgetting;
    }

    public List<Demonstration> demonstrations() {
        return List.copyOf(demonstrations);
    }

    /// Whether it can play.
    public boolean hasLearnt() {
        return learnt > 0;
    }

    /// Keeps a pair for [#learn].
    ///
    /// @param inputValues in the inputs' order and units; NaN where nothing is known, which counts
    ///   as the last known, and before it as the middle
    /// @param controlValues in the targets' order and units; held to their ranges
    /// @throws IllegalArgumentException for other lengths
    /// @throws IllegalStateException when there are too many
    public void demonstrate(double[] inputValues, double[] controlValues) {
        if (demonstrations.size() == MOST_DEMONSTRATIONS) {
            throw new IllegalStateException(
                    "teaching: expected at most %d demonstrations, got one more; try to forget them"
                            .formatted(MOST_DEMONSTRATIONS));
        }
        if (controlValues.length != targets.size()) {
            throw new IllegalArgumentException(
                    "teaching: expected %d control values, got %d"
                            .formatted(targets.size(), controlValues.length));
        }
        take(inputValues);
        List<Double> shown = new ArrayList<>();
        for (int i = 0; i < now.length; i++) {
            Input in = inputs.get(i);
            shown.add(in.min() + (now[i] + 1) / 2 * (in.max() - in.min()));
        }
        List<Double> values = new ArrayList<>();
        for (int o = 0; o < controlValues.length; o++) {
            values.add(targets.get(o).spec().clamp(controlValues[o]));
        }
        demonstrations.add(new Demonstration(shown, values));
    }

    /// Learns the demonstrations that are new since the last time.
    ///
    /// @throws IllegalStateException when there is none at all
    public void learn() {
        if (demonstrations.isEmpty()) {
            throw new IllegalStateException(
                    "teaching: expected demonstrations to learn from, got none; try to record some");
        }
        double[] kept = now.clone();
        double[] wanted = new double[targets.size()];
        for (Demonstration d : demonstrations.subList(learnt, demonstrations.size())) {
            take(d.inputs().stream().mapToDouble(Double::doubleValue).toArray());
            for (int o = 0; o < wanted.length; o++) {
                wanted[o] = targets.get(o).spec().position(d.values().get(o)) - MIDDLE;
            }
            expand();
            squares.learn(features, wanted);
        }
        learnt = demonstrations.size();
        System.arraycopy(kept, 0, now, 0, now.length);
    }

    /// Turns the controls: values in the targets' order, units and ranges, into `controlValues`.
    ///
    /// @param inputValues as in [#demonstrate]
    /// @throws IllegalStateException before it has learnt
    public void play(double[] inputValues, double[] controlValues) {
        if (learnt == 0) {
            throw new IllegalStateException(
                    demonstrations.isEmpty()
                            ? "teaching: expected demonstrations, got none; try to record some and learn"
                            : "teaching: expected to have learnt %d demonstrations; try to learn"
                                    .formatted(demonstrations.size()));
        }
        take(inputValues);
        expand();
        squares.predict(features, positions);
        for (int o = 0; o < positions.length; o++) {
            controlValues[o] = targets.get(o).spec().at(MIDDLE + positions[o]);
        }
    }

    /// Forgets the demonstrations and what was learnt.
    public void forget() {
        demonstrations.clear();
        squares.reset();
        learnt = 0;
        Arrays.fill(now, 0);
    }

    private void take(double[] inputValues) {
        if (inputValues.length != now.length) {
            throw new IllegalArgumentException(
                    "teaching: expected %d inputs, got %d"
                            .formatted(now.length, inputValues.length));
        }
        for (int i = 0; i < now.length; i++) {
            Input in = inputs.get(i);
            double x = 2 * (inputValues[i] - in.min()) / (in.max() - in.min()) - 1;
            now[i] = Double.isNaN(x) ? now[i] : Math.clamp(x, -1, 1);
        }
    }

    private void expand() {
        int k = 0;
        features[k++] = 1;
        for (double x : now) {
            features[k++] = x;
        }
        for (int i = 0; shape == Shape.QUADRATIC && i < now.length; i++) {
            for (int j = i; j < now.length; j++) {
                features[k++] = now[i] * now[j];
            }
        }
    }
}
