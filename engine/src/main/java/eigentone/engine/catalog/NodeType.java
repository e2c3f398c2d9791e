package eigentone.engine.catalog;

import eigentone.engine.language.Recurrence;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A kind of node: its name in patches, what it is, and how a recurrence is made from settings.
///
/// @param id lower-case name in patches, e.g. `ladder`
/// @param family `source`, `modulation`, `filter`, `time`, `level`, `analysis` or `cell`
/// @param summary one sentence to a musician
/// @param source paper or book, and where we differ; empty when there is none
/// @param settings what is fixed when the patch is built
/// @param maker the recurrence for checked settings
public record NodeType(
        String id,
        String family,
        String summary,
        String source,
        List<Setting> settings,
        Function<Settings, Recurrence> maker) {

    public NodeType {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "node type '" + id + "': expected an id like 'one-pole'");
        }
        settings = List.copyOf(settings);
    }

    /// A type without settings.
    public static NodeType of(
            String id, String family, String summary, String source, Recurrence recurrence) {
        return new NodeType(id, family, summary, source, List.of(), s -> recurrence);
    }

    /// The recurrence for `given` settings, the others as they are unless said.
    ///
    /// @throws IllegalArgumentException naming type, setting, range and value
    public Recurrence create(Map<String, ?> given) {
        return maker.apply(Settings.of(id, settings, given));
    }
}
