package eigentone.audioio.file;

import java.io.IOException;

/// What kind of sound file this is, told by its first bytes.
enum SoundKind {
    WAV,
    AIFF,
    FLAC;

    /// Looks at the first 12 bytes and puts the cursor back.
    ///
    /// @throws SoundFileException if it is none of the kinds, with a hint for common other ones
    static SoundKind of(ByteSource source) throws IOException {
        byte[] head = new byte[12];
        int count = source.read(head, 0, head.length);
        source.seek(0);
        if (starts(head, 0, "RIFF") || starts(head, 0, "RF64") || starts(head, 0, "BW64")) {
            return WAV;
        }
        if (starts(head, 0, "FORM")) {
            return AIFF;
        }
        if (starts(head, 0, "fLaC") || starts(head, 0, "ID3")) {
            return FLAC;
        }
        throw new SoundFileException(
                source.file(), "", "WAV, AIFF or FLAC", guess(head, count), remedy(head));
    }

    SoundReader open(ByteSource source) throws IOException {
        return switch (this) {
            case WAV -> new PcmReader(source, WavHeader.parse(source));
            case AIFF -> new PcmReader(source, AiffHeader.parse(source));
            case FLAC -> new FlacReader(source);
        };
    }

    private static String guess(byte[] head, int count) {
        if (starts(head, 0, "OggS")) {
            return "an Ogg file";
        }
        if (starts(head, 0, "MThd")) {
            return "a MIDI file, which has notes and no sound";
        }
        if (starts(head, 4, "ftyp")) {
            return "an MP4 or M4A file";
        }
        if (starts(head, 0, "RIFX")) {
            return "a big-endian WAV file";
        }
        if ((head[0] & 0xff) == 0xff && (head[1] & 0xe0) == 0xe0) {
            return "an MP3 file";
        }
        StringBuilder bytes = new StringBuilder("a file that begins with bytes");
        for (int i = 0; i < Math.min(count, 4); i++) {
            bytes.append(String.format(" %02x", head[i]));
        }
        return bytes.toString();
    }

    private static String remedy(byte[] head) {
        return starts(head, 0, "MThd")
                ? "the command or node that plays MIDI"
                : "converting it to WAV or FLAC";
    }

    private static boolean starts(byte[] head, int at, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (head[at + i] != (byte) magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
