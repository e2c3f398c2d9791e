package eigentone.audioio.device;

import eigentone.engine.AudioThread;
import eigentone.engine.event.MidiBlock;

/// What makes the sound, block by block, on the audio thread of a stream.
public interface AudioCallback {
    /// Makes the next `frames` frames. It neither throws nor waits.
    ///
    /// @param in one array per input channel of the stream
    /// @param out one array per output channel, to be filled from index 0
    /// @param frames at most the stream's block size
    /// @param midiIn what arrived, at its frames
    /// @param midiOut to be sent, at its frames; empty at the call
    /// @param transport where the host's transport stands; its fields do not change in the call
    @AudioThread
    void process(
            float[][] in,
            float[][] out,
            int frames,
            MidiBlock midiIn,
            MidiBlock midiOut,
            Transport transport);
}
