package eigentone.audioio.device;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Waits only so long for what a device's driver does.
final class Patience {
    private Patience() {}

    /// What `work` returns, on a thread of its own; that thread is left behind when it takes too
    /// long.
    ///
    /// @throws DeviceException when it does not end in time, or fails
    static <T> T within(long millis, String what, Callable<T> work) throws DeviceException {
        return within(millis, what, work, late -> {});
    }

    /// As the other one.
    ///
    /// @param undo gets what came too late for anybody to want it
    static <T> T within(long millis, String what, Callable<T> work, Consumer<T> undo)
            throws DeviceException {
        AtomicBoolean decided = new AtomicBoolean();
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    T result = work.call();
                    if (!decided.compareAndSet(false, true)) {
                        undo.accept(result);
                    }
                    return result;
                });
        Thread.ofPlatform().daemon().name("eigentone " + what).start(task);
        boolean interrupted = false;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (true) {
                try {
                    return task.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // A device is let go also by a thread that is to end.
                } catch (TimeoutException e) {
                    if (decided.compareAndSet(false, true)) {
                        throw new DeviceException(
                                what
                                        + " takes more than %d ms; try again, or restart it"
                                                .formatted(millis),
                                e);
                    }
                    until = System.nanoTime() + 1_000_000; // It is done, and as good as here.
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException told) {
                throw told;
            }
            throw new DeviceException(what + ": " + e.getCause(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
