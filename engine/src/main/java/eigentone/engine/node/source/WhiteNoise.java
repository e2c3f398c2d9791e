package eigentone.engine.node.source;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import java.util.List;

/// White noise: all frequencies at once, equally strong.
///
///     y uniform in -1..1, independent in every frame and channel; effective value -4.8 dB
///
/// @param channels width of the output
public record WhiteNoise(int channels) implements Recurrence {
    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Independent channels.");

    public static final NodeType TYPE =
            new NodeType(
                    "white-noise",
                    "source",
                    "White noise: all frequencies equally strong.",
                    "",
                    List.of(CHANNELS),
                    s -> new WhiteNoise(s.size("channels")));

    @Override
    public void define(Definition d) {
        d.output("out", d.uniform(channels).times(2).minus(1));
    }
}
