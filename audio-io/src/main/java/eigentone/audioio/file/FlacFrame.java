package eigentone.audioio.file;

/// Encodes one block of integer samples as a FLAC frame.
///
/// Each channel is constant, a fixed predictor with Rice-coded rest, or verbatim, whichever is
/// shortest; of two channels, one may be replaced by the difference, or both by middle and
/// difference. Source: RFC 9639, section 9. Linear prediction is left out: a few per cent of size
/// for half of the code. Same samples, same bytes. One thread at a time.
final class FlacFrame {
    private static final int[] CODED_RATES = {
        0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };

    private static final int INDEPENDENT = 0;
    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MIDDLE_SIDE = 10;

    private final int sampleRateHz;
    private final int bits;
    private final FlacResidual[] residuals;
    private final int[] middle;
    private final int[] side;
    private final FlacBits out = new FlacBits();

    /// @param bits 16 or 24
    /// @param maxFrames the longest block, 1..65535 frames
    FlacFrame(int channels, int sampleRateHz, int bits, int maxFrames) {
        this.sampleRateHz = sampleRateHz;
        this.bits = bits;
        this.residuals = new FlacResidual[channels == 2 ? 4 : channels];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = new FlacResidual(maxFrames);
        }
        this.middle = new int[maxFrames];
        this.side = new int[maxFrames];
    }

    /// The frame's bytes, owned by this and valid until the next call.
    ///
    /// @param codes `[channel][frame]`, signed, of the given bits
    /// @param number counts the frames of the stream from 0
    FlacBits encode(int[][] codes, int frames, long number) {
        out.clear();
        if (codes.length == 2) {
            stereo(codes[0], codes[1], frames, number);
        } else {
            header(INDEPENDENT + codes.length - 1, frames, number);
            for (int c = 0; c < codes.length; c++) {
                cost(codes[c], frames, bits, residuals[c]);
                channel(codes[c], frames, bits, residuals[c]);
            }
        }
        out.align();
        out.put(out.crc16(), 16);
        return out;
    }

    private void stereo(int[] left, int[] right, int frames, long number) {
        for (int i = 0; i < frames; i++) {
            middle[i] = (left[i] + right[i]) >> 1;
            side[i] = left[i] - right[i];
        }
        long l = cost(left, frames, bits, residuals[0]);
        long r = cost(right, frames, bits, residuals[1]);
        long m = cost(middle, frames, bits, residuals[2]);
        long s = cost(side, frames, bits + 1, residuals[3]);
        long least = Math.min(Math.min(l + r, l + s), Math.min(s + r, m + s));
        if (least == l + r) {
            header(INDEPENDENT + 1, frames, number);
            channel(left, frames, bits, residuals[0]);
            channel(right, frames, bits, residuals[1]);
        } else if (least == l + s) {
            header(LEFT_SIDE, frames, number);
            channel(left, frames, bits, residuals[0]);
            channel(side, frames, bits + 1, residuals[3]);
        } else if (least == s + r) {
            header(SIDE_RIGHT, frames, number);
            channel(side, frames, bits + 1, residuals[3]);
            channel(right, frames, bits, residuals[1]);
        } else {
            header(MIDDLE_SIDE, frames, number);
            channel(middle, frames, bits, residuals[2]);
            channel(side, frames, bits + 1, residuals[3]);
        }
    }

    private void header(int assignment, int frames, long number) {
        int rateCode = 0; // 0: as STREAMINFO says
        for (int i = 1; i < CODED_RATES.length; i++) {
            rateCode = CODED_RATES[i] == sampleRateHz ? i : rateCode;
        }
        out.put(0xfff8, 16); // all blocks but the last have one length
        out.put(7, 4); // the length follows in 16 bits
        out.put(rateCode, 4);
        out.put(assignment, 4);
        out.put(bits == 16 ? 4 : 6, 3);
        out.put(0, 1);
        out.putUtf8(number);
        out.put(frames - 1, 16);
        out.put(out.crc8(), 8);
    }

    private static long cost(int[] codes, int frames, int bits, FlacResidual residual) {
        if (constant(codes, frames)) {
            return bits;
        }
        residual.analyse(codes, frames, bits);
        return Math.min(residual.bits(), (long) frames * bits);
    }

    private void channel(int[] codes, int frames, int bits, FlacResidual residual) {
        if (constant(codes, frames)) {
            out.put(0, 8);
            out.put(codes[0], bits);
        } else if (residual.bits() < (long) frames * bits) {
            out.put((8 + residual.order()) << 1, 8);
            residual.write(out, codes, frames, bits);
        } else {
            out.put(1 << 1, 8);
            for (int i = 0; i < frames; i++) {
                out.put(codes[i], bits);
            }
        }
    }

    private static boolean constant(int[] codes, int frames) {
        for (int i = 1; i < frames; i++) {
            if (codes[i] != codes[0]) {
                return false;
            }
        }
        return true;
    }
}
