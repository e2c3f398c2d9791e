package eigentone.audioio.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.atomic.AtomicLong;

/// An output that appears whole or not at all.
///
/// The bytes go to a hidden temporary file in the target's folder. [#commit()] flushes it to the
/// device and moves it over the target in one atomic step; [#close()] without a commit deletes it.
/// So an existing target is untouched until the new one is complete, even if the process is killed
/// at any byte (then a file `.name.*.tmp` stays behind). A symbolic link is written through: its
/// target is replaced, the link stays. An existing target keeps its POSIX permissions.
///
/// ```java
/// try (SafeWrite out = SafeWrite.open(path)) {
///     out.write(bytes, 0, bytes.length);
///     out.commit();
/// }
/// ```
///
/// Every failure is an [IOException] whose message names the output and the remedy. One thread at a
/// time, never the audio thread. An interrupt of the writing thread fails the write.
public final class SafeWrite implements Closeable {
    private static final AtomicLong SERIAL = new AtomicLong();

    /// File systems allow 255 bytes a name: 60 characters of UTF-8 and the suffix always fit.
    private static final int MAX_NAME_PREFIX = 50;

    private final Path asked;
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean committed;
    private boolean closed;

    private SafeWrite(Path asked, Path target, Path temporary, FileChannel channel) {
        this.asked = asked;
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /// Opens a temporary file beside `target`; the target itself is not touched.
    ///
    /// @throws IOException if the folder is missing or not writable, or the target is a folder or a
    ///   device
    public static SafeWrite open(Path target) throws IOException {
        Path real = target.toAbsolutePath();
        if (Files.isSymbolicLink(real) && Files.exists(real)) {
            real = real.toRealPath();
        }
        Path folder = real.getParent();
        Path name = real.getFileName();
        if (folder == null || name == null || Files.isDirectory(real)) {
            throw refused(target, "a file name", "a folder", "adding a file name to the path");
        }
        if (Files.exists(real) && !Files.isRegularFile(real)) {
            throw refused(target, "a regular file", "a device or pipe", "a path in a folder");
        }
        if (!Files.isDirectory(folder)) {
            Path there = folder;
            while (there.getParent() != null && !Files.exists(there)) {
                there = there.getParent();
            }
            boolean blocked = Files.exists(there) && !Files.isDirectory(there);
            throw refused(
                    target,
                    "an existing folder '" + folder + "'",
                    blocked ? "a file '" + there + "' in its way" : "none",
                    blocked
                            ? "another folder, or moving that file away"
                            : "creating the folder first");
        }
        String prefix = name.toString();
        prefix = prefix.substring(0, Math.min(prefix.length(), MAX_NAME_PREFIX));
        while (true) {
            String unique = ProcessHandle.current().pid() + "-" + SERIAL.getAndIncrement();
            Path temporary = folder.resolve("." + prefix + "." + unique + ".tmp");
            try {
                FileChannel channel =
                        FileChannel.open(
                                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return new SafeWrite(target, real, temporary, channel);
            } catch (FileAlreadyExistsException e) {
                continue; // left by a killed process that had the same id: take the next name
            } catch (IOException e) {
                throw explained(target, e);
            }
        }
    }

    /// Writes `content` whole, or leaves the target as it was.
    public static void bytes(Path target, byte[] content) throws IOException {
        try (SafeWrite out = open(target)) {
            out.write(content, 0, content.length);
            out.commit();
        }
    }

    /// Writes `content` as UTF-8, whole, or leaves the target as it was.
    public static void text(Path target, String content) throws IOException {
        bytes(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /// Appends bytes at the current position.
    public void write(byte[] bytes, int from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw explained(asked, e);
        }
    }

    /// Overwrites bytes at `position` (bytes from the start); the current position stays.
    public void writeAt(long position, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position());
            }
        } catch (IOException e) {
            throw explained(asked, e);
        }
    }

    /// Bytes written so far.
    public long size() throws IOException {
        return channel.size();
    }

    /// This output as a stream; closing the stream neither commits nor closes this. Not buffered.
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                SafeWrite.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                SafeWrite.this.write(bytes, from, count);
            }
        };
    }

    /// Flushes to the device and moves the temporary file over the target. Only once.
    ///
    /// @throws IOException if the device is full or the move fails; the old target is then intact
    public void commit() throws IOException {
        if (committed || closed) {
            throw new IllegalStateException(
                    "output '" + asked + "': expected one commit before close, got another");
        }
        try {
            keepPermissions();
            channel.force(true);
            channel.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw explained(asked, e);
        }
        committed = true;
        flushFolder();
    }

    /// Deletes the temporary file unless committed. May be called again.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (!committed) {
            try (channel) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private void keepPermissions() throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        PosixFileAttributeView old =
                Files.getFileAttributeView(target, PosixFileAttributeView.class);
        PosixFileAttributeView fresh =
                Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (old != null && fresh != null) {
            fresh.setPermissions(old.readAttributes().permissions());
        }
    }

    /// Makes the new name itself durable; some systems cannot open a folder, and need not.
    private void flushFolder() {
        Path folder = target.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // The content is complete and in place; only its survival of a power cut is unsure.
        }
    }

    private static IOException refused(Path target, String expected, String got, String remedy) {
        return new IOException(FileMessage.of("output", target, "", expected, got, remedy));
    }

    /// The system's complaint as one line that names the output and the remedy.
    static IOException explained(Path target, IOException cause) {
        String reason = cause.getMessage();
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            reason = system.getReason();
        }
        boolean denied = cause instanceof AccessDeniedException;
        String got = denied ? "permission denied" : reason == null ? cause.toString() : reason;
        String remedy =
                denied
                        ? "a folder you may write to"
                        : "freeing space on that disk or writing to another folder";
        return new IOException(
                FileMessage.of("output", target, "", "to write it", got, remedy), cause);
    }
}
