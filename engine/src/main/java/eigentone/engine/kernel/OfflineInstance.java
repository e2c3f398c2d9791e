package eigentone.engine.kernel;

import eigentone.engine.program.Weights;

/// A kernel's instance with what training needs beside: other weights, memory that is kept and put
/// back, and frames from the last to the first. Never on the audio thread.
public interface OfflineInstance extends KernelInstance {

    /// States, delay lines and clocks of all lanes at a moment; knobs and weights are not in it.
    final class Memory {
        final float[] floats;
        final int[] clocks;

        Memory(int floats, int clocks) {
            this.floats = new float[floats];
            this.clocks = new int[clocks];
        }

        /// How much it takes.
        public long bytes() {
            return (long) Float.BYTES * floats.length + (long) Integer.BYTES * clocks.length;
        }
    }

    /// From now on with these weights, of the same names and shapes. Memory stays.
    void setWeights(Weights weights);

    /// An empty copy of this instance's memory, for [#save].
    Memory newMemory();

    /// Copies what this instance remembers.
    void save(Memory to);

    /// Remembers what was saved from this instance, or from another of the same kernel.
    void restore(Memory from);

    /// As [#run], from frame `to - 1` down to frame `from`: time runs on in memory and clocks, only
    /// the buffers are read and written from their end.
    void runBack(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding);
}
