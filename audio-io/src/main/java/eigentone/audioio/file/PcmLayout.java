package eigentone.audioio.file;

/// Where and how uncompressed samples lie in a file: what a WAV or AIFF header comes down to.
///
/// @param kind `WAV`, `AIFF` and so on, for descriptions
/// @param codec encoding of one sample
/// @param channels interleaved samples a frame, 1..64
/// @param sampleRateHz 1..1,536,000 Hz
/// @param dataStart file offset of the first frame
/// @param frames whole frames that really are in the file
/// @param missingFrames whole frames that the header promises beyond those
record PcmLayout(
        String kind,
        SampleCodec codec,
        int channels,
        double sampleRateHz,
        long dataStart,
        long frames,
        long missingFrames) {
    /// Who writes to a pipe does not know the size: SoX then claims this much or a little more,
    /// other programs still more. Such a claim promises nothing.
    static final long PIPED_BYTES = 0x7f00_0000L;

    int frameBytes() {
        return channels * codec.bytes();
    }
}
