package eigentone.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Constant registers of generated code. Needs the module `jdk.incubator.vector`.
public final class RowConstants {
    /// Each float's index.
    public static final FloatVector INDEX_4 = index(FloatVector.SPECIES_128);

    public static final FloatVector INDEX_8 = index(FloatVector.SPECIES_256);
    public static final FloatVector INDEX_16 = index(FloatVector.SPECIES_512);

    private RowConstants() {}

    private static FloatVector index(VectorSpecies<Float> species) {
        return FloatVector.zero(species).addIndex(1);
    }

    /// The floats of the machine's widest register: 4, 8 or 16.
    static int preferredWidth() {
        return Math.clamp(FloatVector.SPECIES_PREFERRED.length(), 4, 16);
    }
}
