package eigentone.models.file;

import eigentone.audioio.file.SafeWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A safetensors file: named tensors and texts. Holds a model, or the checkpoint of a training.
///
/// Eight bytes: length of the header, little-endian. The header: JSON, for each tensor its `dtype`,
/// `shape` and `data_offsets` from the header's end, and under `__metadata__` texts by name. Then
/// the tensors' entries, without holes. Any thread but the audio thread.
///
/// Source: github.com/huggingface/safetensors, "Format". Of its types only the floating-point ones
/// are read, and our limits are tighter.
///
/// @param texts by name; safetensors allows nothing but strings
/// @param tensors in the file's order
public record SafeTensors(Map<String, String> texts, Map<String, Tensor> tensors) {
    static final String METADATA = "__metadata__";

    /// A header of a thousand tensors has 100 kB.
    static final int MAX_HEADER_BYTES = 1 << 20;

    private static final int CHUNK_BYTES = 1 << 16;

    /// Keeps the order of both maps.
    ///
    /// @throws IllegalArgumentException if a tensor's name is empty, too long or reserved
    public SafeTensors {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        for (String name : tensors.keySet()) {
            if (name.isEmpty() || name.length() > 200 || name.equals(METADATA)) {
                throw new IllegalArgumentException(
                        "tensor '%s': expected a name of 1..200 characters other than %s"
                                .formatted(name, METADATA));
            }
        }
    }

    /// Reads a file.
    ///
    /// @throws ModelFileException if it is missing or in any way other than the format says
    public static SafeTensors read(Path file) throws IOException {
        return SafeTensorsReader.read(file);
    }

    /// Writes the file whole, or leaves an older one as it was. The same content gives the same
    /// bytes.
    ///
    /// @throws ModelFileException if the header would exceed 1 MB
    /// @throws IOException if the disk is full or the folder not writable
    public void write(Path file) throws IOException {
        byte[] header = header().getBytes(StandardCharsets.UTF_8);
        if (header.length > MAX_HEADER_BYTES) {
            throw new ModelFileException(
                    file.toString(),
                    "",
                    "expected a header of at most 1 MB, got %d bytes; try shorter texts"
                            .formatted(header.length),
                    null);
        }
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (SafeWrite out = SafeWrite.open(file)) {
            buffer.putLong(header.length);
            out.write(buffer.array(), 0, buffer.position());
            out.write(header, 0, header.length);
            buffer.clear();
            for (Tensor tensor : tensors.values()) {
                for (double v : tensor.entries()) {
                    if (buffer.remaining() < Double.BYTES) {
                        out.write(buffer.array(), 0, buffer.position());
                        buffer.clear();
                    }
                    tensor.type().put(buffer, v);
                }
            }
            out.write(buffer.array(), 0, buffer.position());
            out.commit();
        }
    }

    private String header() {
        List<String> fields = new ArrayList<>();
        List<String> metadata = new ArrayList<>();
        texts.forEach((k, v) -> metadata.add(Json.quote(k) + ":" + Json.quote(v)));
        if (!metadata.isEmpty()) {
            fields.add("\"" + METADATA + "\":{" + String.join(",", metadata) + "}");
        }
        long at = 0;
        for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
            Tensor t = e.getValue();
            long end = at + (long) t.entries().length * t.type().bytes();
            fields.add(
                    "%s:{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(
                                    Json.quote(e.getKey()),
                                    t.type(),
                                    t.shape().toString().replace(" ", ""),
                                    at,
                                    end));
            at = end;
        }
        String json = "{" + String.join(",", fields) + "}";
        // Readers that map the file want the entries aligned; the format allows trailing spaces.
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return json + " ".repeat(-bytes & 7);
    }
}
