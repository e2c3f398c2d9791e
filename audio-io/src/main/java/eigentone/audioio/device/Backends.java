package eigentone.audioio.device;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The backends there are, and which one to take.
public final class Backends {
    private static final List<AudioBackend> ALL =
            List.of(new JackBackend(), new JavaSoundBackend(), new NullBackend());

    private Backends() {}

    /// In the order in which they are tried.
    public static List<AudioBackend> all() {
        return ALL;
    }

    /// The backend of that id, or without one the first that can be used and makes a sound.
    ///
    /// @throws DeviceException in one line, when none can be used: what each of them lacks
    /// @throws IllegalArgumentException when no backend has that id
    public static AudioBackend pick(@Nullable String id) throws DeviceException {
        return pick(id, ALL);
    }

    static AudioBackend pick(@Nullable String id, List<AudioBackend> all) throws DeviceException {
        if (id != null) {
            AudioBackend named = named(id, all);
            String why = named.whyNot();
            if (!why.isEmpty()) {
                throw new DeviceException(why);
            }
            return named;
        }
        List<String> reasons = new ArrayList<>();
        for (AudioBackend backend : all) {
            if (backend.id().equals(NullBackend.ID)) {
                continue; // Silence is not what a performer expects.
            }
            String why = backend.whyNot();
            if (why.isEmpty()) {
                return backend;
            }
            reasons.add(why);
        }
        throw new DeviceException(
                String.join(". ", reasons)
                        + ". Without sound there is `--backend null`, and `eigentone render` makes a file");
    }

    private static AudioBackend named(String id, List<AudioBackend> all) {
        for (AudioBackend backend : all) {
            if (backend.id().equals(id)) {
                return backend;
            }
        }
        throw new IllegalArgumentException(
                "backend '%s': expected %s; try '%s'"
                        .formatted(
                                id,
                                all.stream()
                                        .map(AudioBackend::id)
                                        .collect(Collectors.joining(", ")),
                                nearest(id, all)));
    }

    /// The one that begins most alike.
    private static String nearest(String id, List<AudioBackend> all) {
        String best = all.getFirst().id();
        for (AudioBackend backend : all) {
            if (alike(id, backend.id()) > alike(id, best)) {
                best = backend.id();
            }
        }
        return best;
    }

    private static int alike(String a, String b) {
        int same = 0;
        while (same < a.length() && same < b.length() && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        return same;
    }
}
