package eigentone.audioio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes before the samples of a WAV file we write.
///
/// A `JUNK` chunk holds the place of `ds64`, so that a file that outgrows RIFF becomes RF64 without
/// moving a sample. Source: EBU Tech 3306 (RF64, `JUNK`); Microsoft "Multiple channel audio data
/// and WAVE files": extensible above 2 channels or 16 bits of PCM, a `fact` chunk for float.
///
/// @param format WAV_16, WAV_24 or WAV_FLOAT32
/// @param channels 1..64
/// @param sampleRateHz whole Hz
record WavLayout(SoundFormat format, int channels, int sampleRateHz) {
    /// RIFF counts its bytes in 32 bits; 2^32 - 1 itself means "see ds64".
    static final long RIFF_MAX_BYTES = 0xffff_fffeL;

    private static final int UNSET = -1;
    private static final int DS64_BYTES = 28;

    /// The GUIDs of the sub-formats: the plain tag, then these 14 bytes.
    private static final byte[] GUID_TAIL = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
    };

    int frameBytes() {
        return channels * format.bits() / 8;
    }

    private boolean extensible() {
        return channels > 2 || format == SoundFormat.WAV_24;
    }

    /// Speakers: mono is front centre, stereo left and right; above that channels are just
    /// numbered.
    private int speakers() {
        return channels == 1 ? 4 : channels == 2 ? 3 : 0;
    }

    /// The header for this many frames.
    ///
    /// @param riffMaxBytes the RIFF size above which the file is RF64; [#RIFF_MAX_BYTES] but in
    ///   tests
    byte[] header(long frames, long riffMaxBytes) {
        boolean isFloat = !format.integer();
        int formatBytes = extensible() ? 40 : isFloat ? 18 : 16;
        int size = 12 + 8 + DS64_BYTES + 8 + formatBytes + (isFloat ? 12 : 0) + 8;
        long dataBytes = frames * frameBytes();
        long riffBytes = size - 8 + dataBytes + (dataBytes & 1);
        boolean large = riffBytes > riffMaxBytes;

        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        tag(out, large ? "RF64" : "RIFF").putInt(large ? UNSET : (int) riffBytes);
        tag(out, "WAVE");
        tag(out, large ? "ds64" : "JUNK").putInt(DS64_BYTES);
        out.putLong(large ? riffBytes : 0).putLong(large ? dataBytes : 0);
        out.putLong(large ? frames : 0).putInt(0);

        int tag = isFloat ? 3 : 1;
        tag(out, "fmt ").putInt(formatBytes);
        out.putShort((short) (extensible() ? 0xfffe : tag)).putShort((short) channels);
        out.putInt(sampleRateHz).putInt(sampleRateHz * frameBytes());
        out.putShort((short) frameBytes()).putShort((short) format.bits());
        if (extensible()) {
            out.putShort((short) 22).putShort((short) format.bits()).putInt(speakers());
            out.putShort((short) tag).put(GUID_TAIL);
        } else if (isFloat) {
            out.putShort((short) 0);
        }
        if (isFloat) {
            tag(out, "fact").putInt(4).putInt(large ? UNSET : (int) frames);
        }
        tag(out, "data").putInt(large ? UNSET : (int) dataBytes);
        return out.array();
    }

    private static ByteBuffer tag(ByteBuffer out, String tag) {
        return out.put(tag.getBytes(StandardCharsets.US_ASCII));
    }
}
