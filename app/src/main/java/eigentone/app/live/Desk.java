package eigentone.app.live;

import eigentone.app.console.UsageException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The thread on which everything that steers the stage is done, one thing after another.
///
/// A mistake is told to the performer and stops nothing. From any thread.
final class Desk implements AutoCloseable {
    static final long TICK_MILLIS = 10;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(named("desk"));
    private volatile Consumer<String> teller = text -> {};

    /// Something that can be done wrong.
    interface Action {
        void run() throws IOException, InterruptedException;
    }

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /// Where messages for the performer go; called from any thread.
    void tellTo(Consumer<String> listener) {
        teller = listener;
    }

    void tell(String text) {
        teller.accept(text);
    }

    /// Does `action` after everything that was asked before.
    void later(Action action) {
        thread.execute(() -> safely(action));
    }

    /// Does `action` about a hundred times a second from now on.
    void again(Action action) {
        thread.scheduleAtFixedRate(
                () -> safely(action), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Does `action` on the calling thread; its mistakes are told and stop nothing.
    void safely(Action action) {
        try {
            action.run();
        } catch (UsageException | IOException e) {
            tell(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // The desk must go on, whatever it was.
            tell("internal error: " + e);
        }
    }

    /// Asks after everything that was asked before, and waits for the answer.
    ///
    /// @throws IllegalStateException with what `question` threw
    <T> T ask(Callable<T> question) throws InterruptedException {
        try {
            return thread.submit(question).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Does `work` after everything that was asked before, and waits until it is done.
    ///
    /// @throws IllegalStateException with what `work` threw
    void await(Runnable work) throws InterruptedException {
        ask(Executors.callable(work));
    }

    /// Does what was asked so far, for a second at most, and nothing more.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
