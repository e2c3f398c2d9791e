package eigentone.audioio.device;

import eigentone.audioio.device.DeviceInfo.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a server has to offer: itself, for sound, and its physical MIDI ports.
final class JackDevices {
    private JackDevices() {}

    static List<DeviceInfo> of(long client, String server) {
        List<Integer> rate = List.of(JackLibrary.of("jack_get_sample_rate", client));
        List<Integer> block = List.of(JackLibrary.of("jack_get_buffer_size", client));
        List<String> capture = physical(client, JackLibrary.AUDIO, JackLibrary.PORT_IS_OUTPUT);
        List<String> playback = physical(client, JackLibrary.AUDIO, JackLibrary.PORT_IS_INPUT);
        int latency =
                playback.isEmpty()
                        ? -1
                        : JackLibrary.latency(
                                        JackLibrary.portByName(client, playback.getFirst()),
                                        JackLibrary.PLAYBACK)
                                .max();
        List<DeviceInfo> found = new ArrayList<>();
        found.add(
                new DeviceInfo(
                        JackBackend.ID,
                        server,
                        "JACK server",
                        Kind.AUDIO,
                        rate,
                        block,
                        capture.size(),
                        playback.size(),
                        latency));
        Map<String, Kind> midi = new LinkedHashMap<>();
        physical(client, JackLibrary.MIDI, JackLibrary.PORT_IS_OUTPUT)
                .forEach(name -> midi.put(name, Kind.MIDI_IN));
        physical(client, JackLibrary.MIDI, JackLibrary.PORT_IS_INPUT)
                .forEach(name -> midi.put(name, Kind.MIDI_OUT));
        midi.forEach((name, kind) ->
                found.add(
                        new DeviceInfo(
                                JackBackend.ID, name, "MIDI port", kind, rate, block, 0, 0, -1)));
        return found;
    }

    private static List<String> physical(long client, String type, int direction) {
        return JackLibrary.ports(client, type, JackLibrary.PORT_IS_PHYSICAL | direction);
    }
}
