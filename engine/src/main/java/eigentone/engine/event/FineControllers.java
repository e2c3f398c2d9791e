package eigentone.engine.event;

import eigentone.engine.AudioThread;

/// Controllers 0..31 with their fine halves 32..63: where each stands, 0..127.
///
/// Many controller boxes have plain knobs at 32..63. So one of these is a fine half only from when
/// it once followed its coarse half at once, as instruments that send pairs do; that pair is then a
/// pair for good. A coarse half sets the fine half to 0; the fine half may then move alone. Source:
/// MIDI 1.0 Detailed Specification 4.2, "Control Change".
@AudioThread
final class FineControllers {
    /// 21 ms at 48 kHz: the halves of a pair are at most a few messages apart on a wire, and no two
    /// hands are so quick.
    private static final long PAIR_FRAMES = 1024;

    private static final int PAIRS = 32;

    private final int[] raw = new int[16 * PAIRS];
    private final boolean[] isFine = new boolean[16 * PAIRS];
    private int lastPair = -1;
    private long lastFrame;

    /// A controller that has no pair comes between.
    void other() {
        lastPair = -1;
    }

    /// The coarse half moves.
    ///
    /// @param controller 0..31
    double coarse(long frame, int channel, int controller, int value) {
        int pair = channel * PAIRS + controller;
        raw[pair] = value << 7;
        lastPair = pair;
        lastFrame = frame;
        return isFine[pair] ? position(raw[pair]) : value;
    }

    /// Whether a message of controller 32..63 is a fine half.
    boolean isFineHalf(long frame, int channel, int controller) {
        int pair = channel * PAIRS + controller - PAIRS;
        if (pair == lastPair && frame - lastFrame <= PAIR_FRAMES) {
            isFine[pair] = true;
        }
        return isFine[pair];
    }

    /// The fine half moves.
    ///
    /// @param controller 32..63
    double fine(int channel, int controller, int value) {
        int pair = channel * PAIRS + controller - PAIRS;
        raw[pair] = (raw[pair] & 0x3f80) | value;
        return position(raw[pair]);
    }

    /// 0..127 of a number of 14 bits.
    static double position(int raw14) {
        return 127.0 * raw14 / 0x3fff;
    }
}
