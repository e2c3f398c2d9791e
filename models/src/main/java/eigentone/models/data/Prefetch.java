package eigentone.models.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The batches of one epoch, made ahead on a thread of their own, in the same order.
///
/// At most `depth` batches wait, one more is being made and one is with the trainer: that is the
/// memory it takes. What fails while making a batch is thrown to the trainer in its place. Closing
/// ends the thread, whatever it does, and waits for it. Used by one thread.
///
/// ```java
/// try (Prefetch batches = new Prefetch(data.epoch(n), 2)) {
///     while (batches.hasNext()) {
///         train(batches.next());
///     }
/// }
/// ```
public final class Prefetch implements Iterator<Batch>, AutoCloseable {
    private sealed interface Item {}

    private record Made(Batch batch) implements Item {}

    private record Failed(Throwable cause) implements Item {}

    private record End() implements Item {}

    private final BlockingQueue<Item> queue;
    private final Thread maker;
    private @Nullable Item next;

    /// Starts to make batches.
    ///
    /// @param batches used by the other thread only, from now on
    /// @param depth batches made ahead, 1 or more
    public Prefetch(Iterator<Batch> batches, int depth) {
        queue = new ArrayBlockingQueue<>(depth);
        maker = Thread.ofPlatform().daemon().name("batches").start(() -> make(batches));
    }

    private void make(Iterator<Batch> batches) {
        try {
            Item last = new End();
            try {
                while (batches.hasNext()) {
                    queue.put(new Made(batches.next()));
                }
            } catch (RuntimeException | Error e) {
                last = new Failed(e);
            }
            queue.put(last);
        } catch (InterruptedException e) {
            // Closed: nobody waits for what comes.
        }
    }

    /// Whether a batch follows; waits until that is known.
    ///
    /// @throws RuntimeException whatever the other thread met while making the next batch
    @Override
    public boolean hasNext() {
        if (next == null) {
            next = take();
        }
        return switch (next) {
            case Made m -> true;
            case End e -> false;
            case Failed f -> {
                if (f.cause instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) f.cause;
            }
        };
    }

    private Item take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("batches: interrupted while waiting for one", e);
        }
    }

    /// The next batch; waits until it is made.
    ///
    /// @throws NoSuchElementException after the last
    /// @throws RuntimeException whatever the other thread met while making it
    @Override
    public Batch next() {
        if (hasNext() && next instanceof Made made) {
            next = null;
            return made.batch;
        }
        throw new NoSuchElementException("batches: expected hasNext() before next(), got the end");
    }

    /// Ends the other thread and waits for it. May be called again.
    @Override
    public void close() {
        maker.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                maker.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends within one batch: wait for it, tell later
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        next = new End();
    }
}
