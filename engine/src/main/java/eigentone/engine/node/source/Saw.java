package eigentone.engine.node.source;

import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;

/// A rising sawtooth, bright and full: the usual start of a subtractive sound.
///
///     y = 2 p - 1,  p' = p + f / rate, in cycles, its fall made band-limited by [Edges]
///
/// Aliasing measured by FFT: the greatest line that is no partial, up to 20 kHz (18.4 kHz at 44.1 kHz),
/// under the fundamental. A naive wave has 23 dB and two-frame PolyBLEP 36 dB at 2 kHz and 48 kHz.
///
///     dB under the fundamental   101 Hz   442 Hz   2 kHz   5 kHz   10 kHz
///     44.1 kHz                      103       97      98      93       94
///     48 kHz                        103       93      95      91       85
///     96 kHz                         93       96      94      94      102
///
/// Below 100 Hz and at 192 kHz it is 93 dB and more, the limit of the measurement. Partials are flat
/// within 0.1 dB to 16 kHz and -0.5 dB at 20 kHz (at 48 kHz); no mean beyond 1e-5.
///
/// Controls: [Pitch#PITCH]. Goes out 12 frames late, with a peak of 1.17
/// as every band-limited jump has; begins at the middle of its rise, without a click.
public record Saw() implements Recurrence {
    public static final NodeType TYPE =
            NodeType.of(
                    "saw",
                    "source",
                    "A band-limited sawtooth: all partials, falling as 1/n.",
                    "Brandt 2001; Välimäki, Pekonen and Nam 2012, with a longer kernel",
                    new Saw());

    @Override
    public void define(Definition d) {
        Vec step = Pitch.cyclesPerFrame(d);
        Pitch.Phase p = Pitch.phase(d, "phase", step, 0.5);
        Edges edges = new Edges(d);
        Vec fall = select(p.unwrapped().lessThan(1), 0.0, -2.0);
        edges.jump(fall, p.next().over(step).min(1));
        d.output("out", edges.emit(p.next().times(2).minus(1)));
    }
}
