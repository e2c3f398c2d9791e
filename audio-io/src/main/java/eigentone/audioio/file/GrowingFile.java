package eigentone.audioio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that grows while something happens and lies under its name from the first byte on.
///
/// It is the exception from [SafeWrite], for what cannot be made again: if the program is killed,
/// all that was appended is there; if the power fails, all up to the last [#sync()]. Every failure
/// is an [IOException] whose message names the file and the remedy. One thread at a time, never the
/// audio thread.
public final class GrowingFile implements Closeable {
    private final Path target;
    private final FileChannel channel;
    private long size;

    /// Makes a new file.
    ///
    /// @throws IOException if it exists, or cannot be made
    public GrowingFile(Path target) throws IOException {
        this(target, StandardOpenOption.CREATE_NEW);
    }

    /// Opens a file that is there, to make it longer.
    ///
    /// @throws IOException if it is missing or cannot be written
    public static GrowingFile appendTo(Path target) throws IOException {
        return new GrowingFile(target, StandardOpenOption.WRITE);
    }

    private GrowingFile(Path target, StandardOpenOption how) throws IOException {
        this.target = target;
        try {
            channel = FileChannel.open(target, how, StandardOpenOption.WRITE);
            size = channel.size();
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    FileMessage.of(
                            "output", target, "", "a new file", "one that exists", "another name"),
                    e);
        } catch (IOException e) {
            throw SafeWrite.explained(target, e);
        }
    }

    /// Appends what `bytes` holds, in one piece if the system can.
    public void append(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        write(bytes, size);
        size += count;
    }

    /// Appends `text` as UTF-8.
    public void append(String text) throws IOException {
        append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Writes over what is there.
    ///
    /// @param position bytes from the start, at most [#size()]
    public void writeAt(long position, byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes), position);
        size = Math.max(size, position + bytes.length);
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw SafeWrite.explained(target, e);
        }
    }

    /// Bytes that are there.
    public long size() {
        return size;
    }

    /// Waits until the device has everything.
    public void sync() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw SafeWrite.explained(target, e);
        }
    }

    /// Waits until the device has everything, and closes.
    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.isOpen()) {
                sync();
            }
        }
    }
}
