package eigentone.app.command;

import eigentone.app.console.Nearest;
import eigentone.app.console.UsageException;
import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Settings of a node type as people type and read them.
final class SettingText {
    private SettingText() {}

    /// The range with what it is unless said, e.g. `1..64, initially 8`.
    static String range(Setting setting) {
        return switch (setting) {
            case Setting.Size s -> s.min() + ".." + s.max() + ", initially " + s.initial();
            case Setting.Choice c -> String.join(" | ", c.options());
            case Setting.Numbers n ->
                    n.minCount()
                            + ".."
                            + n.maxCount()
                            + " numbers in "
                            + number(n.min())
                            + ".."
                            + number(n.max());
            case Setting.Sound s -> "a mono recording";
            case Setting.Document d -> "a file";
        };
    }

    /// `text` as a value for the setting `id`; its range is checked when the node is made.
    ///
    /// @throws UsageException naming the settings there are, or the form that was expected
    static Object parse(NodeType type, String id, String text) {
        List<String> ids = type.settings().stream().map(Setting::id).toList();
        Setting setting =
                type.settings().stream()
                        .filter(s -> s.id().equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new UsageException(
                                        "setting '%s': expected one that '%s' has, which are %s; try %s"
                                                .formatted(
                                                        id,
                                                        type.id(),
                                                        ids.isEmpty() ? "none" : ids,
                                                        Nearest.remedy(
                                                                id,
                                                                ids,
                                                                "`eigentone explain "
                                                                        + type.id()
                                                                        + "`"))));
        try {
            return switch (setting) {
                case Setting.Size s -> Integer.valueOf(text);
                case Setting.Choice c -> text;
                case Setting.Numbers n -> numbers(text);
                case Setting.Sound s -> throw new NumberFormatException();
                case Setting.Document d -> UsageException.of(() -> Path.of(text));
            };
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "setting '%s': expected %s, got '%s'; try `eigentone explain %s`"
                            .formatted(id, range(setting), text, type.id()),
                    e);
        }
    }

    private static List<Double> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            numbers.add(Double.valueOf(part.trim()));
        }
        return numbers;
    }

    static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15
                ? Long.toString((long) v)
                : Double.toString(v);
    }
}
