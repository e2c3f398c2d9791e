package eigentone.models.cell.voice;

import static eigentone.engine.language.Functions.sin2pi;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;

/// How far a gated cell must open its gates so that its ring turns once a period.
///
/// A ring z that keeps 1 - e of itself and takes in i N (a + ib) z (N > 0 is the saturation's factor,
/// whatever it is) stays at one size and turns by the angle t per step if
///
///     1 - e + i N a = cos t,   i N b = sin t   =>   e = 1 - cos t + (a/b) sin t
///
/// The rule holds at every angle, not only for small steps, and does not contain N: the louder a
/// network drives itself, the more it saturates, and the pitch stays.
///
/// @param leak e, in 0..1
/// @param sine sin t
public record TimeStep(Vec leak, Vec sine) {
    /// a/b: damping against turning. 0.5 makes e at most 1 up to 0.17 cycles per frame.
    public static final double DAMPING = 0.5;

    /// The step for the knob `pitch` times `bend`, a scalar near 1.
    ///
    /// 1 - cos t is taken as 2 sin^2(t/2), which keeps its digits at low pitches.
    public static TimeStep tuned(Definition d, Vec bend) {
        // Beyond atan(1 / DAMPING) of a turn the gate would have to open further than 1.
        double limit = Math.atan(1 / DAMPING) / (2 * Math.PI);
        Vec turn = Pitch.cyclesPerFrame(d).times(bend).min(limit);
        Vec half = sin2pi(turn.times(0.5)), sine = sin2pi(turn);
        Vec leak = half.times(half).times(2).plus(sine.times(DAMPING)).min(1);
        return new TimeStep(leak, sine);
    }
}
