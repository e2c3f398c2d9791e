package eigentone.app.command;

import eigentone.app.console.Nearest;
import eigentone.app.console.UsageException;
import eigentone.audioio.file.SoundFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What commands that make sound files ask of their options. Each check refuses by a
/// [UsageException] in one line.
final class OptionChecks {
    /// Of a picture, in pixels.
    static final String USUAL_SIZE = "1600x900";

    private static final int MIN_WIDTH = 640;
    private static final int MIN_HEIGHT = 400;
    private static final int MAX_SIDE = 8192;

    private OptionChecks() {}

    /// The width that `--picture-size` asks for.
    static int width(String size) {
        return pixels(size, 0, MIN_WIDTH);
    }

    /// The height that `--picture-size` asks for.
    static int height(String size) {
        return pixels(size, 1, MIN_HEIGHT);
    }

    /// @param side 0 for the width, 1 for the height
    private static int pixels(String size, int side, int min) {
        Matcher m = Pattern.compile("(\\d{3,5})x(\\d{3,5})").matcher(size);
        int pixels = m.matches() ? Integer.parseInt(m.group(1 + side)) : -1;
        if (pixels < min || pixels > MAX_SIDE) {
            throw new UsageException(
                    "--picture-size: expected 640x400..8192x8192 pixels, got '%s'; try 1600x900"
                            .formatted(size));
        }
        return pixels;
    }

    /// Holds a number to its range.
    ///
    /// @param value null when the option is not given
    static void range(String option, @Nullable Double value, double min, double max, String unit) {
        if (value != null && !(value >= min && value <= max)) {
            double near = value > max ? max : min;
            throw new UsageException(
                    "%s: expected %s..%s %s, got %s; try %s"
                            .formatted(
                                    option,
                                    SettingText.number(min),
                                    SettingText.number(max),
                                    unit,
                                    SettingText.number(value),
                                    SettingText.number(near))
                            .replace(" ,", ","));
        }
    }

    /// `text` as a file.
    static Path path(String option, String text) {
        return UsageException.of(() -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        option + ": expected a file, got nothing; try a name");
            }
            return Path.of(text);
        });
    }

    /// The format that `--format` names, or that of the file's name.
    ///
    /// @param id null when the option is not given
    static SoundFormat format(Path file, @Nullable String id) {
        if (id == null) {
            return UsageException.of(() -> SoundFormat.forPath(file));
        }
        List<String> ids = Arrays.stream(SoundFormat.values()).map(SoundFormat::id).toList();
        if (!ids.contains(id.toLowerCase(Locale.ROOT))) {
            throw new UsageException(
                    "--format '%s': expected one of %s; try %s"
                            .formatted(
                                    id, String.join(", ", ids), Nearest.remedy(id, ids, "wav24")));
        }
        SoundFormat chosen = SoundFormat.fromName(id);
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (SoundFormat other : SoundFormat.values()) {
            if (name.endsWith("." + other.extension())
                    && !other.extension().equals(chosen.extension())) {
                throw new UsageException(
                        "--format %s: expected an output ending in .%s, got '%s'; try --format %s"
                                .formatted(id, chosen.extension(), file, other.id()));
            }
        }
        return chosen;
    }
}
