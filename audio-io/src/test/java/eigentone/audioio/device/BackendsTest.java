package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BackendsTest {
    private record Fake(String id, String whyNot) implements AudioBackend {
        @Override
        public List<DeviceInfo> devices() {
            return List.of();
        }

        @Override
        public AudioStream open(
                StreamRequest request, AudioCallback callback, StreamListener listener)
                throws DeviceException {
            throw new DeviceException("a fake");
        }
    }

    private static final AudioBackend JACK = new Fake("jack", "");
    private static final AudioBackend NO_JACK = new Fake("jack", "JACK: no server; try jackd");
    private static final AudioBackend SOUND = new Fake("javasound", "");
    private static final AudioBackend NO_SOUND = new Fake("javasound", "Java Sound: no card");
    private static final AudioBackend CLOCK = new NullBackend();

    @Test
    void theFirstThatMakesASoundIsTaken() throws Exception {
        assertThat(Backends.pick(null, List.of(JACK, SOUND, CLOCK))).isSameAs(JACK);
        assertThat(Backends.pick(null, List.of(NO_JACK, SOUND, CLOCK))).isSameAs(SOUND);
        assertThat(Backends.pick("null", List.of(JACK, SOUND, CLOCK))).isSameAs(CLOCK);
        assertThat(Backends.pick("javasound", List.of(JACK, SOUND, CLOCK))).isSameAs(SOUND);
    }

    @Test
    void whereNothingSoundsItSaysWhatIsMissingAndWhatThereIsInstead() {
        assertThatThrownBy(() -> Backends.pick(null, List.of(NO_JACK, NO_SOUND, CLOCK)))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll(
                        "no server; try jackd", "no card", "--backend null", "render")
                .message()
                .hasLineCount(1);
        assertThatThrownBy(() -> Backends.pick("jack", List.of(NO_JACK, SOUND, CLOCK)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("JACK: no server; try jackd");
    }

    @Test
    void anUnknownOneIsAnsweredByTheNearest() {
        assertThatThrownBy(() -> Backends.pick("java"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backend 'java': expected jack, javasound, null; try 'javasound'");
    }
}
