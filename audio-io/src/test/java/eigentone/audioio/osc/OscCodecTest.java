package eigentone.audioio.osc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OscCodecTest {
    private static List<OscMessage> read(byte[] packet) throws OscException {
        return OscCodec.read(packet, packet.length);
    }

    /// The two examples of the specification.
    @Test
    void theSpecificationsOwnBytes() throws Exception {
        byte[] frequency =
                HexFormat.of()
                        .parseHex(
                                "2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000");
        assertThat(read(frequency)).containsExactly(OscMessage.of("/oscillator/4/frequency", 440f));
        assertThat(OscCodec.write(OscMessage.of("/oscillator/4/frequency", 440f)))
                .isEqualTo(frequency);
        byte[] foo =
                HexFormat.of()
                        .parseHex(
                                "2f666f6f000000002c69697366660000000003e8ffffffff68656c6c6f0000003f9df3b640b5b22d");
        OscMessage m = OscMessage.of("/foo", 1000, -1, "hello", 1.234f, 5.678f);
        assertThat(read(foo)).containsExactly(m);
        assertThat(OscCodec.write(m)).isEqualTo(foo);
    }

    @Test
    void everyTypeReadsBack() throws Exception {
        OscMessage m =
                OscMessage.of(
                        "/a",
                        1,
                        1L << 40,
                        0.5f,
                        Math.PI,
                        "",
                        "four",
                        "grün",
                        true,
                        false,
                        OscMessage.Nil.NIL,
                        OscMessage.Nil.INFINITUM);
        assertThat(read(OscCodec.write(m))).containsExactly(m);
        for (int size : new int[] {0, 1, 3, 4, 5}) {
            byte[] blob = new byte[size];
            Arrays.fill(blob, (byte) 7);
            OscMessage read = read(OscCodec.write(OscMessage.of("/b", blob, 9))).getFirst();
            assertThat((byte[]) read.arguments().get(0)).isEqualTo(blob);
            assertThat(read.arguments().get(1)).isEqualTo(9);
        }
    }

    @Test
    void bundlesGiveTheirTimeToWhatIsInThem() throws Exception {
        byte[] one = OscCodec.write(OscMessage.of("/one"));
        byte[] two = OscCodec.write(OscMessage.of("/two"));
        byte[] bundle = OscCodec.bundle(77, List.of(one, OscCodec.bundle(99, List.of(two)), one));
        assertThat(read(bundle)).extracting(OscMessage::timeTag).containsExactly(77L, 99L, 77L);
        assertThat(read(bundle))
                .extracting(OscMessage::address)
                .containsExactly("/one", "/two", "/one");
        assertThat(read(OscCodec.bundle(5, List.of()))).isEmpty();
    }

    @Test
    void oldSendersLeaveOutTheTypes() throws Exception {
        assertThat(read("/abc\0\0\0\0".getBytes(StandardCharsets.US_ASCII)))
                .containsExactly(OscMessage.of("/abc"));
    }

    @Test
    void bundlesWithinBundlesHaveAnEnd() throws Exception {
        byte[] packet = OscCodec.write(OscMessage.of("/deep"));
        for (int depth = 1; depth <= OscCodec.DEEPEST; depth++) {
            packet = OscCodec.bundle(1, List.of(packet));
        }
        assertThat(read(packet)).hasSize(1);
        byte[] deeper = OscCodec.bundle(1, List.of(packet));
        assertThatThrownBy(() -> read(deeper)).hasMessageContaining("at most 8");
    }

    @Test
    void thereIsAMostOfEverything() {
        byte[] one = OscCodec.write(OscMessage.of("/o"));
        byte[] many = OscCodec.bundle(1, java.util.Collections.nCopies(1025, one));
        assertThatThrownBy(() -> read(many)).hasMessageContaining("at most 1024 messages");
        byte[] blob = OscCodec.write(OscMessage.of("/b", new byte[OscCodec.LARGEST_BLOB + 1]));
        assertThatThrownBy(() -> read(blob)).hasMessageContaining("0..65536 bytes");
        Object[] tooMany = new Object[257];
        Arrays.fill(tooMany, true);
        byte[] types = OscCodec.write(OscMessage.of("/t", tooMany));
        assertThatThrownBy(() -> read(types)).hasMessageContaining("at most 256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/ab",
                "abc\0",
                "/abc",
                "/ab\0,i\0\0",
                "/ab\0,i\0\0\0\0\0",
                "/ab\0i\0\0\0",
                "/ab\0,x\0\0\0\0\0\0",
                "/ab\0,b\0\0\0\0\0\u0009\0\0\0\0",
                "#bundle\0",
                "#bundle\0\0\0\0\0\0\0\0\u0001\0\0\0\u0010",
                "/ab\0,[i]\0\0\0\0\0\0\0\u0001",
                "/ab\0,\0\0\0\0\0\0\0"
            })
    void whatIsNoOscIsRefused(String packet) {
        byte[] bytes = packet.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(OscException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedPacketsAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        byte[] message =
                OscCodec.write(OscMessage.of("/a/b", 1, 2f, "three", new byte[5], 6L, 7.0, true));
        byte[] bundle = OscCodec.bundle(9, List.of(message, OscCodec.bundle(8, List.of(message))));
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = (random.nextBoolean() ? message : bundle).clone();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(packet.length) : packet.length;
            if (random.nextInt(8) == 0) {
                random.nextBytes(packet);
                packet[0] = '/';
            }
            try {
                for (OscMessage m : OscCodec.read(packet, length)) {
                    assertThat(m.address()).startsWith("/");
                }
            } catch (OscException e) {
                refused++;
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
        assertThat(refused).isBetween(10_000, 90_000);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b, true",
        "/a/b, /a/bc, false",
        "/a/?, /a/b, true",
        "/a/?, /a//, false",
        "/a/*, /a/bcd, true",
        "/a/*, /a/b/c, false",
        "/*/b, /a/b, true",
        "/a/*d, /a/bcd, true",
        "/a/*c*, /a/bcd, true",
        "/a/[bc], /a/c, true",
        "/a/[a-c], /a/b, true",
        "/a/[!a-c], /a/b, false",
        "/a/[!a-c], /a/d, true",
        "/a/[-c], /a/-, true",
        "'/a/{one,two}', /a/two, true",
        "'/a/{one,two}x', /a/onex, true",
        "'/a/{one,two}', /a/three, false",
        "'/a/{,b}c', /a/c, true",
        "/a/[b, /a/b, false",
        "/a/{b, /a/b, false",
        "*, /a, false",
        "/a*, /a, true"
    })
    void patternsMatch(String pattern, String address, boolean matches) {
        assertThat(OscPattern.matches(pattern, address)).isEqualTo(matches);
    }

    @Test
    void aMaliciousPatternCostsLittle() {
        assertThat(OscPattern.matches("/" + "*a".repeat(120), "/" + "a".repeat(200) + "b"))
                .isFalse();
    }

    @Test
    void timeTagsAreNtps() {
        // 1970 is 70 years and 17 days of leap years after 1900.
        assertThat(OscTime.ofEpochNanos(0)).isEqualTo(2_208_988_800L << 32);
        assertThat(OscTime.ofEpochNanos(500_000_000) & 0xffffffffL).isEqualTo(1L << 31);
        assertThat(OscTime.seconds(OscTime.ofEpochNanos(1_250_000_000), OscTime.ofEpochNanos(0)))
                .isEqualTo(1.25);
        // Across the end of the era in 2036.
        assertThat(OscTime.seconds(1L << 31, 0xffffffff_80000000L)).isEqualTo(1);
    }
}
