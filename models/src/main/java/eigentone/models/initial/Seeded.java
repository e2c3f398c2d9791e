package eigentone.models.initial;

import eigentone.engine.catalog.Setting;
import eigentone.engine.language.Initial;
import java.util.SplittableRandom;

/// Random weights that belong to a patch: the same setting `seed` gives the same network
/// everywhere.
public final class Seeded {
    /// The setting that chooses among random networks.
    public static final Setting.Size SEED =
            new Setting.Size(
                    "seed", 0, 1_000_000, 1, "Which random network: each number is another sound.");

    private Seeded() {}

    /// `initial` with randomness that depends on `seed` and the weight's `name` alone.
    public static Initial by(long seed, String name, Initial initial) {
        long own = seed * 0x9E3779B97F4A7C15L + name.hashCode();
        return (shape, random) -> initial.values(shape, new SplittableRandom(own));
    }
}
