package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import eigentone.engine.program.Draws;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import jdk.internal.vm.vector.VectorSupport;

/// The words of generated SIMD code, on registers of `width` floats.
///
/// A word is one call of `VectorSupport`, which HotSpot turns into an instruction. The methods of
/// the Vector API above it come to the same, but by way of virtual calls: in a process with kernels
/// of several widths these are resolved so late that registers end up boxed
/// (docs/decisions/kernels-and-the-quick-compiler.md). Words are written in place, never through
/// helpers of ours that take or give vectors, for the same reason.
///
/// A vocabulary, one method a word; hence its length.
final class RowCodeBuilder {
    static final ClassDesc FLOATS = CD_float.arrayType();
    static final ClassDesc BUFFERS = FLOATS.arrayType();
    static final ClassDesc MEMORY = ClassDesc.of("eigentone.engine.kernel.RowMemory");
    static final ClassDesc MATH = ClassDesc.of("eigentone.engine.kernel.KernelMath");
    private static final ClassDesc JAVA_MATH = ClassDesc.of("java.lang.Math");
    private static final MethodTypeDesc INTS_TO_INT = MethodTypeDesc.of(CD_int, CD_int, CD_int);
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of("jdk.incubator.vector.FloatVector");
    private static final ClassDesc INT_VECTOR = ClassDesc.of("jdk.incubator.vector.IntVector");
    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    private static final ClassDesc OF_FLOAT = ClassDesc.of("java.lang.foreign.ValueLayout$OfFloat");
    private static final ClassDesc OF_INT = ClassDesc.of("java.lang.foreign.ValueLayout$OfInt");
    private static final ClassDesc CONSTANTS = ClassDesc.of("eigentone.engine.kernel.RowConstants");
    private static final ClassDesc FALLBACK = ClassDesc.of("eigentone.engine.kernel.RowFallback");
    private static final ClassDesc SUPPORT = ClassDesc.of("jdk.internal.vm.vector.VectorSupport");
    private static final ClassDesc PAYLOAD = SUPPORT.nested("VectorPayload");
    private static final ClassDesc VECTOR = SUPPORT.nested("Vector");
    private static final ClassDesc MASK = SUPPORT.nested("VectorMask");
    private static final ClassDesc SHUFFLE = SUPPORT.nested("VectorShuffle");
    private static final ClassDesc SPECIES = SUPPORT.nested("VectorSpecies");

    private enum Kind {
        FLOAT,
        INT
    }

    /// Floats from here on have no fraction.
    private static final float WHOLE = 0x1p23f;

