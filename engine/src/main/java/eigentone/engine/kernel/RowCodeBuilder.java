package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.function.Consumer;

/// The words of generated SIMD code: calls of the Vector API on registers of `width` floats.
///
/// They are written in place, never through helpers of ours that take or give vectors: those end up
/// beyond the inliner's limits and box.
final class RowCodeBuilder {
    static final ClassDesc FLOATS = CD_float.arrayType();
    static final ClassDesc BUFFERS = FLOATS.arrayType();
    static final ClassDesc MEMORY = ClassDesc.of("eigentone.engine.kernel.RowMemory");
    static final ClassDesc MATH = ClassDesc.of("eigentone.engine.kernel.KernelMath");
    private static final ClassDesc JAVA_MATH = ClassDesc.of("java.lang.Math");
    private static final MethodTypeDesc INTS_TO_INT = MethodTypeDesc.of(CD_int, CD_int, CD_int);
    private static final String API = "jdk.incubator.vector.";
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of(API + "FloatVector");
    private static final ClassDesc INT_VECTOR = ClassDesc.of(API + "IntVector");
    private static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
    private static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
    private static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
    private static final ClassDesc SHUFFLE = ClassDesc.of(API + "VectorShuffle");
    private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");
    private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");
    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    private static final ClassDesc ORDER = ClassDesc.of("java.nio.ByteOrder");
    private static final ClassDesc OF_FLOAT = ClassDesc.of("java.lang.foreign.ValueLayout$OfFloat");
    private static final ClassDesc OF_INT = ClassDesc.of("java.lang.foreign.ValueLayout$OfInt");
    private static final ClassDesc CONSTANTS = ClassDesc.of("eigentone.engine.kernel.RowConstants");
    private static final MethodTypeDesc WITH_VECTOR = MethodTypeDesc.of(FLOAT_VECTOR, VECTOR);
    private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(MASK, VECTOR);
    private static final MethodTypeDesc INT_WITH_INT = MethodTypeDesc.of(INT_VECTOR, CD_int);

    /// Floats from here on have no fraction.
    private static final float WHOLE = 0x1p23f;

    final CodeBuilder b;
    private final int width;

    RowCodeBuilder(CodeBuilder b, int width) {
        this.b = b;
        this.width = width;
    }

    // ---- locals and loops ----

    int newVector() {
        return b.allocateLocal(TypeKind.REFERENCE);
    }

    int newInt() {
        return b.allocateLocal(TypeKind.INT);
    }

    /// Takes the vector on the stack into a new local variable.
    int keep() {
        int local = newVector();
        b.astore(local);
        return local;
    }

    /// Tells C2 what kind of vector a local variable holds, where a loop assigns it.
    ///
    /// It knows that of the result of every call, but not of what comes round a loop: then it looks
    /// at which vectors it has seen so far, and when kernels of several widths ran before, it gives
    /// up and boxes.
    void known(int vector) {
        species();
        b.invokeinterface(SPECIES, "vectorType", MethodTypeDesc.of(CD_Class));
        b.aload(vector);
        b.invokevirtual(CD_Class, "cast", MethodTypeDesc.of(CD_Object, CD_Object));
        b.checkcast(FLOAT_VECTOR);
        b.astore(vector);
    }

    void loop(int count, Consumer<ElementEmitter.Index> body) {
        int r = newInt();
        var top = b.newLabel();
        var end = b.newLabel();
        b.iconst_0().istore(r);
        b.labelBinding(top);
        b.iload(r).loadConstant(count).if_icmpge(end);
        body.accept(new ElementEmitter.Index(r, 0));
        b.iinc(r, 1).goto_(top);
        b.labelBinding(end);
    }

    // ---- memory ----

    private void species() {
        b.getstatic(FLOAT_VECTOR, "SPECIES_" + width * Float.SIZE, SPECIES);
    }

    private void all() {
        b.getstatic(MEMORY, "ALL", SEGMENT);
    }

    private void littleEndian() {
        b.getstatic(ORDER, "LITTLE_ENDIAN", ORDER);
    }

