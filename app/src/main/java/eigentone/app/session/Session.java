package eigentone.app.session;

import eigentone.audioio.file.GrowingFile;
import eigentone.audioio.file.SafeWrite;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps every tweak in a journal, so that after a crash or a power cut the instrument is as it was
/// within the last second; and takes tweaks back.
///
/// The journal's first line is a state, each further one a tweak. A thread of its own appends them,
/// [#GATHER_MILLIS] after the first, and waits for the device at most once a second. A disk that
/// refuses is told of once and tried again; nothing here ever fails the caller. Any thread but the
/// audio thread.
public final class Session implements AutoCloseable {
    static final String FILE = "session.jsonl";

    /// What the last session left when another began without `--resume`.
    static final String BEFORE = "session-before.jsonl";

    private static final String LOCK = "session.lock";

    /// Tweaks gather so long before they are written.
    static final int GATHER_MILLIS = 100;

    private static final long SYNC_NANOS = 1_000_000_000L;
    private static final long RETRY_MILLIS = 5_000;

    /// A journal that has grown beyond this is begun anew with the state that it led to.
    private static final long COMPACT_BYTES = 1 << 20;

    private final Path folder;
    private final Consumer<String> told;
    private final long compactBytes;
    private final History history;
    private final @Nullable Thread thread;
    private final @Nullable FileChannel lock;

    // Guarded by this.
    private List<Tweak> waiting = new ArrayList<>();
    private boolean closing;

    // Of the writing thread.
    private @Nullable GrowingFile file;
    private boolean unsynced;
    private boolean complained;

    /// System property: another folder.
    public static final String FOLDER_PROPERTY = "eigentone.state";

    /// The folder that [#FOLDER_PROPERTY] names; else that of the environment:
    /// `$XDG_STATE_HOME/eigentone`, else `~/.local/state/eigentone`.
    public static Path folder() {
        String named = System.getProperty(FOLDER_PROPERTY, "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Map<String, String> env = System.getenv();
        String state = env.getOrDefault("XDG_STATE_HOME", "");
        // The XDG Base Directory Specification: relative paths are to be ignored.
        Path base =
                state.startsWith("/")
                        ? Path.of(state)
                        : Path.of(System.getProperty("user.home"), ".local", "state");
        return base.resolve("eigentone");
    }

    /// Opens the session of `folder`.
    ///
    /// @param resume whether it goes on from what is there; else that is put aside
    /// @param told hears in one line what the performer should know, from any thread
    public Session(Path folder, boolean resume, Consumer<String> told) {
        this(folder, resume, told, COMPACT_BYTES);
    }

    /// @param compactBytes as [#COMPACT_BYTES]; a test makes it small
    Session(Path folder, boolean resume, Consumer<String> told, long compactBytes) {
        this.folder = folder;
        this.told = told;
        this.compactBytes = compactBytes;
        lock = lock();
        SessionState state = SessionState.NONE;
        if (resume) {
            state = SessionJournal.read(folder.resolve(FILE), told);
        } else if (lock != null) {
            putAside();
        }
        history = new History(state);
        thread =
                lock == null
                        ? null
                        : Thread.ofPlatform().daemon().name("session").unstarted(this::run);
        if (thread != null) {
            thread.start();
        }
    }

    /// Null, and told, when this session cannot be kept.
    private @Nullable FileChannel lock() {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                // Another session of this program: the same as one of another program.
            }
            channel.close();
            told.accept(
                    "session '%s': another Eigentone keeps it; what is tweaked here is not kept"
                            .formatted(folder));
        } catch (IOException e) {
            told.accept(
                    "session '%s': expected a folder one may write to, got %s; what is tweaked is not kept"
                            .formatted(folder, e.getClass().getSimpleName()));
        }
        return null;
    }

    private void putAside() {
        try {
            if (Files.exists(folder.resolve(FILE))) {
                Files.move(
                        folder.resolve(FILE),
                        folder.resolve(BEFORE),
                        StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            told.accept(
                    "session '%s': the one before could not be put aside: %s"
                            .formatted(folder, e.getMessage()));
        }
    }

    /// What is set now.
    public synchronized SessionState state() {
        return history.state();
    }

    /// Takes up what has been done.
    public synchronized void tweak(Tweak tweak) {
        if (history.tweak(tweak, System.nanoTime())) {
            write(List.of(tweak));
        }
    }

    /// Takes the last step back; returns what the caller has to do for it, nothing when there is no
    /// step.
    public synchronized List<Tweak> undo() {
        List<Tweak> tweaks = history.undo();
        write(tweaks);
        return tweaks;
    }

    /// Takes the step that was undone last again; returns what the caller has to do for it.
    public synchronized List<Tweak> redo() {
        List<Tweak> tweaks = history.redo();
        write(tweaks);
        return tweaks;
    }

    private synchronized void write(List<Tweak> tweaks) {
        if (thread == null) {
            return;
        }
        for (Tweak t : tweaks) {
            // Only neighbours: so that every line leads to a state that there was.
            if (!waiting.isEmpty() && t.isRunWith(waiting.getLast())) {
                waiting.removeLast();
            }
            waiting.add(t);
        }
        notifyAll();
    }

    /// Writes what waits and lets the session go; it can be resumed.
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            if (thread != null) {
                thread.join(RETRY_MILLIS);
            }
            if (lock != null) {
                lock.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The system lets the lock go when the program ends.
        }
    }

    // ---- the writing thread ----

    private void run() {
        try {
            long synced = System.nanoTime();
            boolean last = false;
            while (!last) {
                last = await();
                boolean failed = !append();
                if (unsynced && (last || System.nanoTime() - synced > SYNC_NANOS)) {
                    sync();
                    synced = System.nanoTime();
                }
                if (failed) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }

    /// Waits for a tweak and for those that follow it at once; true when this is the last round.
    private synchronized boolean await() throws InterruptedException {
        while (waiting.isEmpty() && !closing && file != null && !unsynced) {
            wait();
        }
        long end = System.nanoTime() + GATHER_MILLIS * 1_000_000L;
        for (long left = GATHER_MILLIS; left > 0 && !closing; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return closing;
    }

    private synchronized void pause() throws InterruptedException {
        if (!closing) {
            wait(RETRY_MILLIS);
        }
    }

    /// Writes what waits, or begins the journal anew; false when the disk refuses.
    private boolean append() {
        List<Tweak> tweaks;
        SessionState state;
        synchronized (this) {
            tweaks = waiting;
            waiting = new ArrayList<>();
            state = history.state();
        }
        try {
            GrowingFile open = file;
            if (open == null || open.size() > compactBytes) {
                drop();
                SafeWrite.text(folder.resolve(FILE), SessionText.line(state));
                file = GrowingFile.appendTo(folder.resolve(FILE));
            } else if (!tweaks.isEmpty()) {
                StringBuilder lines = new StringBuilder();
                tweaks.forEach(t -> lines.append(SessionText.line(t)));
                open.append(lines.toString());
                unsynced = true;
            }
            complained = false;
            return true;
        } catch (IOException e) {
            complain(e);
            return false;
        }
    }

    private void sync() {
        try {
            unsynced = false;
            if (file != null) {
                file.sync();
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    /// A journal that failed is begun anew: what it lacks is in the state.
    private void complain(IOException e) {
        drop();
        if (!complained) {
            told.accept("the session is not kept for now: " + e.getMessage());
            complained = true;
        }
    }

    private void drop() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // It is given up anyhow.
        }
        file = null;
        unsynced = false;
    }
}
