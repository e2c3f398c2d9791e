package eigentone.app.live;

import eigentone.app.take.TakeFolder;
import eigentone.app.take.TakeRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Records what is played, from the start or from the record key on. All on the desk, except the
/// texts.
final class Recording implements AutoCloseable {
    private final Stage stage;
    private final Path folder;
    private final long seed;
    private volatile @Nullable TakeRecorder recorder;
    private boolean again;

    /// @param folder where takes go
    Recording(Stage stage, Path folder, long seed) {
        this.stage = stage;
        this.folder = folder;
        this.seed = seed;
        stage.listeners()
                .addScenes((recipe, plan) -> {
                    TakeRecorder now = recorder;
                    if (now != null) {
                        now.scene(recipe, plan);
                    }
                });
        // A take has one rate: another begins.
        stage.listeners()
                .addAroundRates(
                        () -> {
                            again = recorder != null;
                            close();
                        },
                        () -> {
                            if (again) {
                                begin();
                            }
                        });
        stage.listen((frame, kind, target, a, b) -> {
            TakeRecorder now = recorder;
            if (now != null) {
                now.event(frame, kind, target, a, b);
            }
        });
        stage.eachTick(upTo -> {
            TakeRecorder now = recorder;
            if (now != null) {
                now.upTo(upTo);
            }
        });
    }

    /// Begins a take with what plays.
    void begin() {
        try {
            TakeRecorder next =
                    new TakeRecorder(TakeFolder.create(folder), stage.live(), seed, stage::tell);
            Act act = stage.current();
            next.scene(act.recipe(), act.scene().plan());
            Act coming = stage.coming();
            if (coming != null) {
                next.scene(coming.recipe(), coming.scene().plan());
            }
            next.begin();
            recorder = next;
            stage.tell("recording into " + next.folder());
        } catch (IOException e) {
            stage.tell("cannot record: " + e.getMessage());
        }
    }

    /// Begins, or ends.
    void toggle() {
        if (recorder == null) {
            begin();
        } else {
            close();
        }
    }

    boolean isRunning() {
        return recorder != null;
    }

    /// For the status line.
    String text() {
        TakeRecorder now = recorder;
        if (now == null) {
            return "";
        }
        if (!now.isRunning()) {
            return " | REC ended";
        }
        String lost =
                now.lostFrames() + now.lostEvents() == 0
                        ? ""
                        : " (lost %d frames)".formatted(now.lostFrames());
        return String.format(
                        Locale.ROOT,
                        " | REC %d:%02d",
                        (int) now.seconds() / 60,
                        (int) now.seconds() % 60)
                + lost;
    }

    /// Ends the take.
    @Override
    public void close() {
        TakeRecorder now = recorder;
        if (now != null) {
            long upTo = stage.live().frame();
            stage.drain();
            recorder = null;
            now.upTo(upTo);
            now.close();
            stage.tell("recorded %.1f s into %s".formatted(now.seconds(), now.folder()));
        }
    }
}
