package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.floor;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Vec;

/// Reads of a delay line that are exact in phase at one frequency, for loops that sound a pitch.
///
///     y[n] = a (x[n - k] - y[n - 1]) + x[n - k - 1],  a = sin((1 - q) w / 2) / sin((1 + q) w / 2)
///
/// delays the frequency w by k + q frames, q in 0.5..1.5, and loses nothing at any frequency, so that
/// no note rings shorter than its neighbour because of its tuning. Both taps come from the line: when
/// a moving pitch changes k, the filter's memory is still the right one and nothing clicks.
///
/// Source: T. Laakso et al., "Splitting the Unit Delay", IEEE Signal Processing Magazine 13(1), 1996
/// (first-order allpass); a follows from asking for the phase at w instead of the delay at 0 Hz
/// (D. Jaffe and J. Smith, Computer Music Journal 7(2), 1983).
final class Tuned {
    /// The shortest delay: one frame of the line and half a frame of the allpass.
    static final double MIN_FRAMES = 1.5;

    /// The highest frequency at which a delay can be exact: at 1/3 a would reach -1 and the allpass
    /// ring by itself.
    static final double MAX_CYCLES_PER_FRAME = 0.3;

    private Tuned() {}

    /// What was fed `frames` (held to [#MIN_FRAMES] and more) ago; adds the state `name`.
    ///
    /// @param frames one for all channels or one for each
    /// @param cyclesPerFrame the frequency at which the delay is exact, above 0 and at most
    ///   [#MAX_CYCLES_PER_FRAME]
    static Vec read(Definition d, String name, DelayLine line, Vec frames, Vec cyclesPerFrame) {
        Vec held = frames.max(MIN_FRAMES);
        Vec whole = floor(held.minus(0.5)), q = held.minus(whole), half = cyclesPerFrame.times(0.5);
        Vec a = sin2pi(half.minus(half.times(q))).over(sin2pi(fma(half, q, half)));
        Vec last = d.state(name, line.width());
        Vec y = fma(a, line.read(whole).minus(last), line.read(whole.plus(1)));
        d.next(last, y);
        return y;
    }
}
