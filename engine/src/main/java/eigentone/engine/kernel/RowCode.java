package eigentone.engine.kernel;

import eigentone.engine.AudioThread;

/// What a generated class implements: the work of one group of lanes, or of one lane, on native
/// memory.
public interface RowCode {

    /// Recomputes what depends on knobs alone.
    @AudioThread
    void hoist(long base, long shared, float[] weights);

    /// Runs frames `from` (inclusive) to `to` (exclusive).
    ///
    /// @param base address of the group's memory
    /// @param shared address of constants and weights in rows
    /// @param weights constants and weights as single numbers
    /// @param lane the group's first lane within the buffers
    /// @param tick frames run before: where delay lines are written
    @AudioThread
    void run(
            long base,
            long shared,
            float[] weights,
            float[][] inputs,
            float[][] outputs,
            int lane,
            int from,
            int to,
            int tick);
}
