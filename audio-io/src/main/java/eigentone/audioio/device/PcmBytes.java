package eigentone.audioio.device;

import eigentone.engine.AudioThread;

/// Samples of a sound card as bytes: signed integers of 16, 24 or 32 bits, the low byte first, the
/// channels of a frame in turn.
final class PcmBytes {
    private PcmBytes() {}

    /// What is beyond full scale is cut, NaN is 0.
    @AudioThread
    static void encode(float[][] from, int frames, int bytes, byte[] to) {
        int channels = from.length;
        double scale = (double) (1L << (8 * bytes - 1));
        for (int c = 0; c < channels; c++) {
            float[] channel = from[c];
            int at = c * bytes;
            for (int i = 0; i < frames; i++) {
                double value = Math.rint(channel[i] * scale);
                int sample = (int) Math.min(scale - 1, Math.max(-scale, value));
                for (int b = 0; b < bytes; b++) {
                    to[at + b] = (byte) (sample >> (8 * b));
                }
                at += channels * bytes;
            }
        }
    }

    /// Full scale becomes -1 to 1.
    @AudioThread
    static void decode(byte[] from, int frames, int bytes, float[][] to) {
        int channels = to.length;
        double scale = 1.0 / (1L << (8 * bytes - 1));
        for (int c = 0; c < channels; c++) {
            float[] channel = to[c];
            int at = c * bytes;
            for (int i = 0; i < frames; i++) {
                int sample = from[at + bytes - 1];
                for (int b = bytes - 2; b >= 0; b--) {
                    sample = (sample << 8) | (from[at + b] & 0xff);
                }
                channel[i] = (float) (sample * scale);
                at += channels * bytes;
            }
        }
    }
}
