package eigentone.app.live;

import eigentone.app.session.Tweak;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who hears of what on stage. They are added from any thread and called on the desk; the mistakes
/// of one keep none of the others from hearing.
final class StageListeners {
    private final Desk desk;
    private final List<JournalListener> journal = new CopyOnWriteArrayList<>();
    private final List<SceneListener> scenes = new CopyOnWriteArrayList<>();
    private final List<TickListener> ticks = new CopyOnWriteArrayList<>();
    private final List<Runnable> beforeSwaps = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterSwaps = new CopyOnWriteArrayList<>();
    private final List<Runnable> beforeRates = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterRates = new CopyOnWriteArrayList<>();
    private volatile Consumer<Tweak> kept = tweak -> {};

    StageListeners(Desk desk) {
        this.desk = desk;
    }

    void addJournal(JournalListener listener) {
        journal.add(listener);
    }

    void addScenes(SceneListener listener) {
        scenes.add(listener);
    }

    void addTick(TickListener work) {
        ticks.add(work);
    }

    void addBeforeSwap(Runnable work) {
        beforeSwaps.add(work);
    }

    void addAfterSwap(Runnable work) {
        afterSwaps.add(work);
    }

    void addAroundRates(Runnable before, Runnable after) {
        beforeRates.add(before);
        afterRates.add(after);
    }

    /// One only: the session, which keeps what the performer changes.
    void keepTweaks(Consumer<Tweak> keeper) {
        kept = keeper;
    }

    void event(long frame, int kind, int target, double a, double b) {
        for (JournalListener l : journal) {
            desk.safely(() -> l.event(frame, kind, target, a, b));
        }
    }

    /// @param upTo the instrument's frame up to which the journal has been heard
    void tick(long upTo) {
        ticks.forEach(t -> desk.safely(() -> t.tick(upTo)));
    }

    /// `coming` will play: before the instrument has it.
    void scene(Act coming) {
        scenes.forEach(l -> desk.safely(() -> l.scene(coming.recipe(), coming.scene().plan())));
    }

    void beforeSwap() {
        run(beforeSwaps);
    }

    void afterSwap() {
        run(afterSwaps);
    }

    void beforeRate() {
        run(beforeRates);
    }

    void afterRate() {
        run(afterRates);
    }

    void tweaked(Tweak tweak) {
        kept.accept(tweak);
    }

    private void run(List<Runnable> works) {
        works.forEach(w -> desk.safely(w::run));
    }
}
