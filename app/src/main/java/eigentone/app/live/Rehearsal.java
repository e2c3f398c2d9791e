package eigentone.app.live;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.engine.run.Scene;

/// Plays a plan to nobody, as the stage will play it, until the JVM has compiled what it runs
/// through: nothing reaches the device before it is warm.
final class Rehearsal {
    private static final int BLOCK_FRAMES = 64;
    private static final int NOTE_BLOCKS = 40;
    private static final int KEYS = 24;

    private Rehearsal() {}

    /// Plays `twin`, which is spent by it.
    ///
    /// @param outputs channels of the stage
    /// @param seconds of this thread's time at most; less when blocks have stopped becoming quicker
    static void play(Plan twin, int inputs, int outputs, double seconds) {
        Live live =
                new Live(
                        new Scene(0, twin, ControllerMap.NONE),
                        inputs,
                        outputs,
                        twin.sampleRateHz(),
                        twin.maxBlockFrames(),
                        1);
        float[][] in = new float[inputs][BLOCK_FRAMES], out = new float[outputs][BLOCK_FRAMES];
        MidiBlock midi = new MidiBlock(16);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int block = 0; System.nanoTime() < end; block++) {
            midi.clear();
            if (block % NOTE_BLOCKS == 0) {
                int key = 40 + block / NOTE_BLOCKS % KEYS;
                midi.add(0, 0x90, key, 100);
                midi.add(17, 0xb0, 1, key);
            } else if (block % NOTE_BLOCKS == NOTE_BLOCKS / 2) {
                midi.add(3, 0x80, 40 + block / NOTE_BLOCKS % KEYS, 64);
                midi.add(9, 0xe0, 0, 64);
            }
            for (float[] x : in) {
                x[block % BLOCK_FRAMES] = 0.1f;
            }
            live.process(in, out, BLOCK_FRAMES, midi);
            while (live.journal().hasNext()) {
                live.journal().advance();
            }
        }
    }
}
