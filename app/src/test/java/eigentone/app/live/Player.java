package eigentone.app.live;

import eigentone.audioio.device.Transport;
import eigentone.engine.event.MidiBlock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/// Plays until told to stop; a little pause after each block lets the desk keep up.
final class Player implements AutoCloseable {
    static final int BLOCK = 128;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;
    volatile double loudest;
    volatile boolean finite = true;

    Player(Stage stage, BiConsumer<Integer, MidiBlock> hands) {
        thread =
                new Thread(() -> {
                    float[][] in = new float[1][BLOCK], out = new float[2][BLOCK];
                    MidiBlock midi = new MidiBlock(64), sent = new MidiBlock(64);
                    var transport = new Transport();
                    for (int block = 0; !ended.get(); block++) {
                        midi.clear();
                        sent.clear();
                        hands.accept(block, midi);
                        stage.callback().process(in, out, BLOCK, midi, sent, transport);
                        double peak = 0;
                        for (float x : out[0]) {
                            finite &= Float.isFinite(x);
                            peak = Math.max(peak, Math.abs(x));
                        }
                        loudest = Math.max(peak, loudest * 0.999);
                        LockSupport.parkNanos(100_000);
                    }
                });
        thread.start();
    }

    @Override
    public void close() {
        ended.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
