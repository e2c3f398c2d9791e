package eigentone.engine.kernel;

import eigentone.engine.AudioThread;

/// What a generated class implements: one lane's work on flat arrays.
public interface PlainCode {

    /// Recomputes what depends on knobs alone.
    @AudioThread
    void hoist(float[] memory, int base, float[] shared);

    /// Runs one lane over frames `from` to `to`.
    ///
    /// @param base where the lane's stretch of memory begins
    /// @param clock the lane's step at `clockAt`, after it a seed for each stream of draws
    @AudioThread
    void run(
            float[] memory,
            int base,
            int[] clock,
            int clockAt,
            float[] shared,
            float[][] inputs,
            float[][] outputs,
            int lane,
            int from,
            int to);
}
