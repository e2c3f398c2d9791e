package eigentone.bench.architecture;

import eigentone.bench.architecture.AudioThreadScan.Method;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What the audio thread may call outside the scanned classes: methods that neither allocate nor
/// wait, and that throw only on a mistake that ends the program anyway.
final class AllowedCalls {
    private AllowedCalls() {}

    private static final Pattern EVERY = Pattern.compile(".*");

    /// Method names by internal class name.
    private static final Map<String, Pattern> BY_CLASS =
            Map.ofEntries(
                    // The exact ones throw.
                    Map.entry("java/lang/Math", Pattern.compile("(?!.*Exact$).*")),
                    Map.entry("java/lang/StrictMath", Pattern.compile("(?!.*Exact$).*")),
                    Map.entry("java/lang/System", Pattern.compile("arraycopy|nanoTime")),
                    Map.entry(
                            "java/lang/Float",
                            Pattern.compile(
                                    "floatTo.*|float16ToFloat|intBitsToFloat|is.*|compare|min|max|sum")),
                    Map.entry(
                            "java/lang/Double",
                            Pattern.compile(
                                    "doubleTo.*|longBitsToDouble|is.*|compare|min|max|sum")),
                    Map.entry(
                            "java/lang/Integer",
                            Pattern.compile(
                                    "bitCount|compare.*|compress|divideUnsigned|expand|highestOneBit|lowestOneBit|max|min|numberOf.*|remainderUnsigned|reverse.*|rotate.*|signum|sum|toUnsignedLong")),
                    Map.entry(
                            "java/lang/Long",
                            Pattern.compile(
                                    "bitCount|compare.*|compress|divideUnsigned|expand|highestOneBit|lowestOneBit|max|min|numberOf.*|remainderUnsigned|reverse.*|rotate.*|signum|sum")),
                    Map.entry("java/lang/Byte", Pattern.compile("toUnsigned.*|compare.*")),
                    Map.entry(
                            "java/lang/Short",
                            Pattern.compile("toUnsigned.*|compare.*|reverseBytes")),
                    Map.entry("java/lang/Enum", Pattern.compile("ordinal")),
                    // javac adds it before `outer.new` and before method references.
                    Map.entry("java/util/Objects", Pattern.compile("requireNonNull")),
                    Map.entry("java/lang/Thread", Pattern.compile("onSpinWait|currentThread")),
                    Map.entry("java/lang/ref/Reference", Pattern.compile("reachabilityFence")),
                    Map.entry("java/util/Arrays", Pattern.compile("fill")),
                    Map.entry("java/lang/invoke/VarHandle", EVERY),
                    Map.entry("java/lang/invoke/MethodHandle", Pattern.compile("invokeExact")),
                    Map.entry(
                            "java/lang/foreign/MemorySegment",
                            Pattern.compile("get|set|getAtIndex|setAtIndex|copy|address|byteSize")),
                    Map.entry(
                            "java/util/concurrent/atomic/AtomicBoolean",
                            Pattern.compile("get.*|set.*|lazySet|compareAnd.*|weakCompareAnd.*")),
                    Map.entry(
                            "java/util/concurrent/atomic/AtomicInteger",
                            Pattern.compile("(?!toString|.*([uU]pdate|[aA]ccumulate)).*")),
                    Map.entry(
                            "java/util/concurrent/atomic/AtomicLong",
                            Pattern.compile("(?!toString|.*([uU]pdate|[aA]ccumulate)).*")),
                    Map.entry(
                            "java/util/concurrent/atomic/AtomicIntegerArray",
                            Pattern.compile("get.*|set.*|length")),
                    Map.entry(
                            "java/util/concurrent/atomic/AtomicLongArray",
                            Pattern.compile("get.*|set.*|length")),
                    Map.entry(
                            "java/util/concurrent/atomic/AtomicReference",
                            Pattern.compile(
                                    "get|getAcquire|getPlain|getOpaque|getAndSet.*|set.*|lazySet|compareAnd.*|weakCompareAnd.*")));

    private static final Set<String> BOXES =
            Set.of(
                    "java/lang/Boolean",
                    "java/lang/Byte",
                    "java/lang/Character",
                    "java/lang/Short",
                    "java/lang/Integer",
                    "java/lang/Long",
                    "java/lang/Float",
                    "java/lang/Double");

    static boolean contains(Method method) {
        if (method.owner().startsWith("jdk/incubator/vector/")) return true;
        // Objects.requireNonNull with a message or a supplier is a check of one's own, and belongs
        // in a constructor.
        if (method.owner().equals("java/util/Objects")
                && !method.descriptor().equals("(Ljava/lang/Object;)Ljava/lang/Object;"))
            return false;
        if (method.owner().equals("java/lang/Object")) return method.name().equals("getClass");
        return BY_CLASS.containsKey(method.owner())
                && BY_CLASS.get(method.owner()).matcher(method.name()).matches();
    }

    /// A word for what is wrong with a call that is not allowed.
    static String kind(Method method) {
        String owner = method.owner();
        String name = method.name();
        if (BOXES.contains(owner) && name.equals("valueOf")) return "boxing by";
        if (name.equals("clone")) return "a copy by";
        if (owner.startsWith("java/util/concurrent/locks/") && !name.startsWith("park"))
            return "a lock by";
        if (name.startsWith("park")
                || name.equals("sleep")
                || name.equals("wait")
                || name.equals("join")
                || name.equals("yield")) return "a wait by";
        if (owner.startsWith("java/util/logging/") || owner.startsWith("java/lang/System$Logger"))
            return "logging by";
        if (owner.startsWith("java/io/")
                || owner.startsWith("java/nio/")
                || owner.startsWith("java/net/")) return "I/O by";
        if (name.equals("iterator")) return "an iterator by";
        return "a call that is not on the list of allowed ones, to";
    }
}
