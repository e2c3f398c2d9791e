package eigentone.app.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that a performer changes and may want back.
public sealed interface Tweak {
    /// Another preset.
    ///
    /// @param preset its name, or its full text in JSON
    /// @param values knob's id or `node.control` to a value; all else is as the preset has it
    record Choose(String preset, Map<String, Double> values) implements Tweak {
        public Choose {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /// A knob or control is turned.
    ///
    /// @param name knob's id or `node.control`
    /// @param value finite; null for what the preset has itself
    record Turn(String name, @Nullable Double value) implements Tweak {
        public Turn {
            if (value != null && !Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "control '%s': expected a finite number, got %s".formatted(name, value));
            }
        }
    }

    /// What controllers turn.
    ///
    /// @param mappings all of them
    record Bind(List<Mapping> mappings) implements Tweak {
        public Bind {
            mappings = List.copyOf(mappings);
        }
    }

    /// @param beatsPerMinute finite
    record Tempo(double beatsPerMinute) implements Tweak {
        public Tempo {
            if (!Double.isFinite(beatsPerMinute)) {
                throw new IllegalArgumentException(
                        "tempo: expected a finite number, got " + beatsPerMinute);
            }
        }
    }

    /// Whether this and `next` are moves of the same hand on the same thing.
    default boolean isRunWith(@Nullable Tweak next) {
        return (this instanceof Turn a && next instanceof Turn b && a.name().equals(b.name()))
                || (this instanceof Tempo && next instanceof Tempo);
    }
}
