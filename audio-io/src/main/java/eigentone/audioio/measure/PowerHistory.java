package eigentone.audioio.measure;

import java.util.Arrays;

/// The powers of all blocks of a sound so far, and the gated statistics over them.
///
/// 8 bytes a block of 100 ms: an hour takes 290 kB.
final class PowerHistory {
    private static final int INITIAL_BLOCKS = 1024;

    private double[] powers = new double[INITIAL_BLOCKS];
    private int size;

    void add(double power) {
        if (size == powers.length) {
            powers = Arrays.copyOf(powers, 2 * size);
        }
        powers[size++] = power;
    }

    /// Mean of the powers above `gate`; 0 where there is none.
    double meanAbove(double gate) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (powers[i] > gate) {
                sum += powers[i];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /// The powers at or above `gate`, ascending.
    double[] sortedFrom(double gate) {
        double[] kept = new double[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (powers[i] >= gate) {
                kept[count++] = powers[i];
            }
        }
        double[] sorted = Arrays.copyOf(kept, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