    /// Loads a row from the address that `address` pushes.
    void load(Runnable address) {
        species();
        all();
        address.run();
        littleEndian();
        b.invokestatic(
                FLOAT_VECTOR,
                "fromMemorySegment",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, SEGMENT, CD_long, ORDER));
    }

    /// Stores the row in local variable `vector`.
    void store(int vector, Runnable address) {
        b.aload(vector);
        all();
        address.run();
        littleEndian();
        b.invokevirtual(
                FLOAT_VECTOR,
                "intoMemorySegment",
                MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }

    /// Pushes the float at an address.
    void get(Runnable address) {
        all();
        b.getstatic(MEMORY, "FLOAT", OF_FLOAT);
        address.run();
        b.invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_float, OF_FLOAT, CD_long));
    }

    /// Pushes the int at an address.
    void getInt(Runnable address) {
        all();
        b.getstatic(MEMORY, "INT", OF_INT);
        address.run();
        b.invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_int, OF_INT, CD_long));
    }

    /// Stores the float that `value` pushes.
    void set(Runnable address, Runnable value) {
        all();
        b.getstatic(MEMORY, "FLOAT", OF_FLOAT);
        address.run();
        value.run();
        b.invokeinterface(SEGMENT, "set", MethodTypeDesc.of(CD_void, OF_FLOAT, CD_long, CD_float));
    }

    /// A register of the float that `value` pushes.
    void broadcast(Runnable value) {
        species();
        value.run();
        b.invokestatic(
                FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
    }

    void constant(float value) {
        broadcast(() -> b.loadConstant(value));
    }

    /// Loads a row from the array and index that `place` pushes.
    void loadArray(Runnable place) {
        species();
        place.run();
        b.invokestatic(
                FLOAT_VECTOR,
                "fromArray",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
    }

    void storeArray(int vector, Runnable place) {
        b.aload(vector);
        place.run();
        b.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
    }

    /// Pushes the first float of the vector on the stack.
    void first() {
        b.iconst_0();
        b.invokevirtual(FLOAT_VECTOR, "lane", MethodTypeDesc.of(CD_float, CD_int));
    }

    /// Makes all floats of the vector on the stack the first one.
    void spread() {
        int vector = keep();
        broadcast(() -> {
            b.aload(vector);
            first();
        });
    }

    // ---- arithmetic: operands on the stack ----

    void add() {
        b.invokevirtual(FLOAT_VECTOR, "add", WITH_VECTOR);
    }

    void subtract() {
        b.invokevirtual(FLOAT_VECTOR, "sub", WITH_VECTOR);
    }

    void multiply() {
        b.invokevirtual(FLOAT_VECTOR, "mul", WITH_VECTOR);
    }

    void divide() {
        b.invokevirtual(FLOAT_VECTOR, "div", WITH_VECTOR);
    }

    void fma() {
        b.invokevirtual(FLOAT_VECTOR, "fma", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
    }

    /// `neg`, `abs` or `sqrt`.
    void unary(String name) {
        b.invokevirtual(FLOAT_VECTOR, name, MethodTypeDesc.of(FLOAT_VECTOR));
    }

    /// The mask a < b.
    void less() {
        b.invokevirtual(FLOAT_VECTOR, "lt", COMPARE);
    }

    /// The mask a == b.
    void equal() {
        b.invokevirtual(FLOAT_VECTOR, "eq", COMPARE);
    }

    /// Of vectors x, y and a mask: y where it is set, else x.
    void blend() {
        b.invokevirtual(FLOAT_VECTOR, "blend", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    }

    void minimum() {
        lesserOf(true);
    }

    void maximum() {
        lesserOf(false);
    }

    /// a < b ? a : b, or b < a ? a : b.
    private void lesserOf(boolean least) {
        int y = keep(), x = keep();
        b.aload(y).aload(x);
        b.aload(least ? x : y).aload(least ? y : x);
        less();
        blend();
    }

    /// Cut to an integer, less one where that is above x; large numbers are whole already.
    void floor() {
        int x = keep();
        b.aload(x);
        convert("F2I", INT_VECTOR);
        convert("I2F", FLOAT_VECTOR);
        int whole = keep();
        b.aload(x);
        b.aload(whole).aload(whole);
        constant(1);
        subtract();
        b.aload(x).aload(whole);
        less();
        blend();
        b.aload(x);
        unary("abs");
        constant(WHOLE);
        less();
        blend();
    }

    private void convert(String how, ClassDesc to) {
        b.getstatic(OPERATORS, how, CONVERSION).iconst_0();
        b.invokevirtual(VECTOR, "convert", MethodTypeDesc.of(VECTOR, CONVERSION, CD_int));
        b.checkcast(to);
    }

    private void toInts() {
        b.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", MethodTypeDesc.of(INT_VECTOR));
    }

    private void toFloats() {
        b.invokevirtual(INT_VECTOR, "reinterpretAsFloats", MethodTypeDesc.of(FLOAT_VECTOR));
    }

    private void shift(String operator, int by) {
        b.getstatic(OPERATORS, operator, BINARY);
        b.loadConstant(by);
        b.invokevirtual(INT_VECTOR, "lanewise", MethodTypeDesc.of(INT_VECTOR, BINARY, CD_int));
    }

    void powerOfTwo() {
        constant(KernelMath.EXPONENT_MAGIC);
        add();
        toInts();
        shift("LSHL", KernelMath.FRACTION_BITS);
        toFloats();
    }

    private void exponentInts() {
        toInts();
        b.loadConstant(KernelMath.SQRT_HALF_BITS);
        b.invokevirtual(INT_VECTOR, "sub", INT_WITH_INT);
        shift("ASHR", KernelMath.FRACTION_BITS);
    }

    void exponent() {
        exponentInts();
        convert("I2F", FLOAT_VECTOR);
    }

    void mantissa() {
        int x = keep();
        b.aload(x);
        toInts();
        b.aload(x);
        exponentInts();
        shift("LSHL", KernelMath.FRACTION_BITS);
        b.invokevirtual(INT_VECTOR, "sub", MethodTypeDesc.of(INT_VECTOR, VECTOR));
        toFloats();
    }

    /// What is too small to matter becomes 0, as [KernelMath#rest].
    void rest() {
        int x = keep();
        b.aload(x);
        constant(0);
        b.aload(x);
        unary("abs");
        constant(KernelMath.REST);
        less();
        blend();
    }

    /// Mask of the first `count` floats of a register.
    void firstMask(int count) {
        index();
        constant(count);
        less();
    }

    /// Exchanges each float with the one whose index differs by the bit `half`.
    void exchange(int half) {
        b.getstatic(CONSTANTS, "EXCHANGE_%d_%d".formatted(width, half), SHUFFLE);
        b.invokevirtual(FLOAT_VECTOR, "rearrange", MethodTypeDesc.of(FLOAT_VECTOR, SHUFFLE));
    }

    /// The masks of floats whose index has bit `1 << first`, and the next bits, in local variables.
    int[] upperMasks(int first, int count) {
        int[] masks = new int[count];
        for (int i = 0; i < count; i++) {
            index();
            exchange(1 << (first + i));
            index();
            less();
            masks[i] = keep();
        }
        return masks;
    }

    /// Lets bits of the registers' numbers and of their floats' indices change places: bit k of a
    /// number and bit `first + k` of an index. All bits done, a square of registers is transposed.
    void transpose(int[] rows, int first, int[] upperMasks) {
        for (int k = 0; k < upperMasks.length; k++) {
            for (int i = 0; i < rows.length; i++) {
                if ((i & 1 << k) == 0) {
                    int lower = rows[i], upper = rows[i + (1 << k)];
                    b.aload(lower).aload(upper);
                    exchange(1 << (first + k));
                    b.aload(upperMasks[k]);
                    blend();
                    b.aload(lower);
                    exchange(1 << (first + k));
                    b.aload(upper).aload(upperMasks[k]);
                    blend();
                    b.astore(upper).astore(lower);
                }
            }
        }
    }

    private void index() {
        b.getstatic(CONSTANTS, "INDEX_" + width, FLOAT_VECTOR);
    }

    /// Makes the float on the stack a number of frames from 1 to `most`.
    void wholeFrames(int most) {
        b.f2i().loadConstant(most);
        b.invokestatic(JAVA_MATH, "min", INTS_TO_INT);
        b.iconst_1();
        b.invokestatic(JAVA_MATH, "max", INTS_TO_INT);
    }

    // ---- calls ----

    /// Calls a method of [RowMemory].
    void memory(String name, ClassDesc result, ClassDesc... arguments) {
        b.invokestatic(MEMORY, name, MethodTypeDesc.of(result, Arrays.asList(arguments)));
    }

    void restFloat() {
        b.invokestatic(MATH, "rest", MethodTypeDesc.of(CD_float, CD_float));
    }
}
