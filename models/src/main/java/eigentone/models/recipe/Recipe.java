package eigentone.models.recipe;

import eigentone.audioio.file.FileMessage;
import eigentone.models.file.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What a model is to be trained on, and how: a text of lines `key = value`.
///
///     # my amplifier
///     input = di.wav
///     target = amp.wav
///     model = gru 8
///
/// A `#` begins a comment. Paths are relative to the recipe. Keys that are not there have the values
/// of [Key]; two lines are enough to capture an amplifier, one to learn a style of music. Immutable.
public final class Recipe {
    /// Longer is another file by mistake.
    private static final int MAX_BYTES = 1 << 16;

    private final String name;
    private final Path folder;
    private final Map<Key, String> given;

    private Recipe(String name, Path folder, Map<Key, String> given) {
        this.name = name;
        this.folder = folder;
        this.given = given;
    }

    /// Reads a recipe; `overrides` stand in for its own lines.
    ///
    /// @param overrides values by the names of keys
    /// @throws RecipeException naming the line, what was expected and the nearest key
    public static Recipe read(Path file, Map<String, String> overrides) throws IOException {
        String problem = FileMessage.whyUnreadable("recipe", file);
        if (problem != null) {
            throw new RecipeException(problem);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new RecipeException(
                    file.toString(),
                    "",
                    "expected a text of at most 64 kB, got more; is it the right file?");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new RecipeException(
                    file.toString(), "", "expected a text in UTF-8, got bytes that are none");
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        return parse(text, file.toString(), folder, overrides);
    }

    /// The recipe in `text`.
    ///
    /// @param name for messages
    /// @param folder that paths are relative to
    /// @throws RecipeException as [#read]
    public static Recipe parse(String text, String name, Path folder, Map<String, String> overrides)
            throws RecipeException {
        Map<Key, String> given = new EnumMap<>(Key.class);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String said = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (said.isEmpty()) {
                continue;
            }
            String place = "line " + number;
            int equals = said.indexOf('=');
            if (equals < 1) {
                throw new RecipeException(
                        name, place, "expected key = value, got '%s'".formatted(said));
            }
            Key key = key(name, place, said.substring(0, equals).strip());
            if (given.containsKey(key)) {
                throw new RecipeException(
                        name, place, "expected '%s' once, got it twice".formatted(key.id()));
            }
            put(given, key, said.substring(equals + 1).strip(), name, place);
        }
        for (Map.Entry<String, String> o : overrides.entrySet()) {
            Key key = key(name, "--set", o.getKey());
            put(given, key, o.getValue().strip(), name, "--set " + key.id());
        }
        Recipe recipe = new Recipe(name, folder, given);
        recipe.check();
        return recipe;
    }

    private static Key key(String name, String place, String id) throws RecipeException {
        for (Key key : Key.values()) {
            if (key.id().equals(id.toLowerCase(Locale.ROOT))) {
                return key;
            }
        }
        throw new RecipeException(
                name,
                place,
                "expected a key, got '%s'%s".formatted(id, Nearest.remedy(id, Key.ids())));
    }

    private static void put(
            Map<Key, String> given, Key key, String value, String name, String place)
            throws RecipeException {
        if (!key.form().fits(value)) {
            String remedy =
                    key.form() instanceof Form.Choice c ? Nearest.remedy(value, c.options()) : "";
            throw new RecipeException(
                    name,
                    place,
                    "%s: expected %s, got '%s'%s"
                            .formatted(key.id(), key.form().range(), value, remedy));
        }
        if (key == Key.MODEL) {
            String[] parts = value.split(" +");
            put(given, Key.CELL, parts[0], name, place);
            put(given, Key.UNITS, parts[1], name, place);
        } else {
            given.put(key, value);
        }
    }

    private void check() throws RecipeException {
        boolean sound = given.containsKey(Key.INPUT) || given.containsKey(Key.TARGET);
        if (sound == isMusic()) {
            throw wrong(
                    "expected either input and target, or music, got %s; try `input = di.wav` and `target = amp.wav`"
                            .formatted(sound ? "both" : "neither"));
        }
        Key[] pairs =
                sound
                        ? new Key[] {
                            Key.INPUT,
                            Key.TARGET,
                            Key.VALID_INPUT,
                            Key.VALID_TARGET,
                            Key.TEST_INPUT,
                            Key.TEST_TARGET
                        }
                        : new Key[0];
        for (int i = 0; i < pairs.length; i += 2) {
            if (given.containsKey(pairs[i]) != given.containsKey(pairs[i + 1])) {
                throw wrong(
                        "expected %s and %s, got one of them"
                                .formatted(pairs[i].id(), pairs[i + 1].id()));
            }
        }
        if (!isMusic() && whole(Key.SETTLE_FRAMES) >= whole(Key.SEGMENT_FRAMES)) {
            throw wrong(
                    "settle-frames: expected fewer than segment-frames, %d, got %d"
                            .formatted(whole(Key.SEGMENT_FRAMES), whole(Key.SETTLE_FRAMES)));
        }
        Losses.of(this); // refuses what it does not know
        int longest = Losses.LONGEST_TRANSFORM / 2;
        if (Losses.needsLongSegments(this) && whole(Key.SEGMENT_FRAMES) <= longest) {
            throw wrong(
                    "segment-frames: expected more than %d, half a transform of the loss stft, got %d"
                            .formatted(longest, whole(Key.SEGMENT_FRAMES)));
        }
    }

    RecipeException wrong(String problem) {
        return new RecipeException(name, "", problem);
    }

    /// What messages call it.
    public String name() {
        return name;
    }

    /// Whether it is about scores rather than sound.
    public boolean isMusic() {
        return given.containsKey(Key.MUSIC);
    }

    boolean has(Key key) {
        return given.containsKey(key);
    }

    /// The value of a key, as said or as it is unless said.
    public String text(Key key) {
        if (key == Key.NAME && !has(key)) {
            return fileName();
        }
        return given.getOrDefault(key, key.initial(isMusic()));
    }

    /// The recipe's file name as the name of a preset.
    private String fileName() {
        Path file = Objects.requireNonNullElse(Path.of(name).getFileName(), Path.of("model"));
        String plain = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.[^.]*$", "");
        plain = plain.replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        return plain.isEmpty() ? "model" : plain.substring(0, Math.min(64, plain.length()));
    }

    public int whole(Key key) {
        return Integer.parseInt(text(key));
    }

    public double number(Key key) {
        return Double.parseDouble(text(key));
    }

    public boolean isYes(Key key) {
        return text(key).equals("yes");
    }

    /// The file that a key names.
    ///
    /// @throws RecipeException if no path can have that name
    public Path path(Key key) throws RecipeException {
        try {
            return folder.resolve(text(key)).normalize();
        } catch (InvalidPathException e) {
            throw wrong("%s: expected a path, got %s".formatted(key.id(), e.getReason()));
        }
    }

    /// What was said, in order of the keys, a line each; reads back as this recipe.
    public String text() {
        StringBuilder text = new StringBuilder();
        given.forEach((key, value) -> text.append("%s = %s%n".formatted(key.id(), value)));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /// The names of the keys whose values differ from those of `other`, said or not.
    List<String> differences(Recipe other) {
        List<String> names = new ArrayList<>();
        for (Key key : Key.values()) {
            if (!text(key).equals(other.text(key))) {
                names.add(key.id());
            }
        }
        return names;
    }
}
