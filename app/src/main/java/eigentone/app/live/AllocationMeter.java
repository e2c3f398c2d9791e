package eigentone.app.live;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// How many bytes the audio thread has allocated since it was warm, asked from another thread.
public final class AllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private @Nullable Thread thread;
    private long base;
    private long earlier;
    private long now;

    /// Takes up what `audio` has allocated. A thread that is new begins at 0: what the JVM
    /// allocates for it when it first calls back does not count.
    @SuppressWarnings("ReferenceEquality") // the same thread
    public void look(@Nullable Thread audio) {
        if (audio == null || !audio.isAlive()) {
            return;
        }
        long bytes = THREADS.getThreadAllocatedBytes(audio.threadId());
        if (bytes < 0) {
            return;
        }
        if (audio != thread) {
            earlier += now;
            thread = audio;
            base = bytes;
        }
        now = bytes - base;
    }

    /// Bytes so far.
    public long bytes() {
        return earlier + now;
    }
}
