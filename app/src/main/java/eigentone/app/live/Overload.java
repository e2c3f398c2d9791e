package eigentone.app.live;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// What is given up when the machine cannot keep up, in this order: the console draws less often;
/// the preset gets half of its voices; then a quarter. It is never muted.
///
/// A step is taken when three blocks were late within a second. Nothing comes back by itself: a
/// performer should not hear it go to and fro.
final class Overload {
    private static final int LATE_BLOCKS = 3;
    private static final double WITHIN_SECONDS = 1;

    /// After a step it takes this long until its effect shows.
    private static final double PATIENCE_SECONDS = 3;

    private static final int HALF = 2;
    private static final int QUARTER = 4;

    private final Runnable drawLess;
    private final IntConsumer shareVoices;
    private final Consumer<String> tell;
    private final double[] lateAt = new double[LATE_BLOCKS];
    private int count;
    private int steps;
    private double quietUntil;

    /// @param drawLess makes the console draw less often
    /// @param shareVoices takes the divisor of the preset's voices
    Overload(Runnable drawLess, IntConsumer shareVoices, Consumer<String> tell) {
        this.drawLess = drawLess;
        this.shareVoices = shareVoices;
        this.tell = tell;
    }

    /// `blocks` more blocks were late by `seconds`.
    void late(long blocks, double seconds) {
        for (long i = 0; i < Math.min(blocks, LATE_BLOCKS); i++) {
            lateAt[count++ % LATE_BLOCKS] = seconds;
        }
        if (count >= LATE_BLOCKS
                && seconds >= quietUntil
                && seconds - lateAt[count % LATE_BLOCKS] <= WITHIN_SECONDS) {
            count = 0;
            quietUntil = seconds + PATIENCE_SECONDS;
            step();
        }
    }

    private void step() {
        steps++;
        switch (steps) {
            case 1 -> {
                drawLess.run();
                tell.accept("late blocks: the console is drawn less often");
            }
            case 2 -> {
                shareVoices.accept(HALF);
                tell.accept("late blocks: half of the voices; try a longer --block");
            }
            case 3 -> {
                shareVoices.accept(QUARTER);
                tell.accept("late blocks: a quarter of the voices; try a longer --block");
            }
            default ->
                    tell.accept(
                            "late blocks: this machine is too slow or too busy for the preset; try a longer --block");
        }
    }

    /// Steps taken so far.
    int steps() {
        return steps;
    }
}
