package eigentone.bench.live;

import eigentone.app.console.Json;
import eigentone.app.live.AllocationMeter;
import eigentone.app.live.Stage;
import eigentone.audioio.check.JackServer;
import eigentone.audioio.device.AudioCallback;
import eigentone.audioio.device.AudioStream;
import eigentone.audioio.device.DeviceException;
import eigentone.audioio.device.JackControl;
import eigentone.audioio.device.Reconnecting;
import eigentone.audioio.device.StreamInfo;
import eigentone.audioio.device.StreamRequest;
import eigentone.engine.run.LoadMeter;
import eigentone.presets.PresetLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plays a preset on a JACK server without a sound card while another thread makes garbage, in
/// turns with a client that does nothing: what the machine loses by itself, and what the instrument
/// adds.
public final class LiveBench {
    private static final int RATE_HZ = 48_000;

    /// A note from another client every tenth of a second.
    private static final int NOTE_FRAMES = 4800;

    /// One block size.
    ///
    /// @param emptyXruns while only the empty client ran
    /// @param xruns while the stage ran, for as long
    public record Result(
            String preset,
            int blockFrames,
            double seconds,
            long emptyXruns,
            long xruns,
            double latePercent,
            double p50Micros,
            double p99Micros,
            double p999Micros,
            double maxMicros,
            long allocatedBytes) {
        public double periodMicros() {
            return blockFrames * 1e6 / RATE_HZ;
        }

        public Map<String, @Nullable Object> json() {
            return Json.object(
                    "preset",
                    preset,
                    "blockFrames",
                    blockFrames,
                    "seconds",
                    seconds,
                    "periodMicros",
                    periodMicros(),
                    "emptyXruns",
                    emptyXruns,
                    "xruns",
                    xruns,
                    "latePercent",
                    latePercent,
                    "callbackMicros",
                    Json.object(
                            "p50", p50Micros,
                            "p99", p99Micros,
                            "p999", p999Micros,
                            "max", maxMicros),
                    "allocatedBytes",
                    allocatedBytes);
        }
    }

    private LiveBench() {}

    /// @param seconds of each of the two
    /// @throws DeviceException if there is no jackd
    public static Result run(String preset, int blockFrames, double seconds)
            throws DeviceException, IOException, InterruptedException {
        Thread garbage = garbage();
        garbage.start();
        try (JackServer server = server(blockFrames)) {
            long empty = empty(server, seconds);
            return stage(server, preset, blockFrames, seconds, empty);
        } finally {
            garbage.interrupt();
        }
    }

    private static JackServer server(int blockFrames) throws DeviceException {
        String name = JackServer.uniqueName();
        List<String> device = List.of("-d", "dummy", "-r", "" + RATE_HZ, "-p", "" + blockFrames);
        try {
            List<String> realTime = new ArrayList<>(List.of("-R", "-P", "70"));
            realTime.addAll(device);
            return JackServer.start(name, realTime);
        } catch (DeviceException e) {
            return JackServer.start(name, device);
        }
    }

    private static StreamRequest request(String name) {
        return new StreamRequest(null, name, 0, 0, 0, 2, true);
    }

    private static long empty(JackServer server, double seconds)
            throws DeviceException, InterruptedException {
        try (AudioStream stream =
                server.backend()
                        .open(
                                request("empty"),
                                (in, out, n, midiIn, midiOut, transport) -> silence(out, n),
                                why -> {})) {
            Thread.sleep(1000);
            long before = stream.xruns();
            Thread.sleep((long) (seconds * 1000));
            return stream.xruns() - before;
        }
    }

    private static void silence(float[][] out, int frames) {
        for (float[] channel : out) {
            Arrays.fill(channel, 0, frames, 0);
        }
    }

    private static Result stage(
            JackServer server, String preset, int blockFrames, double seconds, long emptyXruns)
            throws DeviceException, IOException, InterruptedException {
        try (Stage stage = new Stage(PresetLibrary.standard(), 1, 0, 2);
                JackControl control = server.control();
                Reconnecting device =
                        new Reconnecting(server.backend(), request("stage"), new Owner(stage));
                AudioStream keys = keyboard(server)) {
            stage.open(preset, Map.of(), device.info().rateHz());
            AllocationMeter allocations = new AllocationMeter();
            stage.eachTick(upTo -> allocations.look(device.audioThread()));
            if (!control.connect("keys:midi_out", "stage:midi_in")) {
                throw new DeviceException("jackd: the keyboard could not be connected");
            }
            stage.begin();
            Thread.sleep(1000);
            long before = device.xruns();
            Thread.sleep((long) (seconds * 1000));
            long xruns = device.xruns() - before + keys.droppedMidi();
            stage.end();
            LoadMeter load = stage.live().load();
            return new Result(
                    preset,
                    blockFrames,
                    seconds,
                    emptyXruns,
                    xruns,
                    100.0 * load.late() / Math.max(1, load.blocks()),
                    load.micros(0.5),
                    load.micros(0.99),
                    load.micros(0.999),
                    load.maxMicros(),
                    allocations.bytes());
        }
    }

    private record Owner(Stage stage) implements Reconnecting.Owner {
        @Override
        public AudioCallback callback(StreamInfo stream) {
            return stage.callback();
        }
    }

    private static AudioStream keyboard(JackServer server) throws DeviceException {
        int[] at = {0}, step = {0};
        return server.backend()
                .open(
                        new StreamRequest(null, "keys", 0, 0, 0, 1, false),
                        (in, out, n, midiIn, midiOut, transport) -> {
                            silence(out, n);
                            at[0] += n;
                            if (at[0] >= NOTE_FRAMES) {
                                at[0] = 0;
                                int s = step[0]++;
                                midiOut.add(s % n, 0x90, 48 + s * 7 % 24, 40 + s * 13 % 80);
                                if (s >= 6) {
                                    midiOut.add(n - 1, 0x80, 48 + (s - 6) * 7 % 24, 0);
                                }
                            }
                        },
                        why -> {});
    }

    /// About 100 MB a second.
    private static Thread garbage() {
        Thread thread =
                new Thread(() -> {
                    List<byte[]> kept = new ArrayList<>();
                    try {
                        while (!Thread.interrupted()) {
                            kept.clear();
                            for (int i = 0; i < 1000; i++) {
                                kept.add(new byte[1000]);
                            }
                            Thread.sleep(10);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        thread.setDaemon(true);
        return thread;
    }
}
