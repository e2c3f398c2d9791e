package eigentone.app.live;

import eigentone.analysis.Heard;
import eigentone.analysis.Listening;
import eigentone.analysis.ListeningThread;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Listens for presets that want to hear: begins when one comes on stage, ends before it leaves.
final class Ears implements AutoCloseable {
    private final Stage stage;
    private @Nullable ListeningThread thread;
    private volatile @Nullable Heard heard;
    private final AtomicLong late = new AtomicLong();

    Ears(Stage stage) {
        this.stage = stage;
        stage.listeners().addBeforeSwap(this::close);
        stage.listeners().addAfterSwap(this::open);
        stage.listeners().addAroundRates(this::close, this::open);
    }

    /// Listens if the playing preset wants to; on the desk.
    void open() {
        Act act = stage.current();
        Listening listening = Listening.of(act.preset(), act.scene().plan());
        if (listening == null) {
            return;
        }
        if (stage.live().inputs() == 0) {
            stage.tell(
                    "preset '%s' listens, and there is no input; try --inputs 1"
                            .formatted(act.preset().name()));
            return;
        }
        listening.onHeard(h -> heard = h);
        thread =
                ListeningThread.start(listening, stage.live(), stage.live().inlet(Stage.LISTENING));
    }

    /// What was heard last, or null.
    @Nullable Heard heard() {
        return heard;
    }

    /// Events that came after their frame.
    long lateEvents() {
        ListeningThread now = thread;
        return late.get() + (now == null ? 0 : now.lateEvents());
    }

    @Override
    public void close() {
        ListeningThread now = thread;
        if (now != null) {
            thread = null;
            now.close();
            late.addAndGet(now.lateEvents());
            heard = null;
        }
    }
}
