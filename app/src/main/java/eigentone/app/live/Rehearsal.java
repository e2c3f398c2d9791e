package eigentone.app.live;

import eigentone.engine.event.ControllerMap;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.graph.Plan;
import eigentone.engine.run.Live;
import eigentone.engine.run.Scene;

/// Plays a plan to nobody, as the stage will play it, until the JVM has compiled what it runs
/// through: nothing reaches the device before it is warm.
///
/// Blocks are short, because the JVM counts calls. When it decides to compile a method, it makes
/// the texts of the messages in the method's class, on the thread that called: an allocation that
/// must not be left to the audio thread.
final class Rehearsal {
    private static final int SHORT_FRAMES = 4;

    /// As a device has them, so that HotSpot compiles loops for more than a few turns; now and
    /// then, in the second half, when they cost little.
    private static final int LONG_FRAMES = 64;

    private static final int LONG_EVERY = 16;
    private static final int NOTE_BLOCKS = 400;

    /// Some more than HotSpot wants for its best code (5,000 to 15,000 calls).
    private static final int BLOCKS = 16_000;

    private static final int KEYS = 24;

    private Rehearsal() {}

    /// Plays `twin`, which is spent by it.
    ///
    /// @param outputs channels of the stage
    /// @param seconds that it takes at most
    static void play(Plan twin, int inputs, int outputs, double seconds) {
        Live live =
                new Live(
                        new Scene(0, twin, ControllerMap.NONE),
                        inputs,
                        outputs,
                        twin.sampleRateHz(),
                        twin.maxBlockFrames(),
                        1);
        float[][] in = new float[inputs][LONG_FRAMES], out = new float[outputs][LONG_FRAMES];
        MidiBlock midi = new MidiBlock(16), sent = new MidiBlock(16);
        live.clockOut().enable(true);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int block = 0; block < BLOCKS && System.nanoTime() < end; block++) {
            midi.clear();
            if (block % NOTE_BLOCKS == 0) {
                int key = 40 + block / NOTE_BLOCKS % KEYS;
                midi.add(0, 0x90, key, 100);
                midi.add(1, 0xb0, 1, key);
            } else if (block % NOTE_BLOCKS == NOTE_BLOCKS / 2) {
                midi.add(3, 0x80, 40 + block / NOTE_BLOCKS % KEYS, 64);
                midi.add(3, 0xe0, 0, 64);
                midi.add(3, 0xf8, 0, 0);
            }
            for (float[] x : in) {
                x[block % SHORT_FRAMES] = 0.1f;
            }
            live.transport(block / NOTE_BLOCKS % 2 == 1, live.frame(), 0, 0);
            sent.clear();
            boolean isLong = block > BLOCKS / 2 && block % LONG_EVERY == 0;
            live.process(in, out, isLong ? LONG_FRAMES : SHORT_FRAMES, midi, sent);
            while (live.journal().hasNext()) {
                live.journal().advance();
            }
        }
    }
}
