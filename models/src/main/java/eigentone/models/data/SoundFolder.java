package eigentone.models.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder of sound files to learn a sound from: one long sequence a file.
///
/// Each file is mixed to mono (the mean of its channels) and resampled to the model's rate. All are
/// in memory: 4 bytes a frame, 691 MB for an hour at 48 kHz.
public final class SoundFolder {
    private static final List<String> ENDINGS =
            List.of(".wav", ".flac", ".aif", ".aiff", ".aifc", ".rf64", ".bw64");

    private SoundFolder() {}

    /// All sound files of a folder and those below it, in order of their paths.
    ///
    /// @param rateHz the model's rate
    /// @throws IOException naming the folder without sound, the file that cannot be read, is silent
    ///   or has samples that are not finite, or what does not fit into memory
    public static List<DenseSequence> read(Path folder, double rateHz) throws IOException {
        List<DenseSequence> sounds = new ArrayList<>();
        long room = Runtime.getRuntime().maxMemory() / 2;
        long bytes = 0;
        for (Path file : DataFolder.files(folder, "sound files", ENDINGS)) {
            DenseSequence sound = sound(file, rateHz);
            bytes += sound.bytes();
            if (bytes > room) {
                throw new DataException(
                        folder,
                        "",
                        "sounds of at most " + (room >> 20) + " MB in all",
                        "more, up to '" + file + "'",
                        "fewer files, or giving the program more memory (-Xmx)");
            }
            sounds.add(sound);
        }
        return sounds;
    }

    private static DenseSequence sound(Path file, double rateHz) throws IOException {
        MonoSound sound = MonoSound.read(file);
        if (sound.peak() == 0) {
            throw new DataException(
                    file, "", "sound", "silence", "taking it out of the folder, or another track");
        }
        return new DenseSequence(file.toString(), 1, sound.at(rateHz).samples());
    }
}
