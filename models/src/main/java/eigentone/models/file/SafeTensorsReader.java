package eigentone.models.file;

import eigentone.audioio.file.FileMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads safetensors, believing nothing: every size is checked before memory is asked for.
final class SafeTensorsReader {
    private static final int CHUNK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final String file;

    /// Where a tensor lies, checked against itself.
    private record Place(String name, Tensor.Type type, List<Integer> shape, long begin, long end) {
        int entries() {
            return (int) ((end - begin) / type.bytes());
        }
    }

    private SafeTensorsReader(FileChannel channel, String file) {
        this.channel = channel;
        this.file = file;
    }

    static SafeTensors read(Path path) throws IOException {
        String problem = FileMessage.whyUnreadable("model file", path);
        if (problem != null) {
            throw new ModelFileException(problem);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new SafeTensorsReader(channel, path.toString()).read();
        }
    }

    private SafeTensors read() throws IOException {
        long size = channel.size();
        if (size < Long.BYTES + 2) {
            throw wrong("", "expected a safetensors file, got " + size + " bytes");
        }
        long headerBytes = bytes(0, Long.BYTES).getLong();
        if (headerBytes < 2 || headerBytes > SafeTensors.MAX_HEADER_BYTES) {
            throw wrong(
                    "header",
                    "expected a length of 2..%d bytes, got %s; is it a safetensors file?"
                            .formatted(
                                    SafeTensors.MAX_HEADER_BYTES,
                                    Long.toUnsignedString(headerBytes)));
        }
        long data = Long.BYTES + headerBytes;
        if (data > size) {
            throw shorter("header", data, size);
        }
        byte[] header = bytes(Long.BYTES, (int) headerBytes).array();
        if (header[0] != '{') {
            throw wrong("header", "expected '{' first, got byte " + header[0]);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        for (Json<ModelFileException> e :
                Json.parse(header, file, ModelFileException::new).fields().values()) {
            if (e.path().equals(SafeTensors.METADATA)) {
                for (Map.Entry<String, Json<ModelFileException>> text : e.fields().entrySet()) {
                    texts.put(text.getKey(), text.getValue().text());
                }
            } else {
                places.add(place(e));
            }
        }
        checkWhole(places, size - data);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Place p : places) {
            tensors.put(p.name, new Tensor(p.type, p.shape, entries(p, data)));
        }
        return new SafeTensors(texts, tensors);
    }

    private Place place(Json<ModelFileException> json) throws ModelFileException {
        String name = json.path();
        if (name.isEmpty() || name.length() > 200) {
            throw wrong("header", "expected names of 1..200 characters, got " + name.length());
        }
        json.fields(List.of("dtype", "shape", "data_offsets"));
        Tensor.Type type = type(json.field("dtype"));
        List<Integer> shape = new ArrayList<>();
        for (Json<ModelFileException> n : json.field("shape").elements()) {
            shape.add(n.whole(1, Integer.MAX_VALUE));
        }
        long entries = Tensor.size(shape);
        if (entries < 0) {
            throw tensor(
                    name,
                    "expected at most 8 dimensions and 67108864 entries, got shape %s"
                            .formatted(shape));
        }
        List<Json<ModelFileException>> offsets = json.field("data_offsets").elements();
        if (offsets.size() != 2) {
            throw tensor(name, "expected 2 data_offsets, got " + offsets.size());
        }
        long begin = offsets.get(0).wholeLong();
        long end = offsets.get(1).wholeLong();
        if (begin < 0 || end < begin || end - begin != entries * type.bytes()) {
            throw tensor(
                    name,
                    "expected data_offsets %d bytes apart (%s of shape %s), got %d..%d"
                            .formatted(entries * type.bytes(), type, shape, begin, end));
        }
        return new Place(name, type, shape, begin, end);
    }

    private static Tensor.Type type(Json<ModelFileException> json) throws ModelFileException {
        for (Tensor.Type type : Tensor.Type.values()) {
            if (type.name().equals(json.text())) {
                return type;
            }
        }
        throw json.wrong(
                "expected one of %s, got '%s'; try saving it as float32"
                        .formatted(Arrays.toString(Tensor.Type.values()), json.text()));
    }

    /// The tensors must fill the file to its last byte, none above another, and fit into memory.
    private void checkWhole(List<Place> places, long dataBytes) throws ModelFileException {
        List<Place> inOrder = new ArrayList<>(places);
        inOrder.sort(Comparator.comparingLong(Place::begin));
        long at = 0;
        long entries = 0;
        for (Place p : inOrder) {
            if (p.begin != at) {
                throw tensor(
                        p.name,
                        "expected its data to begin at byte %d, where the tensor before ends, got"
                                        .formatted(at)
                                + " "
                                + p.begin);
            }
            if (p.end > dataBytes) {
                throw shorter("tensor '" + p.name + "'", p.end, dataBytes);
            }
            at = p.end;
            entries += p.entries();
        }
        if (at != dataBytes) {
            throw wrong("", "expected %d bytes of tensors, got %d".formatted(at, dataBytes));
        }
        long room = Runtime.getRuntime().maxMemory() / 2 / Double.BYTES;
        if (entries > room) {
            throw new ModelFileException(
                    file,
                    "",
                    "expected at most %d entries for memory, got %d; try giving the program more"
                                    .formatted(room, entries)
                            + " memory (-Xmx)",
                    null);
        }
    }

    private double[] entries(Place p, long data) throws IOException {
        double[] entries = new double[p.entries()];
        int perChunk = CHUNK_BYTES / p.type.bytes();
        for (int from = 0; from < entries.length; from += perChunk) {
            int count = Math.min(perChunk, entries.length - from);
            ByteBuffer chunk =
                    bytes(data + p.begin + (long) from * p.type.bytes(), count * p.type.bytes());
            for (int i = from; i < from + count; i++) {
                entries[i] = p.type.get(chunk);
                if (!Double.isFinite(entries[i])) {
                    throw new ModelFileException(
                            file,
                            "tensor '" + p.name + "'",
                            "expected finite entries, got %s at entry %d; the training that wrote it"
                                            .formatted(entries[i], i)
                                    + " diverged, try a lower learning rate",
                            null);
                }
            }
        }
        return entries;
    }

    private ByteBuffer bytes(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw shorter("", position + count, channel.size());
            }
        }
        return buffer.flip();
    }

    private ModelFileException shorter(String place, long expected, long got) {
        return wrong(place, "expected %d bytes, got %d".formatted(expected, got));
    }

    private ModelFileException tensor(String name, String problem) {
        return wrong("tensor '" + name + "'", problem);
    }

    private ModelFileException wrong(String place, String problem) {
        String remedy = problem.endsWith("?") ? "" : "; try another copy, this one is damaged";
        return new ModelFileException(file, place, problem + remedy, null);
    }
}
