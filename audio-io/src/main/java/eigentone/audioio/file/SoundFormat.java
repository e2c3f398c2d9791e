package eigentone.audioio.file;

import java.nio.file.Path;
import java.util.Locale;

/// The formats that can be written. Any thread.
public enum SoundFormat {
    /// 16-bit PCM in WAV.
    WAV_16("wav16", "wav", 16, 64),
    /// 24-bit PCM in WAV: the default for `.wav`.
    WAV_24("wav24", "wav", 24, 64),
    /// 32-bit float in WAV: nothing is rounded or clipped.
    WAV_FLOAT32("wav32f", "wav", 32, 64),
    /// 16-bit lossless FLAC, at most 8 channels.
    FLAC_16("flac16", "flac", 16, 8),
    /// 24-bit lossless FLAC, at most 8 channels: the default for `.flac`.
    FLAC_24("flac24", "flac", 24, 8);

    private static final String NAMES = "wav16, wav24, wav32f, flac16 or flac24";

    private final String id;
    private final String extension;
    private final int bits;
    private final int maxChannels;

    SoundFormat(String id, String extension, int bits, int maxChannels) {
        this.id = id;
        this.extension = extension;
        this.bits = bits;
        this.maxChannels = maxChannels;
    }

    /// The name users type, as in `wav24`.
    public String id() {
        return id;
    }

    /// File name extension without the dot.
    public String extension() {
        return extension;
    }

    /// Bits a sample.
    public int bits() {
        return bits;
    }

    /// Most channels the format can hold.
    public int maxChannels() {
        return maxChannels;
    }

    /// True for integer samples, which are rounded and clipped; false for float.
    public boolean integer() {
        return this != WAV_FLOAT32;
    }

    /// The format of that name, in upper or lower case.
    ///
    /// @throws IllegalArgumentException naming the known formats
    public static SoundFormat fromName(String name) {
        for (SoundFormat format : values()) {
            if (format.id.equalsIgnoreCase(name) || format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "sound format '"
                        + FileMessage.printable(name)
                        + "': expected "
                        + NAMES
                        + ", got an unknown name; try wav24");
    }

    /// The default format for a path's extension: `.wav` gives [#WAV_24], `.flac` [#FLAC_24].
    ///
    /// @throws IllegalArgumentException if the extension is missing or another one
    public static SoundFormat forPath(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".wav") || name.endsWith(".wave")) {
            return WAV_24;
        }
        if (name.endsWith(".flac")) {
            return FLAC_24;
        }
        throw new IllegalArgumentException(
                FileMessage.of(
                        "output",
                        path,
                        "",
                        "a name ending in .wav or .flac",
                        "another extension",
                        "one of these or naming a format (" + NAMES + ")"));
    }
}
