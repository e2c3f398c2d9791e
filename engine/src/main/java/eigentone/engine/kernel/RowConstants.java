package eigentone.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Constant registers of generated code. Needs the module `jdk.incubator.vector`.
public final class RowConstants {
    /// Each float's index.
    public static final FloatVector INDEX_4 = index(FloatVector.SPECIES_128);

    public static final FloatVector INDEX_8 = index(FloatVector.SPECIES_256);
    public static final FloatVector INDEX_16 = index(FloatVector.SPECIES_512);

    /// Each float's partner, by the register's width and the bit in which their indices differ.
    public static final VectorShuffle<Float> EXCHANGE_4_2 = exchange(FloatVector.SPECIES_128, 2);

    public static final VectorShuffle<Float> EXCHANGE_4_1 = exchange(FloatVector.SPECIES_128, 1);
    public static final VectorShuffle<Float> EXCHANGE_8_4 = exchange(FloatVector.SPECIES_256, 4);
    public static final VectorShuffle<Float> EXCHANGE_8_2 = exchange(FloatVector.SPECIES_256, 2);
    public static final VectorShuffle<Float> EXCHANGE_8_1 = exchange(FloatVector.SPECIES_256, 1);
    public static final VectorShuffle<Float> EXCHANGE_16_8 = exchange(FloatVector.SPECIES_512, 8);
    public static final VectorShuffle<Float> EXCHANGE_16_4 = exchange(FloatVector.SPECIES_512, 4);
    public static final VectorShuffle<Float> EXCHANGE_16_2 = exchange(FloatVector.SPECIES_512, 2);
    public static final VectorShuffle<Float> EXCHANGE_16_1 = exchange(FloatVector.SPECIES_512, 1);

    private RowConstants() {}

    private static FloatVector index(VectorSpecies<Float> species) {
        return FloatVector.zero(species).addIndex(1);
    }

    private static VectorShuffle<Float> exchange(VectorSpecies<Float> species, int half) {
        return VectorShuffle.fromOp(species, i -> i ^ half);
    }

    /// The floats of the machine's widest register: 4, 8 or 16.
    static int preferredWidth() {
        return Math.clamp(FloatVector.SPECIES_PREFERRED.length(), 4, 16);
    }
}
