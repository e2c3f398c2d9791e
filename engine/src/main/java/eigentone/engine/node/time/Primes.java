package eigentone.engine.node.time;

/// Prime numbers: lengths that share no factor, so that the lines' echoes do not meet.
final class Primes {
    private Primes() {}

    /// The least prime that is `n` or more.
    static int atLeast(int n) {
        int p = Math.max(2, n);
        while (!isPrime(p)) {
            p++;
        }
        return p;
    }

    private static boolean isPrime(int n) {
        for (int i = 2; i * i <= n; i++) {
            if (n % i == 0) {
                return false;
            }
        }
        return true;
    }
}
