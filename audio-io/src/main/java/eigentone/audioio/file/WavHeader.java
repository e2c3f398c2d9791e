package eigentone.audioio.file;

import java.io.IOException;
import java.nio.file.Path;

/// The header of a WAV, RF64 or BW64 file.
///
/// Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, WAVE); Microsoft
/// "Multiple channel audio data and WAVE files" (extensible); EBU Tech 3306 (RF64), ITU-R BS.2088
/// (BW64). Where we are more lenient: a data chunk that claims 0, 2^32 - 1 or more bytes than there
/// are is an unfinished recording and reaches to the end of the file.
final class WavHeader {
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int EXTENSIBLE = 0xfffe;
    private static final long UNSET_SIZE = 0xffff_ffffL;

    /// No known program writes more than a few dozen; the cap bounds the time a hostile file takes.
    private static final int MAX_CHUNKS = 10_000;

    private final ByteSource source;
    private final Path file;
    private String kind = "WAV";
    private SampleCodec codec = SampleCodec.S16_LE;
    private int channels;
    private long sampleRateHz;

    private WavHeader(ByteSource source) {
        this.source = source;
        this.file = source.file();
    }

    /// Reads from the start of the file to the data chunk.
    static PcmLayout parse(ByteSource source) throws IOException {
        return new WavHeader(source).parse();
    }

    private PcmLayout parse() throws IOException {
        String riff = source.tag("header");
        boolean large = !riff.equals("RIFF");
        kind = large ? riff : "WAV";
        long riffBytes = source.u32le("header");
        String form = source.tag("header");
        if (!form.equals("WAVE")) {
            throw new SoundFileException(
                    file, "byte 8", "'WAVE'", "'" + form + "'", "converting the file to WAV");
        }
        long dataBytesInDs64 = -1;
        for (int chunk = 0; chunk < MAX_CHUNKS && source.remaining() >= 8; chunk++) {
            String place = "chunk " + chunk + " at byte " + source.position();
            String tag = source.tag(place);
            long bytes = source.u32le(place);
            long start = source.position();
            place = "chunk '" + tag + "' at byte " + (start - 8);
            if (tag.equals("data")) {
                if (channels == 0) {
                    throw new SoundFileException(
                            file,
                            place,
                            "a 'fmt ' chunk before it",
                            "none",
                            "exporting the sound again");
                }
                return layout(start, bytes, dataBytesInDs64, riffBytes);
            }
            if (tag.equals("ds64") && large) {
                source.u64le(place);
                dataBytesInDs64 = source.u64le(place);
            } else if (tag.equals("fmt ")) {
                format(bytes, place);
            }
            source.seek(start + bytes + (bytes & 1));
        }
        throw new SoundFileException(
                file,
                "",
                "a 'data' chunk",
                "the end of the chunks",
                "copying or exporting the file again");
    }

    /// The bytes of samples that are really there, from a claim that may be wrong.
    private PcmLayout layout(long start, long claimed, long inDs64, long riffBytes) {
        long real = source.remaining();
        boolean measured = claimed == UNSET_SIZE && inDs64 >= 0;
        long bytes = measured ? inDs64 : claimed;
        // A finished file without sound also says 0; its RIFF size then fits the file.
        boolean finished = Math.abs(riffBytes + 8 - source.size()) <= 1;
        boolean unset = bytes < 0 || (bytes == 0 && !finished);
        boolean promise = !unset && (measured || bytes < PcmLayout.PIPED_BYTES);
        long frameBytes = (long) channels * codec.bytes();
        long frames = (unset ? real : Math.min(bytes, real)) / frameBytes;
        long missing = promise ? bytes / frameBytes - frames : 0;
        return new PcmLayout(kind, codec, channels, sampleRateHz, start, frames, missing);
    }

    private void format(long bytes, String place) throws IOException {
        if (bytes < 16) {
            throw new SoundFileException(
                    file,
                    place,
                    "16 or more bytes",
                    Long.toString(bytes),
                    "exporting the sound again");
        }
        int tag = source.u16le(place);
        int count = source.u16le(place);
        long rate = source.u32le(place);
        source.u32le(place); // bytes a second: redundant, and often wrong
        int blockBytes = source.u16le(place);
        int bits = source.u16le(place);
        if (tag == EXTENSIBLE && bytes >= 26) {
            source.u16le(place); // size of the extension
            source.u16le(place); // valid bits: they are the upper ones, so the scale is the same
            source.u32le(place); // speaker positions: channels are numbered here
            tag = source.u16le(place); // the sub-format's GUID begins with the plain tag
        }
        if (!SoundLimits.channelsFit(count)) {
            throw limits(place, "1..64 channels", count + " channels", "mixing it down");
        }
        if (!SoundLimits.rateFits(rate)) {
            throw limits(place, "1..1536000 Hz", rate + " Hz", "resampling it to 48000 Hz");
        }
        codec = codec(tag, bits, place);
        if (blockBytes != count * codec.bytes()) {
            throw limits(
                    place,
                    count * codec.bytes()
                            + " bytes a frame for "
                            + count
                            + " channels of "
                            + bits
                            + " bits",
                    blockBytes + " bytes",
                    "exporting the sound again");
        }
        channels = count;
        sampleRateHz = rate;
    }

    private SampleCodec codec(int tag, int bits, String place) throws SoundFileException {
        if (tag == PCM && bits >= 1 && bits <= 32) {
            return switch ((bits + 7) / 8) {
                case 1 -> SampleCodec.U8;
                case 2 -> SampleCodec.S16_LE;
                case 3 -> SampleCodec.S24_LE;
                default -> SampleCodec.S32_LE;
            };
        }
        if (tag == IEEE_FLOAT && (bits == 32 || bits == 64)) {
            return bits == 32 ? SampleCodec.F32_LE : SampleCodec.F64_LE;
        }
        String got =
                switch (tag) {
                    case PCM -> bits + "-bit PCM";
                    case IEEE_FLOAT -> bits + "-bit float";
                    case 2, 0x11 -> "ADPCM";
                    case 6 -> "A-law";
                    case 7 -> "mu-law";
                    case 0x55 -> "MP3 in WAV";
                    default -> "format tag " + tag;
                };
        throw limits(
                place, "PCM to 32 bits or 32/64-bit float", got, "converting it to 24-bit PCM");
    }

    private SoundFileException limits(String place, String expected, String got, String remedy) {
        return new SoundFileException(file, place, expected, got, remedy);
    }
}
