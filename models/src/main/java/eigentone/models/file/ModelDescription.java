package eigentone.models.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is known about a trained model: what it is, what it hears and says, and how it was made.
///
/// @param cell the recurrence that the weights belong to
/// @param inputs its input ports, in order
/// @param outputs its output ports, in order
/// @param sampleRateHz steps a second; 0 for a model of events, whose steps are musical
/// @param seed of all randomness of its training
/// @param licence of the weights, e.g. an SPDX identifier; empty if nobody said
/// @param recipe the text that it was trained by; empty if there is none
/// @param data what it was trained on, one line for each file or set
/// @param history its epochs in order
public record ModelDescription(
        Cell cell,
        List<Port> inputs,
        List<Port> outputs,
        double sampleRateHz,
        long seed,
        String licence,
        String recipe,
        List<String> data,
        List<Epoch> history) {
    /// The fastest rate of a sound file.
    static final double MAX_RATE_HZ = 1_536_000;

    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException if the rate is out of range
    public ModelDescription {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        data = List.copyOf(data);
        history = List.copyOf(history);
        if (sampleRateHz != 0 && !(sampleRateHz >= 1 && sampleRateHz <= MAX_RATE_HZ)) {
            throw new IllegalArgumentException(
                    "model 'sampleRateHz': expected 0 or 1..1536000 Hz, got %s Hz"
                            .formatted(sampleRateHz));
        }
    }

    /// Which recurrence: a node type of the catalogue, or any name with what it needs.
    ///
    /// @param type name of the node type, e.g. `gru`
    /// @param settings by name: each a finite `Number`, a `String`, or a `List` of finite numbers;
    ///   fit for `NodeType.create`
    public record Cell(String type, Map<String, Object> settings) {
        /// Copies the settings; numbers become `Double`.
        ///
        /// @throws IllegalArgumentException naming a setting of another kind
        public Cell {
            Map<String, Object> copy = new LinkedHashMap<>();
            settings.forEach((id, v) -> copy.put(id, setting(id, v)));
            settings = Collections.unmodifiableMap(copy);
        }

        private static Object setting(String id, Object v) {
            return switch (v) {
                case String text -> text;
                case Number n -> finite(id, n);
                case List<?> list -> list.stream().map(e -> finite(id, e)).toList();
                default -> throw wrong(id, v);
            };
        }

        private static Double finite(String id, Object v) {
            if (v instanceof Number n && Double.isFinite(n.doubleValue())) {
                return n.doubleValue();
            }
            throw wrong(id, v);
        }

        private static IllegalArgumentException wrong(String id, Object v) {
            return new IllegalArgumentException(
                    "setting '%s': expected a finite number, a text or a list of numbers, got %s"
                            .formatted(id, v));
        }
    }

    /// A port, and the scale on which the network sees or says its values:
    ///
    ///     value = normalised * scale + offset
    ///
    /// @param name as the recurrence declares it
    /// @param width channels
    /// @param scale one for each channel, finite and not 0
    /// @param offset one for each channel, finite
    public record Port(String name, int width, List<Double> scale, List<Double> offset) {
        /// @throws IllegalArgumentException if a scale or an offset is out of range or missing
        public Port {
            scale = List.copyOf(scale);
            offset = List.copyOf(offset);
            boolean sound =
                    width >= 1
                            && scale.size() == width
                            && offset.size() == width
                            && scale.stream().allMatch(v -> Double.isFinite(v) && v != 0)
                            && offset.stream().allMatch(v -> Double.isFinite(v));
            if (!sound) {
                throw new IllegalArgumentException(
                        "port '%s': expected a scale other than 0 and an offset for each of %d "
                                        .formatted(name, width)
                                + "channels, got %s and %s".formatted(scale, offset));
            }
        }

        /// A port whose values the network sees as they are.
        public static Port of(String name, int width) {
            return new Port(
                    name, width, Collections.nCopies(width, 1.0), Collections.nCopies(width, 0.0));
        }

        boolean isPlain() {
            return equals(of(name, width));
        }
    }

    /// One pass through the training data.
    ///
    /// @param number from 1
    /// @param seconds it took
    /// @param losses by name, e.g. `train` and `valid`, each finite
    public record Epoch(int number, double seconds, Map<String, Double> losses) {
        /// Copies the losses.
        ///
        /// @throws IllegalArgumentException naming a loss that is not finite
        public Epoch {
            losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
            boolean finite = losses.values().stream().allMatch(v -> Double.isFinite(v));
            if (number < 1 || !Double.isFinite(seconds) || !finite) {
                throw new IllegalArgumentException(
                        "epoch '%d': expected finite losses and seconds, got %s in %s s"
                                .formatted(number, losses, seconds));
            }
        }
    }
}
