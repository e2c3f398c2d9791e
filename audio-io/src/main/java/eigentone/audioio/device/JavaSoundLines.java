package eigentone.audioio.device;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/// The open lines of one stream.
///
/// @param mixer by name
/// @param bytes of an output sample: 2 or 3
/// @param input null when nothing is recorded
/// @param inputBytes of an input sample
record JavaSoundLines(
        String mixer,
        int blockFrames,
        SourceDataLine output,
        int bytes,
        @Nullable TargetDataLine input,
        int inputBytes) {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK_FRAMES = 512;

    /// What a sound server between Java and the card needs not to run dry. Whoever asks for a block
    /// size asks for less latency, and gets a buffer of a few blocks.
    private static final double BUFFER_SECONDS = 0.1;

    private static final int BUFFER_BLOCKS = 4;

    /// Opens the lines with the first resolution that the mixer takes.
    static JavaSoundLines open(Mixer.Info info, StreamRequest request)
            throws LineUnavailableException {
        int rateHz = request.rateHz() == 0 ? RATE_HZ : request.rateHz();
        int block = request.blockFrames() == 0 ? BLOCK_FRAMES : request.blockFrames();
        int frames =
                request.blockFrames() == 0
                        ? (int) (BUFFER_SECONDS * rateHz)
                        : BUFFER_BLOCKS * block;
        Mixer mixer = AudioSystem.getMixer(info);
        AudioFormat out = format(mixer, SourceDataLine.class, rateHz, request.outputChannels());
        SourceDataLine output = (SourceDataLine) mixer.getLine(line(SourceDataLine.class, out));
        output.open(out, frames * out.getFrameSize());
        if (request.inputChannels() == 0) {
            return new JavaSoundLines(info.getName(), block, output, bytes(out), null, 0);
        }
        try {
            AudioFormat in = format(mixer, TargetDataLine.class, rateHz, request.inputChannels());
            TargetDataLine input = (TargetDataLine) mixer.getLine(line(TargetDataLine.class, in));
            input.open(in, frames * in.getFrameSize());
            return new JavaSoundLines(info.getName(), block, output, bytes(out), input, bytes(in));
        } catch (LineUnavailableException | IllegalArgumentException e) {
            output.close();
            throw e;
        }
    }

    private static int bytes(AudioFormat format) {
        return format.getSampleSizeInBits() / 8;
    }

    private static DataLine.Info line(Class<? extends DataLine> kind, AudioFormat format) {
        return new DataLine.Info(kind, format);
    }

    private static AudioFormat format(
            Mixer mixer, Class<? extends DataLine> kind, int rateHz, int channels) {
        for (int bits : new int[] {24, 16}) {
            AudioFormat format = new AudioFormat(rateHz, bits, channels, true, false);
            if (mixer.isLineSupported(line(kind, format))) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "%s does not take %d channels of %d Hz in 16 or 24 bits"
                        .formatted(mixer.getMixerInfo().getName(), channels, rateHz));
    }

    int outputChannels() {
        return output.getFormat().getChannels();
    }

    int inputChannels() {
        return input == null ? 0 : input.getFormat().getChannels();
    }

    double rateHz() {
        return output.getFormat().getSampleRate();
    }

    int outputLatencyFrames() {
        return output.getBufferSize() / output.getFormat().getFrameSize();
    }

    int inputLatencyFrames() {
        return input == null ? 0 : input.getBufferSize() / input.getFormat().getFrameSize();
    }

    void start() {
        if (input != null) {
            input.start();
        }
        output.start();
    }

    void close() {
        if (input != null) {
            input.close();
        }
        output.close();
    }
}
