package eigentone.engine.node;

import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.fraction;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;

/// Pitch as the sources share it: a knob in semitones, its frequency, and a phase that does not
/// drift.
public final class Pitch {
    /// No oscillator runs faster than this part of the sample rate, so that it wraps at most every
    /// second frame.
    public static final double MAX_CYCLES_PER_FRAME = 0.49;

    public static final ControlSpec PITCH =
            ControlSpec.linear(
                            "pitch",
                            "semitones",
                            -24,
                            151,
                            69,
                            "Pitch as a note number: 60 is middle C, 69 is A at 440 Hz, 12 are an octave.")
                    .unsmoothed();

    private Pitch() {}

    /// 440 * 2^((pitch - 69) / 12) in Hz.
    public static Vec hertz(Vec pitchSemitones) {
        return exp2(pitchSemitones.minus(69).times(1.0 / 12)).times(440);
    }

    /// The knob `pitch` of `d` as cycles per frame, held below [#MAX_CYCLES_PER_FRAME].
    public static Vec cyclesPerFrame(Definition d) {
        return hertz(d.control(PITCH)).times(1 / d.sampleRateHz()).min(MAX_CYCLES_PER_FRAME);
    }

    /// A phase in cycles: in this frame and in the next one.
    ///
    /// @param now phase of this frame, in 0..1
    /// @param unwrapped `now` plus this frame's step, in 0..2: 1 and more when the cycle ends
    ///   before the next frame
    /// @param next `unwrapped` wrapped to 0..1
    public record Phase(Vec now, Vec unwrapped, Vec next) {}

    /// Declares a phase that starts at `initial` and advances by `cyclesPerFrame` (0..1) in each
    /// frame.
    ///
    /// By [Motion#add] it stays in tune: at 192 kHz a plain sum would be half a cent off at 20 Hz
    /// and stand still below 0.006 Hz.
    public static Phase phase(Definition d, String name, Vec cyclesPerFrame, double initial) {
        Vec now = d.state(name, Shape.vector(1), initial);
        Vec unwrapped = Motion.add(d, name, now, cyclesPerFrame);
        Vec next = fraction(unwrapped);
        d.next(now, next);
        return new Phase(now, unwrapped, next);
    }
}
