package eigentone.engine.catalog;

import java.util.List;

/// Something about a node that is fixed when its patch is built: a size, a choice, numbers, a
/// sound, a file. What may change while it plays is a control.
public sealed interface Setting {
    /// Lower-case name, unique within its node, e.g. `units`.
    String id();

    /// One sentence for a musician.
    String help();

    /// A whole number in `min`..`max`.
    record Size(String id, int min, int max, int initial, String help) implements Setting {}

    /// One of `options`, the first unless said.
    record Choice(String id, List<String> options, String help) implements Setting {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /// A list of `minCount`..`maxCount` numbers, each in `min`..`max`.
    record Numbers(
            String id,
            int minCount,
            int maxCount,
            double min,
            double max,
            List<Double> initial,
            String help)
            implements Setting {
        public Numbers {
            initial = List.copyOf(initial);
        }
    }

    /// A mono recording; a built-in one when a patch names none.
    record Sound(String id, String help) implements Setting {}

    /// A file that the node reads when it is made, such as a trained model. A preset must name it,
    /// relative to its own folder.
    record Document(String id, String help) implements Setting {}
}
