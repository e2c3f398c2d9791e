package eigentone.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import jdk.internal.vm.vector.VectorSupport;

/// Constants of generated code: what tells HotSpot a register's kind, and constant registers, for
/// registers of 4, 8 and 16 floats. Needs the module `jdk.incubator.vector`.
public final class RowConstants {
    public static final Class<?> FLOAT_4 = FloatVector.SPECIES_128.vectorType();
    public static final Class<?> FLOAT_8 = FloatVector.SPECIES_256.vectorType();
    public static final Class<?> FLOAT_16 = FloatVector.SPECIES_512.vectorType();
    public static final Class<?> INT_4 = IntVector.SPECIES_128.vectorType();
    public static final Class<?> INT_8 = IntVector.SPECIES_256.vectorType();
    public static final Class<?> INT_16 = IntVector.SPECIES_512.vectorType();
    public static final Class<?> MASK_4 = maskType(FloatVector.SPECIES_128);
    public static final Class<?> MASK_8 = maskType(FloatVector.SPECIES_256);
    public static final Class<?> MASK_16 = maskType(FloatVector.SPECIES_512);
    public static final VectorSupport.VectorSpecies<?> FLOAT_SPECIES_4 =
            species(FloatVector.SPECIES_128);
    public static final VectorSupport.VectorSpecies<?> FLOAT_SPECIES_8 =
            species(FloatVector.SPECIES_256);
    public static final VectorSupport.VectorSpecies<?> FLOAT_SPECIES_16 =
            species(FloatVector.SPECIES_512);
    public static final VectorSupport.VectorSpecies<?> INT_SPECIES_4 =
            species(IntVector.SPECIES_128);
    public static final VectorSupport.VectorSpecies<?> INT_SPECIES_8 =
            species(IntVector.SPECIES_256);
    public static final VectorSupport.VectorSpecies<?> INT_SPECIES_16 =
            species(IntVector.SPECIES_512);

    /// Each float's index.
    public static final FloatVector INDEX_4 = index(FloatVector.SPECIES_128);

    public static final FloatVector INDEX_8 = index(FloatVector.SPECIES_256);
    public static final FloatVector INDEX_16 = index(FloatVector.SPECIES_512);

    /// Where the first float of an array lies, from the array's own address on.
    public static final long ARRAY_BASE = arrayBase();

    /// Each float's partner, by the register's width and the bit in which their indices differ.
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_4_2 =
            exchange(FloatVector.SPECIES_128, 2);

    public static final VectorSupport.VectorShuffle<?> EXCHANGE_4_1 =
            exchange(FloatVector.SPECIES_128, 1);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_8_4 =
            exchange(FloatVector.SPECIES_256, 4);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_8_2 =
            exchange(FloatVector.SPECIES_256, 2);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_8_1 =
            exchange(FloatVector.SPECIES_256, 1);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_16_8 =
            exchange(FloatVector.SPECIES_512, 8);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_16_4 =
            exchange(FloatVector.SPECIES_512, 4);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_16_2 =
            exchange(FloatVector.SPECIES_512, 2);
    public static final VectorSupport.VectorShuffle<?> EXCHANGE_16_1 =
            exchange(FloatVector.SPECIES_512, 1);

    public static final Class<?> SHUFFLE_4 = EXCHANGE_4_1.getClass();
    public static final Class<?> SHUFFLE_8 = EXCHANGE_8_1.getClass();
    public static final Class<?> SHUFFLE_16 = EXCHANGE_16_1.getClass();

    private RowConstants() {}

    private static Class<?> maskType(VectorSpecies<Float> species) {
        return FloatVector.zero(species).compare(VectorOperators.LT, 0).getClass();
    }

    private static VectorSupport.VectorSpecies<?> species(Object species) {
        return (VectorSupport.VectorSpecies<?>) species;
    }

    private static FloatVector index(VectorSpecies<Float> species) {
        return FloatVector.zero(species).addIndex(1);
    }

    /// By reflection: javac warns of every mention of this class.
    private static long arrayBase() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            return unsafe.getField("ARRAY_FLOAT_BASE_OFFSET").getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static VectorSupport.VectorShuffle<?> exchange(VectorSpecies<Float> species, int half) {
        Object shuffle = VectorShuffle.fromOp(species, i -> i ^ half);
        return (VectorSupport.VectorShuffle<?>) shuffle;
    }

    /// The floats of the machine's widest register: 4, 8 or 16.
    static int preferredWidth() {
        return Math.clamp(FloatVector.SPECIES_PREFERRED.length(), 4, 16);
    }
}
