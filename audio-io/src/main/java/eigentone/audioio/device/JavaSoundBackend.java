package eigentone.audioio.device;

import eigentone.audioio.device.DeviceInfo.Kind;
import java.util.ArrayList;
import java.util.List;
import javax.sound.midi.MidiDevice;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/// Sound by what Java brings along: works nearly everywhere, with more latency than JACK.
public final class JavaSoundBackend implements AudioBackend {
    static final String ID = "javasound";

    private static final String NO_LINES =
            "Java Sound: no sound card here; try a sound server, such as JACK";
    private static final String NO_LIBRARY =
            "Java Sound: this Java came without its sound library (libjsound.so); try a complete JDK 25";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String whyNot() {
        try {
            return players().isEmpty() ? NO_LINES : "";
        } catch (LinkageError e) {
            return NO_LIBRARY;
        }
    }

    /// The mixers that can play.
    static List<Mixer.Info> players() {
        List<Mixer.Info> found = new ArrayList<>();
        for (Mixer.Info info : AudioSystem.getMixerInfo()) {
            if (channels(info, SourceDataLine.class) > 0) {
                found.add(info);
            }
        }
        return found;
    }

    /// The most channels of a mixer's lines of that kind; 0 when there are none.
    static int channels(Mixer.Info info, Class<? extends DataLine> kind) {
        Mixer mixer = AudioSystem.getMixer(info);
        Line.Info wanted = new Line.Info(kind);
        Line.Info[] lines =
                kind == SourceDataLine.class
                        ? mixer.getSourceLineInfo(wanted)
                        : mixer.getTargetLineInfo(wanted);
        int most = 0;
        for (Line.Info line : lines) {
            if (line instanceof DataLine.Info data) {
                for (var format : data.getFormats()) {
                    // One that does not say takes any number.
                    int channels = format.getChannels() < 1 ? 2 : format.getChannels();
                    most = Math.max(most, channels);
                }
            }
        }
        return Math.min(most, StreamRequest.MOST_CHANNELS);
    }

    @Override
    public List<DeviceInfo> devices() {
        List<DeviceInfo> found = new ArrayList<>();
        try {
            for (Mixer.Info info : players()) {
                found.add(
                        new DeviceInfo(
                                ID,
                                info.getName(),
                                info.getDescription(),
                                Kind.AUDIO,
                                List.of(),
                                List.of(),
                                channels(info, TargetDataLine.class),
                                channels(info, SourceDataLine.class),
                                -1));
            }
            for (MidiDevice.Info info : JavaSoundMidi.sources()) {
                found.add(
                        new DeviceInfo(
                                ID,
                                info.getName(),
                                info.getDescription(),
                                Kind.MIDI_IN,
                                List.of(),
                                List.of(),
                                0,
                                0,
                                -1));
            }
        } catch (LinkageError e) {
            return List.of();
        }
        return found;
    }

    @Override
    public AudioStream open(StreamRequest request, AudioCallback callback, StreamListener listener)
            throws DeviceException {
        String why = whyNot();
        if (!why.isEmpty()) {
            throw new DeviceException(why);
        }
        try {
            JavaSoundStream stream =
                    new JavaSoundStream(
                            JavaSoundLines.open(mixer(request.device()), request),
                            request.connect(),
                            callback,
                            listener);
            stream.start();
            return stream;
        } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
            throw new DeviceException(
                    "Java Sound: " + e.getMessage() + "; `eigentone devices` lists what there is",
                    e);
        }
    }

    private static Mixer.Info mixer(@org.jspecify.annotations.Nullable String name)
            throws DeviceException {
        List<Mixer.Info> players = players();
        if (name == null) {
            return players.getFirst(); // Java lists the usual one first.
        }
        for (Mixer.Info info : players) {
            if (info.getName().equals(name)) {
                return info;
            }
        }
        throw new DeviceException(
                "device '%s': expected one of Java Sound's; try `eigentone devices`"
                        .formatted(name));
    }
}