    final CodeBuilder b;
    private final int width;
    private final int[] aside = {-1, -1, -1};
    private int addressAside = -1;

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
        register(Kind.FLOAT);
        b.aload(vector);
        b.invokevirtual(CD_Class, "cast", MethodTypeDesc.of(CD_Object, CD_Object));
        b.checkcast(FLOAT_VECTOR);
        b.astore(vector);
    }

    /// Takes the vector on the stack aside for the word at hand: numbers 0 to 2 are used over and
    /// over, as local variables beyond 255 would make longer bytecodes.
    private int aside(int number) {
        if (aside[number] < 0) {
            aside[number] = newVector();
        }
        b.astore(aside[number]);
        return aside[number];
    }

    /// Likewise a copy of the address on the stack.
    private int addressAside() {
        if (addressAside < 0) {
            addressAside = b.allocateLocal(TypeKind.LONG);
        }
        b.dup2().lstore(addressAside);
        return addressAside;
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

    private void all() {
        b.getstatic(MEMORY, "ALL", SEGMENT);
    }

    // ---- the first arguments of VectorSupport's methods ----

    private void register(Kind kind) {
        b.getstatic(CONSTANTS, kind + "_" + width, CD_Class);
    }

    private void mask() {
        b.getstatic(CONSTANTS, "MASK_" + width, CD_Class);
    }

    private void elements(Kind kind) {
        b.getstatic(kind == Kind.FLOAT ? CD_Float : CD_Integer, "TYPE", CD_Class);
        b.loadConstant(width);
    }

    private void species(Kind kind) {
        b.getstatic(CONSTANTS, kind + "_SPECIES_" + width, SPECIES);
    }

    /// What the interpreter calls instead of the instruction.
    private ClassDesc fallback(String name, String type) {
        b.getstatic(FALLBACK, name, SUPPORT.nested(type));
        return SUPPORT.nested(type);
    }

    /// Calls the method of VectorSupport. The cast of what it returns is more than a formality: by
    /// the class that HotSpot sees there it knows the register's kind in loops, without which it
    /// finds no instruction.
    ///
    /// @param arguments a letter for each but the fallback: see [#type]
    private void call(
            Kind result, String method, ClassDesc returned, String arguments, ClassDesc fallback) {
        invoke(method, returned, arguments, fallback);
        b.checkcast(result == Kind.FLOAT ? FLOAT_VECTOR : INT_VECTOR);
    }

    private void invoke(String method, ClassDesc returned, String arguments, ClassDesc fallback) {
        List<ClassDesc> types = new ArrayList<>();
        arguments.chars().forEach(letter -> types.add(type(letter)));
        types.add(fallback);
        b.invokestatic(SUPPORT, method, MethodTypeDesc.of(returned, types));
    }

    private static ClassDesc type(int letter) {
        return switch (letter) {
            case 'K' -> CD_Class;
            case 'I' -> CD_int;
            case 'J' -> CD_long;
            case 'Z' -> CD_boolean;
            case 'O' -> CD_Object;
            case 'P' -> PAYLOAD;
            case 'V' -> VECTOR;
            case 'M' -> MASK;
            case 'S' -> SPECIES;
            case 'H' -> SHUFFLE;
            default -> throw new IllegalArgumentException("letter " + (char) letter);
        };
    }

    // ---- memory ----

    /// Loads a row from the address that `address` pushes.
    void load(Runnable address) {
        register(Kind.FLOAT);
        elements(Kind.FLOAT);
        b.aconst_null();
        address.run();
        int at = addressAside();
        b.iconst_1();
        all();
        b.lload(at);
        loadFrom("LOAD");
    }

    private void loadFrom(String fallback) {
        species(Kind.FLOAT);
        ClassDesc type = fallback(fallback, "LoadOperation");
        call(Kind.FLOAT, "load", PAYLOAD, "KKIOJZOJS", type);
    }

    /// Stores the row in local variable `vector`.
    void store(int vector, Runnable address) {
        register(Kind.FLOAT);
        elements(Kind.FLOAT);
        b.aconst_null();
        address.run();
        int at = addressAside();
        b.iconst_1();
        b.aload(vector);
        all();
        b.lload(at);
        storeTo("STORE");
    }

    private void storeTo(String fallback) {
        ClassDesc type = fallback(fallback, "StoreVectorOperation");
        invoke("store", CD_void, "KKIOJZPOJ", type);
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
        register(Kind.FLOAT);
        elements(Kind.FLOAT);
        value.run();
        b.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        broadcastBits(Kind.FLOAT);
    }

    /// The bits are on the stack, after class, element and length.
    private void broadcastBits(Kind kind) {
        b.i2l().loadConstant(VectorSupport.MODE_BROADCAST);
        species(kind);
        ClassDesc type = fallback("BROADCAST_" + kind, "FromBitsCoercedOperation");
        call(kind, "fromBitsCoerced", PAYLOAD, "KKIJIS", type);
    }

    void constant(float value) {
        broadcast(() -> b.loadConstant(value));
    }

    private void constantInt(int value) {
        register(Kind.INT);
        elements(Kind.INT);
        b.loadConstant(value);
        broadcastBits(Kind.INT);
    }

    /// Loads a row from the array and index that `place` pushes. Nothing checks the index but
    /// [RowInstance], once for all frames.
    void loadArray(Runnable place) {
        int[] local = arrayPlace(place);
        register(Kind.FLOAT);
        elements(Kind.FLOAT);
        arrayArguments(local);
        b.aload(local[0]).iload(local[1]).i2l();
        loadFrom("LOAD_ARRAY");
    }

    /// Stores a row, as [#loadArray] loads it.
    void storeArray(int vector, Runnable place) {
        int[] local = arrayPlace(place);
        register(Kind.FLOAT);
        elements(Kind.FLOAT);
        arrayArguments(local);
        b.aload(vector).aload(local[0]).iload(local[1]).i2l();
        storeTo("STORE_ARRAY");
    }

    private int[] arrayPlace(Runnable place) {
        place.run();
        int[] local = {newVector(), newInt()};
        b.istore(local[1]).astore(local[0]);
        return local;
    }

    private void arrayArguments(int[] local) {
        b.aload(local[0]).iload(local[1]).i2l().loadConstant((long) Float.BYTES).lmul();
        b.getstatic(CONSTANTS, "ARRAY_BASE", CD_long).ladd();
        b.iconst_0();
    }

    /// Pushes the first float of the vector on the stack.
    void first() {
        int x = aside(0);
        register(Kind.FLOAT);
        elements(Kind.FLOAT);
        b.aload(x).iconst_0();
        ClassDesc type = fallback("EXTRACT", "VecExtractOp");
        invoke("extract", CD_long, "KKIPI", type);
        b.l2i();
        b.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
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
        binary(Kind.FLOAT, VectorSupport.VECTOR_OP_ADD, "ADD");
    }

    void subtract() {
        binary(Kind.FLOAT, VectorSupport.VECTOR_OP_SUB, "SUBTRACT");
    }

    void multiply() {
        binary(Kind.FLOAT, VectorSupport.VECTOR_OP_MUL, "MULTIPLY");
    }

    void divide() {
        binary(Kind.FLOAT, VectorSupport.VECTOR_OP_DIV, "DIVIDE");
    }

    private void binary(Kind kind, int operation, String fallback) {
        int y = aside(1), x = aside(0);
        b.loadConstant(operation);
        register(kind);
        b.aconst_null();
        elements(kind);
        b.aload(x).aload(y).aconst_null();
        ClassDesc type = fallback(fallback, "BinaryOperation");
        call(kind, "binaryOp", PAYLOAD, "IKKKIPPM", type);
    }

    void fma() {
        int z = aside(2), y = aside(1), x = aside(0);
        b.loadConstant(VectorSupport.VECTOR_OP_FMA);
        register(Kind.FLOAT);
        b.aconst_null();
        elements(Kind.FLOAT);
        b.aload(x).aload(y).aload(z).aconst_null();
        ClassDesc type = fallback("FMA", "TernaryOperation");
        call(Kind.FLOAT, "ternaryOp", VECTOR, "IKKKIVVVM", type);
    }

    void negate() {
        unary(VectorSupport.VECTOR_OP_NEG, "NEGATE");
    }

    void absolute() {
        unary(VectorSupport.VECTOR_OP_ABS, "ABS");
    }

    void squareRoot() {
        unary(VectorSupport.VECTOR_OP_SQRT, "SQRT");
    }

    private void unary(int operation, String fallback) {
        int x = aside(0);
        b.loadConstant(operation);
        register(Kind.FLOAT);
        b.aconst_null();
        elements(Kind.FLOAT);
        b.aload(x).aconst_null();
        ClassDesc type = fallback(fallback, "UnaryOperation");
        call(Kind.FLOAT, "unaryOp", VECTOR, "IKKKIVM", type);
    }

    /// The mask a < b.
    void less() {
        compare(VectorSupport.BT_lt);
    }

    /// The mask a == b.
    void equal() {
        compare(VectorSupport.BT_eq);
    }

    private void compare(int condition) {
        int y = aside(1), x = aside(0);
        b.loadConstant(condition);
        register(Kind.FLOAT);
        mask();
        elements(Kind.FLOAT);
        b.aload(x).aload(y).aconst_null();
        ClassDesc type = fallback("COMPARE", "VectorCompareOp");
        invoke("compare", MASK, "IKKKIVVM", type);
    }

    /// Of vectors x, y and a mask: y where it is set, else x.
    void blend() {
        int m = aside(2), y = aside(1), x = aside(0);
        register(Kind.FLOAT);
        mask();
        elements(Kind.FLOAT);
        b.aload(x).aload(y).aload(m);
        ClassDesc type = fallback("BLEND", "VectorBlendOp");
        call(Kind.FLOAT, "blend", VECTOR, "KKKIVVM", type);
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
        convert(VectorSupport.VECTOR_OP_CAST, Kind.FLOAT, "TO_INT");
        toFloat();
        int whole = keep();
        b.aload(x);
        b.aload(whole).aload(whole);
        constant(1);
        subtract();
        b.aload(x).aload(whole);
        less();
        blend();
        b.aload(x);
        absolute();
        constant(WHOLE);
        less();
        blend();
    }

    private void toFloat() {
        convert(VectorSupport.VECTOR_OP_CAST, Kind.INT, "TO_FLOAT");
    }

    private void toBits() {
        convert(VectorSupport.VECTOR_OP_REINTERPRET, Kind.FLOAT, "TO_BITS");
    }

    private void fromBits() {
        convert(VectorSupport.VECTOR_OP_REINTERPRET, Kind.INT, "FROM_BITS");
    }

    private void convert(int operation, Kind from, String fallback) {
        Kind to = from == Kind.FLOAT ? Kind.INT : Kind.FLOAT;
        int x = aside(0);
        b.loadConstant(operation);
        register(from);
        elements(from);
        register(to);
        elements(to);
        b.aload(x);
        species(to);
        ClassDesc type = fallback(fallback, "VectorConvertOp");
        call(to, "convert", PAYLOAD, "IKKIKKIPS", type);
    }

    private void shift(int operation, int by, String fallback) {
        int x = aside(0);
        b.loadConstant(operation);
        register(Kind.INT);
        b.aconst_null();
        elements(Kind.INT);
        b.aload(x).loadConstant(by).aconst_null();
        ClassDesc type = fallback(fallback, "VectorBroadcastIntOp");
        call(Kind.INT, "broadcastInt", VECTOR, "IKKKIVIM", type);
    }

    private void shiftLeft(int by) {
        shift(VectorSupport.VECTOR_OP_LSHIFT, by, "SHIFT_LEFT");
    }

    private void shiftRightUnsigned(int by) {
        shift(VectorSupport.VECTOR_OP_URSHIFT, by, "SHIFT_RIGHT_UNSIGNED");
    }

    private void addInts() {
        binary(Kind.INT, VectorSupport.VECTOR_OP_ADD, "ADD_INT");
    }

    private void subtractInts() {
        binary(Kind.INT, VectorSupport.VECTOR_OP_SUB, "SUBTRACT_INT");
    }

    private void multiplyInts() {
        binary(Kind.INT, VectorSupport.VECTOR_OP_MUL, "MULTIPLY_INT");
    }

    private void exclusiveOr() {
        binary(Kind.INT, VectorSupport.VECTOR_OP_XOR, "XOR_INT");
    }

    /// Adds 1 to the vector on the stack, whose bits are ints.
    void increment() {
        toBits();
        constantInt(1);
        addInts();
        fromBits();
    }

    void powerOfTwo() {
        constant(KernelMath.EXPONENT_MAGIC);
        add();
        toBits();
        shiftLeft(KernelMath.FRACTION_BITS);
        fromBits();
    }

    private void exponentInts() {
        toBits();
        constantInt(KernelMath.SQRT_HALF_BITS);
        subtractInts();
        shift(VectorSupport.VECTOR_OP_RSHIFT, KernelMath.FRACTION_BITS, "SHIFT_RIGHT");
    }

    void exponent() {
        exponentInts();
        toFloat();
    }

    void mantissa() {
        int x = keep();
        b.aload(x);
        toBits();
        b.aload(x);
        exponentInts();
        shiftLeft(KernelMath.FRACTION_BITS);
        subtractInts();
        fromBits();
    }

    // ---- random draws, as in Draws ----

    /// Draws with the seeds and steps of a row.
    ///
    /// @param index pushes the first float's draw index
    /// @param consecutive whether the next floats have the next indices, or all the same
    void uniform(Runnable seeds, Runnable steps, Runnable index, boolean consecutive) {
        load(seeds);
        toBits();
        load(steps);
        toBits();
        constantInt(Draws.STEP_STRIDE);
        multiplyInts();
        addInts();
        scramble();
        register(Kind.INT);
        elements(Kind.INT);
        index.run();
        b.iconst_1().iadd().loadConstant(Draws.INDEX_STRIDE).imul();
        broadcastBits(Kind.INT);
        if (consecutive) {
            index();
            convert(VectorSupport.VECTOR_OP_CAST, Kind.FLOAT, "TO_INT");
            constantInt(Draws.INDEX_STRIDE);
            multiplyInts();
            addInts();
        }
        exclusiveOr();
        scramble();
        shiftRightUnsigned(Draws.DROPPED_BITS);
        shiftLeft(1);
        constantInt(1);
        addInts();
        toFloat();
        constant(Draws.TO_UNIT);
        multiply();
    }

    private void scramble() {
        fold(16);
        constantInt(Draws.FIRST_FACTOR);
        multiplyInts();
        fold(15);
        constantInt(Draws.SECOND_FACTOR);
        multiplyInts();
        fold(16);
    }

    private void fold(int by) {
        int x = keep();
        b.aload(x).aload(x);
        shiftRightUnsigned(by);
        exclusiveOr();
    }

    /// What is too small to matter becomes 0, as [KernelMath#rest].
    void rest() {
        int x = keep();
        b.aload(x);
        constant(0);
        b.aload(x);
        absolute();
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
        int x = aside(0);
        register(Kind.FLOAT);
        b.getstatic(CONSTANTS, "SHUFFLE_" + width, CD_Class);
        b.aconst_null();
        elements(Kind.FLOAT);
        b.aload(x);
        b.getstatic(CONSTANTS, "EXCHANGE_%d_%d".formatted(width, half), SHUFFLE);
        b.aconst_null();
        ClassDesc type = fallback("REARRANGE", "VectorRearrangeOp");
        call(Kind.FLOAT, "rearrangeOp", VECTOR, "KKKKIVHM", type);
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
