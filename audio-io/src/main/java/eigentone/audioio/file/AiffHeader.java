package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;

/// The header of an AIFF or uncompressed AIFF-C file.
///
/// Source: Apple "Audio Interchange File Format: AIFF" 1.3 and "AIFF-C" draft of 1991; `sowt` is
/// Apple's little-endian PCM. The chunks may come in any order. Where we are more lenient: an SSND
/// chunk that claims 0 or more bytes than there are reaches to the end of the file.
final class AiffHeader {
    /// No known program writes more than a few dozen; the cap bounds the time a hostile file takes.
    private static final int MAX_CHUNKS = 10_000;

    private final ByteSource source;
    private final Path file;
    private SampleCodec codec = SampleCodec.S16_BE;
    private int channels;
    private long claimedFrames;
    private double sampleRateHz;
    private long dataStart = -1;
    private long dataBytes;

    private AiffHeader(ByteSource source) {
        this.source = source;
        this.file = source.file();
    }

    /// Reads the chunks until both the description and the sound are found.
    static PcmLayout parse(ByteSource source) throws IOException {
        return new AiffHeader(source).parse();
    }

    private PcmLayout parse() throws IOException {
        source.tag("header");
        source.u32be("header");
        String form = source.tag("header");
        boolean compressed = form.equals("AIFC");
        if (!compressed && !form.equals("AIFF")) {
            throw refused("byte 8", "'AIFF' or 'AIFC'", "'" + form + "'");
        }
        for (int chunk = 0; chunk < MAX_CHUNKS && source.remaining() >= 8; chunk++) {
            String place = "chunk " + chunk + " at byte " + source.position();
            String tag = source.tag(place);
            long bytes = source.u32be(place);
            long start = source.position();
            place = "chunk '" + tag + "' at byte " + (start - 8);
            if (tag.equals("COMM")) {
                common(compressed, bytes, place);
            } else if (tag.equals("SSND")) {
                long offset = source.u32be(place);
                source.u32be(place); // block size: only for aligned video disks
                dataStart = source.position() + offset;
                long real = source.size() - dataStart;
                long claimed = bytes - 8 - offset;
                dataBytes = bytes == 0 || claimed > real ? Math.max(real, 0) : claimed;
            }
            if (channels > 0 && dataStart >= 0) {
                break;
            }
            source.seek(start + bytes + (bytes & 1));
        }
        if (channels == 0) {
            throw refused("", "a 'COMM' chunk", "the end of the chunks");
        }
        if (dataStart < 0 && claimedFrames > 0) {
            throw refused("", "an 'SSND' chunk", "the end of the chunks");
        }
        if (dataBytes < 0) {
            throw refused("chunk 'SSND'", "an offset inside the chunk", "one beyond it");
        }
        long frameBytes = (long) channels * codec.bytes();
        long real = dataBytes / frameBytes;
        long frames = claimedFrames == 0 ? real : Math.min(real, claimedFrames);
        boolean promise = claimedFrames * frameBytes < PcmLayout.PIPED_BYTES;
        return new PcmLayout(
                compressed ? "AIFF-C" : "AIFF",
                codec,
                channels,
                sampleRateHz,
                Math.max(dataStart, 0),
                frames,
                promise ? Math.max(claimedFrames - frames, 0) : 0);
    }

    private void common(boolean compressed, long bytes, String place) throws IOException {
        int needed = compressed ? 22 : 18;
        if (bytes < needed) {
            throw refused(place, needed + " or more bytes", Long.toString(bytes));
        }
        int count = source.u16be(place);
        claimedFrames = source.u32be(place);
        int bits = source.u16be(place);
        double rate = extended(source.u16be(place), source.u64be(place));
        String compression = compressed ? source.tag(place) : "NONE";
        if (!SoundLimits.channelsFit(count)) {
            throw refused(place, "1..64 channels", count + " channels");
        }
        if (!SoundLimits.rateFits(rate)) {
            throw refused(place, "1..1536000 Hz", rate + " Hz");
        }
        codec = codec(compression, bits, place);
        channels = count;
        sampleRateHz = rate;
    }

    private SampleCodec codec(String compression, int bits, String place)
            throws SoundFileException {
        boolean pcm = bits >= 1 && bits <= 32;
        int bytes = (bits + 7) / 8;
        switch (compression) {
            case "NONE", "twos" -> {
                if (pcm) {
                    return switch (bytes) {
                        case 1 -> SampleCodec.S8;
                        case 2 -> SampleCodec.S16_BE;
                        case 3 -> SampleCodec.S24_BE;
                        default -> SampleCodec.S32_BE;
                    };
                }
            }
            case "sowt" -> {
                if (pcm) {
                    return switch (bytes) {
                        case 1 -> SampleCodec.S8;
                        case 2 -> SampleCodec.S16_LE;
                        case 3 -> SampleCodec.S24_LE;
                        default -> SampleCodec.S32_LE;
                    };
                }
            }
            case "fl32", "FL32" -> {
                return SampleCodec.F32_BE;
            }
            case "fl64", "FL64" -> {
                return SampleCodec.F64_BE;
            }
            default -> {
                // refused below
            }
        }
        throw refused(
                place,
                "PCM to 32 bits or 32/64-bit float",
                bits + " bits in compression '" + compression + "'");
    }

    /// The value of an 80-bit IEEE 754 extended number; NaN for one that is negative.
    static double extended(int signAndExponent, long mantissa) {
        if ((signAndExponent & 0x8000) != 0) {
            return Double.NaN;
        }
        int exponent = signAndExponent - 16383 - 63;
        // The mantissa is unsigned: halve it before it becomes a double, and double the result.
        double half = (mantissa >>> 1) + (mantissa & 1) * 0.5;
        return Math.scalb(half, exponent + 1);
    }

    private SoundFileException refused(String place, String expected, String got) {
        return new SoundFileException(
                file, place, expected, got, "converting the file to WAV or FLAC");
    }
}
