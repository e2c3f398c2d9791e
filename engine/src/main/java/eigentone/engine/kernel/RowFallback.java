package eigentone.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import jdk.internal.vm.vector.VectorSupport;

/// What generated code does where HotSpot has no instruction in the place of a word yet, or ever:
/// in the interpreter, and for registers wider than the machine's.
@SuppressWarnings({
    "unchecked",
    "rawtypes"
}) // the types of VectorSupport are erased in generated code
public final class RowFallback {
    public static final VectorSupport.LoadOperation LOAD =
            (memory, address, species) ->
                    payload(
                            FloatVector.fromMemorySegment(
                                    (VectorSpecies<Float>) (Object) species,
                                    (MemorySegment) memory,
                                    address,
                                    ByteOrder.LITTLE_ENDIAN));
    public static final VectorSupport.LoadOperation LOAD_ARRAY =
            (array, index, species) ->
                    payload(
                            FloatVector.fromArray(
                                    (VectorSpecies<Float>) (Object) species,
                                    (float[]) array,
                                    (int) index));
    public static final VectorSupport.StoreVectorOperation STORE =
            (memory, address, x) ->
                    floats(x)
                            .intoMemorySegment(
                                    (MemorySegment) memory, address, ByteOrder.LITTLE_ENDIAN);
    public static final VectorSupport.StoreVectorOperation STORE_ARRAY =
            (array, index, x) -> floats(x).intoArray((float[]) array, (int) index);
    public static final VectorSupport.FromBitsCoercedOperation BROADCAST_FLOAT =
            (bits, species) ->
                    payload(
                            FloatVector.broadcast(
                                    (VectorSpecies<Float>) (Object) species,
                                    Float.intBitsToFloat((int) bits)));
    public static final VectorSupport.FromBitsCoercedOperation BROADCAST_INT =
            (bits, species) ->
                    payload(
                            IntVector.broadcast(
                                    (VectorSpecies<Integer>) (Object) species, (int) bits));
    public static final VectorSupport.VecExtractOp EXTRACT =
            (x, index) -> Float.floatToRawIntBits(floats(x).lane(index));

    public static final VectorSupport.BinaryOperation ADD =
            (x, y, mask) -> payload(floats(x).add(floats(y)));
    public static final VectorSupport.BinaryOperation SUBTRACT =
            (x, y, mask) -> payload(floats(x).sub(floats(y)));
    public static final VectorSupport.BinaryOperation MULTIPLY =
            (x, y, mask) -> payload(floats(x).mul(floats(y)));
    public static final VectorSupport.BinaryOperation DIVIDE =
            (x, y, mask) -> payload(floats(x).div(floats(y)));
    public static final VectorSupport.BinaryOperation ADD_INT =
            (x, y, mask) -> payload(ints(x).add(ints(y)));
    public static final VectorSupport.BinaryOperation SUBTRACT_INT =
            (x, y, mask) -> payload(ints(x).sub(ints(y)));
    public static final VectorSupport.BinaryOperation MULTIPLY_INT =
            (x, y, mask) -> payload(ints(x).mul(ints(y)));
    public static final VectorSupport.BinaryOperation XOR_INT =
            (x, y, mask) -> payload(ints(x).lanewise(VectorOperators.XOR, ints(y)));
    public static final VectorSupport.TernaryOperation FMA =
            (x, y, z, mask) -> vector(floats(x).fma(floats(y), floats(z)));
    public static final VectorSupport.UnaryOperation NEGATE = (x, mask) -> vector(floats(x).neg());
    public static final VectorSupport.UnaryOperation ABS = (x, mask) -> vector(floats(x).abs());
    public static final VectorSupport.UnaryOperation SQRT = (x, mask) -> vector(floats(x).sqrt());

    public static final VectorSupport.VectorCompareOp COMPARE =
            (condition, x, y, mask) ->
                    (VectorSupport.VectorMask)
                            (Object)
                                    floats(x)
                                            .compare(
                                                    condition == VectorSupport.BT_lt
                                                            ? VectorOperators.LT
                                                            : VectorOperators.EQ,
                                                    floats(y));
    public static final VectorSupport.VectorBlendOp BLEND =
            (x, y, mask) -> vector(floats(x).blend(floats(y), (VectorMask<Float>) (Object) mask));

    public static final VectorSupport.VectorConvertOp TO_INT =
            (x, species) -> payload(floats(x).convert(VectorOperators.F2I, 0));
    public static final VectorSupport.VectorConvertOp TO_FLOAT =
            (x, species) -> payload(ints(x).convert(VectorOperators.I2F, 0));
    public static final VectorSupport.VectorConvertOp TO_BITS =
            (x, species) -> payload(floats(x).reinterpretAsInts());
    public static final VectorSupport.VectorConvertOp FROM_BITS =
            (x, species) -> payload(ints(x).reinterpretAsFloats());
    public static final VectorSupport.VectorBroadcastIntOp SHIFT_LEFT =
            (x, by, mask) -> vector(ints(x).lanewise(VectorOperators.LSHL, by));
    public static final VectorSupport.VectorBroadcastIntOp SHIFT_RIGHT =
            (x, by, mask) -> vector(ints(x).lanewise(VectorOperators.ASHR, by));
    public static final VectorSupport.VectorBroadcastIntOp SHIFT_RIGHT_UNSIGNED =
            (x, by, mask) -> vector(ints(x).lanewise(VectorOperators.LSHR, by));
    public static final VectorSupport.VectorRearrangeOp REARRANGE =
            (x, shuffle, mask) ->
                    vector(floats(x).rearrange((VectorShuffle<Float>) (Object) shuffle));

    private RowFallback() {}

    private static FloatVector floats(Object x) {
        return (FloatVector) x;
    }

    private static IntVector ints(Object x) {
        return (IntVector) x;
    }

    private static VectorSupport.VectorPayload payload(Object x) {
        return (VectorSupport.VectorPayload) x;
    }

    private static VectorSupport.Vector vector(Object x) {
        return (VectorSupport.Vector) x;
    }
}
