package eigentone.bench.result;

import java.io.IOException;
import java.util.List;

/// Something to be learnt, for which others have published how far they got.
public interface Task {
    /// What the command calls it.
    String name();

    /// What is learnt, in a line.
    String about();

    /// Learns and scores.
    ///
    /// @throws IOException when data cannot be read or pictures not be written
    List<Score> run(Run run) throws IOException;
}
