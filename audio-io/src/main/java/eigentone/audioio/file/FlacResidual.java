package eigentone.audioio.file;

/// What a fixed predictor leaves of one channel, and the cheapest Rice code for it.
///
/// The predictors are the polynomials of order 0 to 4. Source: RFC 9639, 9.2.5 and 9.2.7. The
/// difference of two 24-bit channels has 25 bits and order 4 adds four more, so that all fits an
/// int. Arrays are made once; one thread at a time.
final class FlacResidual {
    private static final int MAX_ORDER = 4;
    private static final int MAX_PARTITION_ORDER = 6;

    /// Above this parameter the code needs five bits for it instead of four.
    private static final int MAX_SHORT_PARAMETER = 14;

    private static final int MAX_PARAMETER = 30;

    private final int[] best;
    private final int[] parameters = new int[1 << MAX_PARTITION_ORDER];
    private final int[] trial = new int[1 << MAX_PARTITION_ORDER];
    private int order;
    private int partitionOrder;
    private long bits;

    /// @param maxFrames the longest block
    FlacResidual(int maxFrames) {
        this.best = new int[maxFrames];
    }

    /// Chooses order, partitions and parameters for a block.
    void analyse(int[] codes, int frames, int sampleBits) {
        order = bestOrder(codes, frames);
        for (int i = order; i < frames; i++) {
            int residual = residual(codes, i, order);
            best[i] = residual << 1 ^ residual >> 31;
        }
        bits = Long.MAX_VALUE;
        for (int p = 0; p <= MAX_PARTITION_ORDER; p++) {
            if (frames % (1 << p) != 0 || frames >> p <= order) {
                break;
            }
            long cost = partition(p, frames);
            if (cost < bits) {
                bits = cost;
                partitionOrder = p;
                System.arraycopy(trial, 0, parameters, 0, 1 << p);
            }
        }
        bits += (long) order * sampleBits;
    }

    /// Bits of the warm-up samples and the residual after [#analyse].
    long bits() {
        return bits;
    }

    /// The chosen order, 0..4.
    int order() {
        return order;
    }

    /// Appends warm-up samples and residual as analysed.
    void write(FlacBits out, int[] codes, int frames, int sampleBits) {
        for (int i = 0; i < order; i++) {
            out.put(codes[i], sampleBits);
        }
        int partitions = 1 << partitionOrder;
        int largest = 0;
        for (int p = 0; p < partitions; p++) {
            largest = Math.max(largest, parameters[p]);
        }
        int parameterBits = largest > MAX_SHORT_PARAMETER ? 5 : 4;
        out.put(parameterBits - 4, 2);
        out.put(partitionOrder, 4);
        int step = frames >> partitionOrder;
        for (int p = 0; p < partitions; p++) {
            out.put(parameters[p], parameterBits);
            for (int i = p == 0 ? order : p * step; i < (p + 1) * step; i++) {
                out.putRice(best[i], parameters[p]);
            }
        }
    }

    /// The order with the smallest sum of magnitudes: the usual estimate of the code's length.
    private static int bestOrder(int[] codes, int frames) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int order = 0; order <= Math.min(MAX_ORDER, frames - 1); order++) {
            long sum = 0;
            // All from sample 4, so that the sums are of the same samples.
            for (int i = Math.min(MAX_ORDER, frames - 1); i < frames; i++) {
                sum += Math.abs((long) residual(codes, i, order));
            }
            if (sum < least) {
                least = sum;
                best = order;
            }
        }
        return best;
    }

    private static int residual(int[] x, int i, int order) {
        return switch (order) {
            case 0 -> x[i];
            case 1 -> x[i] - x[i - 1];
            case 2 -> x[i] - 2 * x[i - 1] + x[i - 2];
            case 3 -> x[i] - 3 * x[i - 1] + 3 * x[i - 2] - x[i - 3];
            default -> x[i] - 4 * x[i - 1] + 6 * x[i - 2] - 4 * x[i - 3] + x[i - 4];
        };
    }

    /// Fills [#trial] with the best parameters for 2^p partitions and gives their cost in bits.
    private long partition(int p, int frames) {
        int step = frames >> p;
        long total = 6;
        for (int part = 0; part < 1 << p; part++) {
            int from = part == 0 ? order : part * step;
            int to = (part + 1) * step;
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += best[i] & 0xffff_ffffL;
            }
            int count = to - from;
            // The best parameter is near log2 of the mean; the true cost decides among three.
            int near = 63 - Long.numberOfLeadingZeros(Math.max(1, sum / Math.max(1, count)));
            long least = Long.MAX_VALUE;
            for (int k = Math.max(0, near - 1); k <= Math.min(MAX_PARAMETER, near + 1); k++) {
                long cost = (k + 1L) * count;
                for (int i = from; i < to; i++) {
                    cost += best[i] >>> k;
                }
                if (cost < least) {
                    least = cost;
                    trial[part] = k;
                }
            }
            total += 5 + least;
        }
        return total;
    }
}
