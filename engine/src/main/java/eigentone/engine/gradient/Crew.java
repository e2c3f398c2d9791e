package eigentone.engine.gradient;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Threads that take chains of tasks forward together: a chain's tasks run one after the other, on
/// whichever thread is free, the chain with most left first.
///
/// Three chains of equal length keep two threads busy to the end, where a chain for each thread
/// would leave one idle half the time.
final class Crew implements AutoCloseable {

    /// Task `step` of chain `chain`.
    interface Task {
        void run(int chain, int step);
    }

    private final int threads;
    private final ExecutorService helpers;

    /// @param threads that work, the caller's among them
    Crew(int threads) {
        this.threads = threads;
        helpers =
                Executors.newFixedThreadPool(
                        Math.max(1, threads - 1),
                        Thread.ofPlatform().daemon().name("gradient-", 1).factory());
    }

    /// Runs steps 0 to `steps - 1` of every chain and returns when all are done.
    void run(int chains, int steps, Task task) {
        Round round = new Round(new int[chains], new boolean[chains], steps, task);
        int others = Math.min(threads, chains) - 1;
        Future<?>[] working = new Future<?>[others];
        for (int i = 0; i < others; i++) {
            working[i] = helpers.submit(round::work);
        }
        try {
            round.work();
        } finally {
            for (Future<?> f : working) {
                await(f);
            }
        }
    }

    /// An interrupt waits too: the others still work on what the caller would go on with.
    private static void await(Future<?> f) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    f.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the gradient failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        helpers.shutdownNow();
    }

    private static final class Round {
        private final int[] done;
        private final boolean[] isBusy;
        private final int steps;
        private final Task task;
        private boolean failed;

        Round(int[] done, boolean[] isBusy, int steps, Task task) {
            this.done = done;
            this.isBusy = isBusy;
            this.steps = steps;
            this.task = task;
        }

        void work() {
            for (int chain = take(-1); chain >= 0; chain = take(chain)) {
                boolean went = false;
                try {
                    task.run(chain, done[chain]);
                    went = true;
                } finally {
                    if (!went) {
                        fail();
                    }
                }
            }
        }

        private synchronized void fail() {
            failed = true;
            notifyAll();
        }

        /// Puts chain `last` back and takes the free one with most left; -1 when all is done.
        private synchronized int take(int last) {
            if (last >= 0) {
                isBusy[last] = false;
                done[last]++;
                notifyAll();
            }
            boolean interrupted = false;
            while (!failed) {
                int best = -1;
                boolean isLeft = false;
                for (int c = 0; c < done.length; c++) {
                    isLeft |= done[c] < steps;
                    if (!isBusy[c] && done[c] < steps && (best < 0 || done[c] < done[best])) {
                        best = c;
                    }
                }
                if (best >= 0 || !isLeft) {
                    if (best >= 0) {
                        isBusy[best] = true;
                    }
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    return best;
                }
                interrupted |= pause();
            }
            return -1;
        }

        /// Whether it was interrupted: the round goes on all the same.
        private boolean pause() {
            try {
                wait();
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        }
    }
}
