package eigentone.audioio.device;

import java.util.stream.LongStream;

/// The ports of one client: `in_1`.. and `out_1`.. for sound, `midi_in` and `midi_out`.
///
/// @param inputs one per input channel
/// @param outputs one per output channel
record JackPorts(long[] inputs, long[] outputs, long midiIn, long midiOut) {
    static JackPorts register(long client, int inputs, int outputs) {
        return new JackPorts(
                sound(client, "in_", inputs, JackLibrary.PORT_IS_INPUT),
                sound(client, "out_", outputs, JackLibrary.PORT_IS_OUTPUT),
                JackLibrary.portRegister(
                        client, "midi_in", JackLibrary.MIDI, JackLibrary.PORT_IS_INPUT),
                JackLibrary.portRegister(
                        client, "midi_out", JackLibrary.MIDI, JackLibrary.PORT_IS_OUTPUT));
    }

    private static long[] sound(long client, String prefix, int count, int flags) {
        long[] ports = new long[count];
        for (int i = 0; i < count; i++) {
            ports[i] = JackLibrary.portRegister(client, prefix + (i + 1), JackLibrary.AUDIO, flags);
        }
        return ports;
    }

    /// What comes out comes from what went in within one callback, so that the ports of one side
    /// have the latency of the other side's, and none of ours. JACK asks for this whenever a
    /// connection changes.
    void passOnLatency(int mode) {
        boolean capture = mode == JackLibrary.CAPTURE;
        var known =
                (capture ? allInputs() : allOutputs()).mapToObj(p -> JackLibrary.latency(p, mode));
        var range =
                known.reduce((a, b) ->
                                new JackLibrary.Range(
                                        Math.min(a.min(), b.min()), Math.max(a.max(), b.max())))
                        .orElseThrow();
        (capture ? allOutputs() : allInputs()).forEach(p -> JackLibrary.latency(p, mode, range));
    }

    /// From the socket to the first input, or from the first output to the socket: the most frames.
    int latencyFrames(int mode) {
        long[] ports = mode == JackLibrary.CAPTURE ? inputs : outputs;
        return ports.length == 0 ? 0 : JackLibrary.latency(ports[0], mode).max();
    }

    private LongStream allInputs() {
        return LongStream.concat(LongStream.of(inputs), LongStream.of(midiIn));
    }

    private LongStream allOutputs() {
        return LongStream.concat(LongStream.of(outputs), LongStream.of(midiOut));
    }
}
