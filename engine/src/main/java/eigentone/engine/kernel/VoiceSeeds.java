package eigentone.engine.kernel;

import eigentone.engine.AudioThread;
import eigentone.engine.program.Draws;
import eigentone.engine.program.Program;
import java.util.Arrays;
import java.util.List;

/// The seeds of a program's random draws, by stream and voice.
///
/// Made beforehand for so many voices, then they recur: hashing a name is not for note-ons.
final class VoiceSeeds {
    private static final int VOICES = 1024;

    private final int[][] seeds;

    /// @param node the name of the node that runs the program
    VoiceSeeds(Program program, String node, long seed) {
        List<String> streams = program.streams();
        seeds = new int[streams.size()][VOICES];
        for (int s = 0; s < seeds.length; s++) {
            String name = streams.get(s).isEmpty() ? node : streams.get(s);
            Arrays.setAll(seeds[s], voice -> Draws.seed(seed, name, voice));
        }
    }

    int streams() {
        return seeds.length;
    }

    @AudioThread
    int seed(int stream, int voice) {
        return seeds[stream][voice & (VOICES - 1)];
    }
}
