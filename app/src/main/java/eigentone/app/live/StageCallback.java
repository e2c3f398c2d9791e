package eigentone.app.live;

import eigentone.audioio.device.AudioCallback;
import eigentone.audioio.device.Transport;
import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.run.Live;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the device calls: the instrument that is on stage, or silence.
final class StageCallback implements AudioCallback {
    /// About 10 ms at usual rates.
    private static final int FADE_FRAMES = 480;

    /// Longer than any usual block.
    private static final long END_MILLIS = 60;

    private final AtomicReference<@Nullable Live> live = new AtomicReference<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private int faded;

    void play(Live next) {
        live.set(next);
    }

    /// Fades out, and is silent from then on.
    void end() throws InterruptedException {
        ending.set(true);
        Thread.sleep(END_MILLIS);
    }

    @Override
    @AudioThread
    public void process(
            float[][] in,
            float[][] out,
            int frames,
            MidiBlock midiIn,
            MidiBlock midiOut,
            Transport transport) {
        Live now = live.getAcquire();
        if (now == null) {
            for (float[] channel : out) {
                Arrays.fill(channel, 0, frames, 0);
            }
        } else {
            if (transport.available) {
                now.transport(
                        transport.rolling,
                        transport.frame,
                        transport.beat,
                        transport.beatsPerMinute);
            }
            now.process(in, out, frames, midiIn, midiOut);
            if (ending.getAcquire()) {
                fade(out, frames);
            }
        }
    }

    @AudioThread
    private void fade(float[][] out, int frames) {
        for (float[] channel : out) {
            for (int t = 0; t < frames; t++) {
                channel[t] *= Math.max(0, FADE_FRAMES - faded - t) / (float) FADE_FRAMES;
            }
        }
        faded = Math.min(FADE_FRAMES, faded + frames);
    }
}
