package eigentone.audioio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of one file with a buffered cursor; the file's real size bounds everything.
///
/// Reads of numbers past the end throw [SoundFileException]. One thread at a time.
final class ByteSource implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final SeekableByteChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    /// File offset of the byte after the buffered ones.
    private long bufferEnd;

    private boolean failed;

    private ByteSource(Path file, SeekableByteChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /// @throws SoundFileException if there is no file, it is a folder or device, or it is empty
    static ByteSource open(Path file) throws IOException {
        String problem = FileMessage.whyUnreadable("sound file", file);
        if (problem != null) {
            throw new SoundFileException(problem);
        }
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            return new ByteSource(file, channel, channel.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    /// Size in bytes when the file was opened.
    long size() {
        return size;
    }

    long position() {
        return bufferEnd - buffer.remaining();
    }

    long remaining() {
        return size - position();
    }

    /// True once the disk has failed: tells its [IOException] from that of a decoder.
    boolean failed() {
        return failed;
    }

    /// Moves the cursor; a position past the end leaves nothing to read.
    void seek(long position) throws IOException {
        long back = bufferEnd - position;
        if (back >= 0 && back <= buffer.limit()) {
            buffer.position((int) (buffer.limit() - back));
            return;
        }
        channel.position(position);
        bufferEnd = position;
        buffer.limit(0);
    }

    /// Reads up to `count` bytes; fewer only at the end of the file, where it returns 0.
    int read(byte[] into, int at, int count) throws IOException {
        int done = 0;
        while (done < count && fill()) {
            int step = Math.min(count - done, buffer.remaining());
            buffer.get(into, at + done, step);
            done += step;
        }
        return done;
    }

    int u8(String place) throws IOException {
        if (!fill()) {
            throw truncated(place);
        }
        return buffer.get() & 0xff;
    }

    int u16le(String place) throws IOException {
        int low = u8(place);
        return u8(place) << 8 | low;
    }

    long u32le(String place) throws IOException {
        long low = u16le(place);
        return (long) u16le(place) << 16 | low;
    }

    long u64le(String place) throws IOException {
        long low = u32le(place);
        return u32le(place) << 32 | low;
    }

    int u16be(String place) throws IOException {
        int high = u8(place);
        return high << 8 | u8(place);
    }

    long u32be(String place) throws IOException {
        long high = u16be(place);
        return high << 16 | u16be(place);
    }

    long u64be(String place) throws IOException {
        long high = u32be(place);
        return high << 32 | u32be(place);
    }

    /// A four-character chunk name, bytes as Latin-1.
    String tag(String place) throws IOException {
        char[] tag = new char[4];
        for (int i = 0; i < 4; i++) {
            tag[i] = (char) u8(place);
        }
        return new String(tag);
    }

    SoundFileException truncated(String place) {
        return new SoundFileException(
                file,
                place,
                "more bytes after byte " + position(),
                "the end of the file",
                "copying or exporting the file again");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        int count;
        try {
            count = channel.read(buffer.clear());
        } catch (IOException e) {
            failed = true;
            buffer.limit(0);
            throw e;
        }
        buffer.flip();
        if (count <= 0) {
            buffer.limit(0);
            return false;
        }
        bufferEnd += count;
        return true;
    }
}
