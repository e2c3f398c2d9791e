package eigentone.audioio.file;

import java.util.Arrays;

/// A growing run of bits, most significant first, with FLAC's two checksums. One thread at a time.
final class FlacBits {
    private byte[] bytes = new byte[1 << 14];
    private int size;
    private long pending;
    private int pendingBits;

    /// Forgets everything but the storage.
    void clear() {
        size = 0;
        pending = 0;
        pendingBits = 0;
    }

    /// Appends the low `count` bits of `value`, 0..32 of them.
    void put(int value, int count) {
        pending = pending << count | (value & ((1L << count) - 1));
        pendingBits += count;
        while (pendingBits >= 8) {
            pendingBits -= 8;
            append((byte) (pending >>> pendingBits));
        }
    }

    /// Appends a Rice code: `value >>> low` zeros, a one, and the `low` lower bits.
    void putRice(int value, int low) {
        int zeros = value >>> low;
        for (; zeros >= 32; zeros -= 32) {
            put(0, 32);
        }
        put(1, zeros + 1);
        put(value, low);
    }

    /// Appends a number to 36 bits in the extended UTF-8 form of frame numbers.
    void putUtf8(long value) {
        int bits = 64 - Long.numberOfLeadingZeros(value);
        if (bits <= 7) {
            put((int) value, 8);
            return;
        }
        // n bytes hold 5n + 1 bits: a head of n ones and a zero, then groups of six.
        int more = (bits - 2) / 5;
        put(((0xff00 >> (more + 1)) & 0xff) | (int) (value >>> (6 * more)), 8);
        for (int i = more - 1; i >= 0; i--) {
            put(0x80 | (int) ((value >>> (6 * i)) & 0x3f), 8);
        }
    }

    /// Fills the last byte with zeros.
    void align() {
        put(0, (8 - pendingBits) % 8);
    }

    /// Whole bytes so far.
    int size() {
        return size;
    }

    /// The bytes, of which the first [#size()] count; owned by this.
    byte[] bytes() {
        return bytes;
    }

    /// CRC-8 of all bytes: polynomial x^8 + x^2 + x + 1, start 0. Source: RFC 9639, 9.1.8.
    int crc8() {
        int crc = 0;
        for (int i = 0; i < size; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc & 0x80) != 0 ? 0x107 : 0);
            }
        }
        return crc;
    }

    /// CRC-16 of all bytes: polynomial x^16 + x^15 + x^2 + 1, start 0. Source: RFC 9639, 9.3.
    int crc16() {
        int crc = 0;
        for (int i = 0; i < size; i++) {
            crc = CRC16[(crc >>> 8 ^ bytes[i]) & 0xff] ^ ((crc << 8) & 0xffff);
        }
        return crc;
    }

    private void append(byte b) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = b;
    }

    private static final int[] CRC16 = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc & 0x8000) != 0 ? 0x18005 : 0);
            }
            CRC16[i] = crc;
        }
    }
}
