package eigentone.models.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What tells whether two pieces have the same content, whatever they are called.
final class Fingerprint {
    private static final int CHUNK_FRAMES = 1024;

    private Fingerprint() {}

    /// A digest (SHA-256) of all inputs and targets.
    static String of(Piece piece) {
        MessageDigest digest = sha256();
        ByteBuffer sizes = ByteBuffer.allocate(3 * Integer.BYTES);
        sizes.putInt(piece.frames()).putInt(piece.inputWidth()).putInt(piece.targetWidth());
        digest.update(sizes.array());
        for (int from = 0; from < piece.frames(); from += CHUNK_FRAMES) {
            int count = Math.min(CHUNK_FRAMES, piece.frames() - from);
            Batch.Segment chunk = new Batch.Segment(0, from, count, from == 0);
            Batch batch = Batch.of(List.of(piece), count, List.of(chunk));
            update(digest, batch.inputs());
            update(digest, batch.targets());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
