package eigentone.audioio.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PcmBytesTest {
    @Test
    void framesAreInterleavedWithTheLowByteFirst() {
        byte[] bytes = new byte[8];
        PcmBytes.encode(new float[][] {{0.5f, -1}, {-0.25f, 1f / 32768}}, 2, 2, bytes);
        assertThat(bytes).containsExactly(0, 0x40, 0, 0xe0, 0, 0x80, 1, 0);
        byte[] three = new byte[3];
        PcmBytes.encode(new float[][] {{-1f / (1 << 23)}}, 1, 3, three);
        assertThat(three).containsExactly(0xff, 0xff, 0xff);
    }

    @Test
    void whatIsBeyondFullScaleIsCutAndNanIsSilence() {
        byte[] bytes = new byte[10];
        float[] wild = {2, -2, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        PcmBytes.encode(new float[][] {wild}, 5, 2, bytes);
        assertThat(bytes).containsExactly(0xff, 0x7f, 0, 0x80, 0, 0, 0xff, 0x7f, 0, 0x80);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyValueOfACardComesBack(int bytesOfSample) {
        int values = 1 << (8 * bytesOfSample);
        int step = values >> 16;
        float[][] sound = new float[2][32768];
        for (int i = 0; i < 65536; i++)
            sound[i & 1][i / 2] = (i * step - (values >> 1)) / (float) (values >> 1);
        byte[] bytes = new byte[65536 * bytesOfSample];
        PcmBytes.encode(sound, 32768, bytesOfSample, bytes);
        float[][] back = new float[2][32768];
        PcmBytes.decode(bytes, 32768, bytesOfSample, back);
        assertThat(back).isDeepEqualTo(sound);
    }
}
