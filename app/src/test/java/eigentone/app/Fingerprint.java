package eigentone.app;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of a sound as interleaved little-endian float32.
final class Fingerprint {
    private Fingerprint() {}

    static String of(float[][] channels) {
        ByteBuffer bytes =
                ByteBuffer.allocate(channels.length * channels[0].length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < channels[0].length; t++) {
            for (float[] channel : channels) {
                bytes.putFloat(channel[t]);
            }
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
