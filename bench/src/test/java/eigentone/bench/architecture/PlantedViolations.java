package eigentone.bench.architecture;

import eigentone.engine.AudioThread;
import eigentone.engine.ControlThread;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One method for each thing that [AudioThreadScan] must see, named as the test names it, and some
/// that it must pass.
@SuppressWarnings("unused")
final class PlantedViolations {
    private final ReentrantLock lock = new ReentrantLock();
    private final float[] buffer = new float[64];
    private final Stage stage = new AllocatingStage();
    private @Nullable Object kept;

    enum Mode {
        LOW,
        HIGH
    }

    record Pair(int left, int right) {}

    /// What calls through an interface must reach: a class, a lambda, and what a class inherits.
    interface Stage {
        void run();
    }

    interface Shaper {
        float shape(float x);
    }

    /// The mark on an interface method holds for its implementations.
    interface Marked {
        @AudioThread
        void marked();
    }

    static final Shaper BOXING_LAMBDA = x -> Float.valueOf(x).hashCode();

    static class AllocatingStage implements Stage {
        @Override
        public void run() {
            helper();
        }

        private Object helper() {
            return new Object();
        }
    }

    static class Maker {
        Object make() {
            return new Object();
        }
    }

    static final class InheritingMaker extends Maker {}

    static final class MarkedImplementation implements Marked {
        @Override
        public void marked() {
            System.out.println();
        }
    }

    /// The mark on a type holds for its methods, but not for its constructors, nor for what is
    /// marked otherwise.
    @AudioThread
    static final class WholeType {
        private final float[] allocatedHere = new float[4];

        float[] wholeType() {
            return new float[allocatedHere.length];
        }

        @ControlThread
        float[] notThisOne() {
            return new float[allocatedHere.length];
        }
    }

    @AudioThread
    Object newObject() {
        return new Object();
    }

    @AudioThread
    float[] newPrimitiveArray() {
        return new float[8];
    }

    @AudioThread
    Object[] newReferenceArray() {
        return new String[8];
    }

    @AudioThread
    float[][] newNestedArray() {
        return new float[8][8];
    }

    @AudioThread
    int varargs() {
        return sum(1, 2, 3);
    }

    private static int sum(int... values) {
        return values[0];
    }

    @AudioThread
    Object boxing(int x) {
        return x;
    }

    @AudioThread
    String concatenation(int x) {
        return "x" + x;
    }

    @AudioThread
    IntSupplier lambda(int x) {
        return () -> x;
    }

    @AudioThread
    int patternSwitch(Object x) {
        return switch (x) {
            case String text -> 1;
            case Pair(int left, int right) -> 2;
            default -> 3;
        };
    }

    @AudioThread
    boolean recordEquals(Pair a, Pair b) {
        return a.equals(b);
    }

    @AudioThread
    void synchronizedBlock() {
        synchronized (this) {
            buffer[0] = 1;
        }
    }

    @AudioThread
    synchronized void synchronizedMethod() {
        buffer[0] = 1;
    }

    @AudioThread
    void throwing(RuntimeException known) {
        throw known;
    }

    @AudioThread
    void locking() {
        lock.lock();
    }

    @AudioThread
    void parking() {
        LockSupport.park();
    }

    @AudioThread
    void sleeping() throws InterruptedException {
        Thread.sleep(1);
    }

    @AudioThread
    void waiting() throws InterruptedException {
        wait();
    }

    @AudioThread
    void printing() {
        System.out.println();
    }

    @AudioThread
    void logging(System.Logger logger) {
        logger.log(System.Logger.Level.INFO, "block");
    }

    @AudioThread
    int iterating(List<Object> list) {
        int count = 0;
        for (Object element : list) count++;
        return count;
    }

    @AudioThread
    float[] cloning() {
        return buffer.clone();
    }

    @AudioThread
    Mode[] enumValues() {
        return Mode.values();
    }

    @AudioThread
    int exactArithmetic(int x) {
        return Math.addExact(x, 1);
    }

    @AudioThread
    void controlThread() {
        prepare();
    }

    @ControlThread
    private void prepare() {
        buffer[0] = 1;
    }

    @AudioThread
    void throughInterface() {
        stage.run();
    }

    @AudioThread
    Object throughInheritance(InheritingMaker maker) {
        return maker.make();
    }

    @AudioThread
    float throughLambda(Shaper shaper) {
        return shaper.shape(1);
    }

    @AudioThread
    boolean cleanAssertion(int x) {
        assert x > 0 : "expected a positive number, got " + x;
        return x > 1;
    }

    @AudioThread
    int cleanEnumSwitch(Mode mode) {
        return switch (mode) {
            case LOW -> mode.ordinal();
            case HIGH -> 2;
        };
    }

    @AudioThread
    float cleanArithmetic(float x) {
        Arrays.fill(buffer, Math.fma(x, 2f, 1f));
        System.arraycopy(buffer, 0, buffer, 8, 8);
        VarHandle.releaseFence();
        for (float sample : buffer) x += sample;
        return Float.intBitsToFloat(Float.floatToRawIntBits(x) & 0x7fffffff);
    }

    /// Not marked and not called: free to do what it likes.
    void unreached() {
        kept = new Object();
    }
}
