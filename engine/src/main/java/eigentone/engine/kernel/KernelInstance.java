package eigentone.engine.kernel;

import eigentone.engine.AudioThread;

/// The state of one node on the audio thread: all lanes of a kernel with their knobs.
///
/// A port's buffer holds frame after frame, each channel after channel, lanes innermost: channel c
/// of frame t in lane l is at `(t * width + c) * lanes + l`. All methods are for one thread at a
/// time; none allocates, locks or throws, given what each one says it expects. What a lane puts out
/// never depends on another lane.
public interface KernelInstance {

    int lanes();

    /// The channels of input port `port`.
    @AudioThread
    int inputWidth(int port);

    /// Sets a knob of one lane from the next frame on, as it is: range and smoothing are the
    /// graph's.
    @AudioThread
    void setControl(int control, int lane, float value);

    @AudioThread
    float control(int control, int lane);

    /// A lane begins anew: states at their initial values, delay lines empty, step 0, and the
    /// random draws of `voice`. Knobs stay.
    @AudioThread
    void reset(int lane, int voice);

    /// Runs the lanes marked in `sounding` over frames `from` (inclusive) to `to` (exclusive). The
    /// others may run or not: their state and outputs are undefined until their reset.
    ///
    /// @param inputs one buffer per input port, in order of declaration, of at least `to` frames
    /// @param outputs one buffer per output port, likewise; must not be an input buffer
    @AudioThread
    void run(float[][] inputs, float[][] outputs, int from, int to, boolean[] sounding);

    /// Copies an entry of a lane's state, for tests and saving.
    float state(int stateIndex, int entry, int lane);

    /// Sets an entry of a lane's state.
    void setState(int stateIndex, int entry, int lane, float value);

    /// What was fed to channel `channel` of a delay line `framesBack` steps ago (1..max).
    float delayed(int delayIndex, int channel, int framesBack, int lane);

    /// Sets what was fed to a delay line `framesBack` steps ago (1..max).
    void setDelayed(int delayIndex, int channel, int framesBack, int lane, float value);

    /// The number of steps of a lane since its reset, modulo 2^32.
    int step(int lane);

    /// Sets the number of steps of a lane: before its delay lines, which turn with it.
    void setStep(int lane, int step);

    /// The seeds of a lane's draws, one for each of the program's streams, as
    /// [eigentone.engine.program.Draws#seed] gave them.
    int[] drawSeeds(int lane);
}
