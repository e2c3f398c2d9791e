package eigentone.app.live;

import eigentone.audioio.device.AudioCallback;
import eigentone.audioio.device.Transport;
import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;
import eigentone.engine.run.Live;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the device calls: the instrument that is on stage, or silence.
final class StageCallback implements AudioCallback {
    private final AtomicReference<@Nullable Live> live = new AtomicReference<>();

    void play(Live next) {
        live.set(next);
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
            now.process(in, out, frames, midiIn);
        }
    }
}
