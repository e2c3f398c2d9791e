package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.event.MidiBlock;
import java.util.ArrayList;
import java.util.List;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.ShortMessage;
import org.junit.jupiter.api.Test;

final class HeldKeysTest {
    private final HeldKeys held = new HeldKeys();

    private List<String> release() {
        List<String> sent = new ArrayList<>();
        held.release((status, a, b) -> sent.add("%x %d %d".formatted(status, a, b)));
        return sent;
    }

    @Test
    void whatIsDownIsLetGoOnce() {
        held.follow(0x90, 60, 100);
        held.follow(0x9f, 127, 1);
        held.follow(0x90, 62, 100);
        held.follow(0x80, 62, 0);
        held.follow(0x90, 64, 100);
        held.follow(0x90, 64, 0);
        held.follow(0xb3, 64, 127);
        held.follow(0xb4, 66, 127);
        held.follow(0xb5, 64, 127);
        held.follow(0xb5, 64, 10);
        assertThat(release())
                .containsExactlyInAnyOrder("80 60 64", "8f 127 64", "b3 64 0", "b4 66 0");
        assertThat(release()).isEmpty();
    }

    @Test
    void aChannelThatIsSilencedHoldsNothing() {
        held.follow(0x91, 60, 100);
        held.follow(0x92, 60, 100);
        held.follow(0xb1, 123, 0);
        // Resetting controllers and local control end no notes.
        held.follow(0xb2, 121, 0);
        held.follow(0xb2, 122, 0);
        assertThat(release()).containsExactly("82 60 64");
    }

    /// A Java Sound device that is unplugged with a key down.
    @Test
    void anUnpluggedDeviceSendsItsReleases() throws InvalidMidiDataException {
        MidiArrivals arrivals = new MidiArrivals();
        JavaSoundMidi.Ear unplugged = new JavaSoundMidi.Ear(arrivals);
        JavaSoundMidi.Ear other = new JavaSoundMidi.Ear(arrivals);
        unplugged.send(new ShortMessage(ShortMessage.NOTE_ON, 0, 60, 90), -1);
        other.send(new ShortMessage(ShortMessage.NOTE_ON, 0, 72, 90), -1);
        unplugged.vanished();
        unplugged.vanished();
        MidiBlock block = new MidiBlock(16);
        arrivals.take(System.nanoTime() + 1, 256, 48_000, block);
        List<Integer> messages = new ArrayList<>();
        for (int i = 0; i < block.count(); i++) {
            messages.add(block.message(i));
        }
        assertThat(messages)
                .containsExactly(
                        MidiBlock.message(0x90, 60, 90),
                        MidiBlock.message(0x90, 72, 90),
                        MidiBlock.message(0x80, 60, 64));
    }
}
