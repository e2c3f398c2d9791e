package eigentone.engine.graph;

import eigentone.engine.AudioThread;
import java.util.Arrays;

/// How loud each MIDI channel is, frame by frame: its volume times its expression, squared.
///
/// Squared is 40 log10(value / 127) dB for each. A change is a linear ramp of some milliseconds
/// while a note of the channel sounds, else a jump.
///
/// Source: MIDI Manufacturers Association, General MIDI Level 1 Developer Guidelines, 1996.
@AudioThread
final class Levels {
    private static final int CHANNELS = 16;
    private static final double RAMP_SECONDS = 0.005;

    private final int rampFrames;
    private final float[] gains;
    private final double[] volume = new double[CHANNELS];
    private final double[] expression = new double[CHANNELS];
    private final double[] target = new double[CHANNELS];
    private final double[] step = new double[CHANNELS];
    private final int[] left = new int[CHANNELS];
    private boolean used;

    Levels(int maxBlockFrames, double sampleRateHz) {
        rampFrames = (int) Math.max(1, Math.rint(RAMP_SECONDS * sampleRateHz));
        gains = new float[maxBlockFrames * CHANNELS];
        Arrays.fill(volume, 1);
        Arrays.fill(expression, 1);
        Arrays.fill(target, 1);
    }

    /// @param value 0..1
    /// @param jumps whether no note of the channel sounds
    void volume(int channel, double value, boolean jumps) {
        volume[channel] = value;
        move(channel, jumps);
    }

    /// @param value 0..1
    /// @param jumps whether no note of the channel sounds
    void expression(int channel, double value, boolean jumps) {
        expression[channel] = value;
        move(channel, jumps);
    }

    private void move(int channel, boolean jumps) {
        double now = target[channel] - step[channel] * left[channel];
        double level = volume[channel] * expression[channel];
        target[channel] = level * level;
        left[channel] = jumps ? 0 : rampFrames;
        step[channel] = jumps ? 0 : (target[channel] - now) / rampFrames;
        used = true;
    }

    /// Works out the gains of frames `from` to `to` of a block.
    void advance(int from, int to) {
        for (int t = from; used && t < to; t++) {
            for (int c = 0; c < CHANNELS; c++) {
                if (left[c] > 0) {
                    left[c]--;
                }
                gains[t * CHANNELS + c] = (float) (target[c] - step[c] * left[c]);
            }
        }
    }

    /// `x` of a note of `channel` in frame `t`, which [#advance] has seen.
    float apply(float x, int channel, int t) {
        return used ? x * gains[t * CHANNELS + channel] : x;
    }
}
