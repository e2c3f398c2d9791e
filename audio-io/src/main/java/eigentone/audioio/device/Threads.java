package eigentone.audioio.device;

/// Waits for threads to end.
final class Threads {
    private Threads() {}

    /// Waits for at most so long, also when this thread is interrupted meanwhile.
    ///
    /// @return whether it has ended
    static boolean join(Thread thread, long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() - until < 0) {
            try {
                thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
