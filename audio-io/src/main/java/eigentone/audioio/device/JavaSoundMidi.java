package eigentone.audioio.device;

import eigentone.engine.event.MidiBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sound.midi.MidiDevice;
import javax.sound.midi.MidiMessage;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.MidiUnavailableException;
import javax.sound.midi.Receiver;
import javax.sound.midi.Sequencer;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Synthesizer;

/// Listens to every MIDI device that Java Sound knows, also to one that is plugged in later.
final class JavaSoundMidi implements AutoCloseable {
    private static final long LOOK_MILLIS = 2000;
    private static final long CLOSE_MILLIS = 500;

    private final MidiArrivals arrivals;
    private final Map<MidiDevice.Info, Source> open = new HashMap<>();
    private final Thread thread;
    private volatile boolean ended;

    JavaSoundMidi(MidiArrivals arrivals) {
        this.arrivals = arrivals;
        thread = Thread.ofPlatform().daemon().name("eigentone midi").unstarted(this::run);
        thread.start();
    }

    /// The devices that send something, Java's own software ones left out.
    static List<MidiDevice.Info> sources() {
        List<MidiDevice.Info> found = new ArrayList<>();
        for (MidiDevice.Info info : MidiSystem.getMidiDeviceInfo()) {
            try {
                MidiDevice device = MidiSystem.getMidiDevice(info);
                if (device.getMaxTransmitters() != 0
                        && !(device instanceof Sequencer)
                        && !(device instanceof Synthesizer)) {
                    found.add(info);
                }
            } catch (MidiUnavailableException | IllegalArgumentException e) {
                continue; // It went while we looked.
            }
        }
        return found;
    }

    private void run() {
        try {
            while (!ended) {
                look();
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It was closed.
        } catch (LinkageError e) {
            return; // This Java came without its MIDI library.
        } finally {
            open.values().forEach(s -> s.device.close());
        }
    }

    private void look() {
        Set<MidiDevice.Info> here = new HashSet<>(sources());
        open.entrySet()
                .removeIf(known -> {
                    Source source = known.getValue();
                    boolean gone = !here.contains(known.getKey()) || !source.device.isOpen();
                    if (gone) {
                        source.device.close();
                        source.ear.vanished();
                    }
                    return gone;
                });
        here.removeAll(open.keySet());
        for (MidiDevice.Info info : here) {
            try {
                MidiDevice device = MidiSystem.getMidiDevice(info);
                device.open();
                Ear ear = new Ear(arrivals);
                device.getTransmitter().setReceiver(ear);
                open.put(info, new Source(device, ear));
            } catch (MidiUnavailableException | IllegalArgumentException | SecurityException e) {
                continue; // Another program has it; it may be free the next time.
            }
        }
    }

    private record Source(MidiDevice device, Ear ear) {}

    /// Hears one device.
    static final class Ear implements Receiver {
        private final MidiArrivals arrivals;
        private final HeldKeys held = new HeldKeys();

        Ear(MidiArrivals arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public synchronized void send(MidiMessage message, long timeStamp) {
            if (message instanceof ShortMessage m) {
                // The devices' own time stamps count from their opening, each by its own clock.
                arrivals.add(
                        System.nanoTime(),
                        MidiBlock.message(m.getStatus(), m.getData1(), m.getData2()));
                held.follow(m.getStatus(), m.getData1(), m.getData2());
            }
        }

        /// The device has been unplugged, and does not say any more that its keys went up.
        synchronized void vanished() {
            held.release((status, data1, data2) ->
                    arrivals.add(System.nanoTime(), MidiBlock.message(status, data1, data2)));
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        Threads.join(thread, CLOSE_MILLIS);
    }
}
