package eigentone.models.recipe;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/// What may stand behind a key of a recipe.
public sealed interface Form {
    /// A whole number.
    record Whole(long min, long max) implements Form {}

    /// A number.
    record Number(double min, double max) implements Form {}

    /// One of several words.
    record Choice(List<String> options) implements Form {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /// A file or folder, relative to the recipe's folder.
    record Place() implements Form {}

    /// Any text that fits a pattern, which `what` describes.
    record Words(String what, String pattern) implements Form {}

    /// What is expected, for messages and help.
    default String range() {
        return switch (this) {
            case Whole w -> w.min + ".." + w.max;
            case Number n -> decimal(n.min) + ".." + decimal(n.max);
            case Choice c -> String.join(" | ", c.options);
            case Place p -> "a path";
            case Words w -> w.what;
        };
    }

    /// Whether `text` is of this form.
    default boolean fits(String text) {
        try {
            return switch (this) {
                case Whole w -> {
                    long v = Long.parseLong(text);
                    yield v >= w.min && v <= w.max;
                }
                case Number n -> {
                    double v = Double.parseDouble(text);
                    yield v >= n.min && v <= n.max;
                }
                case Choice c -> c.options.contains(text);
                case Place p -> !text.isEmpty() && text.indexOf('\0') < 0;
                case Words w -> Pattern.matches(w.pattern, text);
            };
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String decimal(double v) {
        return BigDecimal.valueOf(v).stripTrailingZeros().toPlainString();
    }
}
