package eigentone.engine.node.level;

import static eigentone.engine.language.Functions.abs;
import static eigentone.engine.language.Functions.exp;
import static eigentone.engine.language.Functions.log;
import static eigentone.engine.language.Functions.select;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Decibels;
import java.util.List;

/// Tanh saturation with little aliasing, for lead sounds and distortion.
///
///     y = (F(u) - F(u')) / (u - u'),  F(u) = log cosh u = |u| + log(1 + e^(-2|u|)) - log 2
///
/// where u = drive x is this frame's and u' the last frame's: the mean of tanh over the straight line
/// between both. The parts |u| and log(1 + ..) are subtracted separately, so that float32 loses
/// nothing at high drive. Where u and u' are closer than 0.2 the quotient is replaced by Simpson's rule over
/// tanh; both branches are within 6e-6 of the mean there.
///
/// Measured with a 1245 Hz sine at 30 dB of drive and 44.1 kHz, against plain tanh: the greatest aliased
/// line is 40 dB lower below 1.2 kHz, 23 dB below 5 kHz, 14 dB below 10 kHz and 6 dB below 20 kHz. The price: a delay of half a frame and a soft loss of highs, cos(pi f / rate), -3 dB
/// at a quarter of the sample rate.
///
/// Source: J. Parker, V. Zavalishin, E. Le Bivic, "Reducing the aliasing of nonlinear waveshaping using
/// continuous-time convolution", DAFx 2016; S. Bilbao, F. Esqueda, J. Parker, V. Välimäki,
/// "Antiderivative antialiasing for memoryless nonlinearities", IEEE SPL 24(7), 2017. We differ in the
/// ill-conditioned branch: Simpson's rule instead of the midpoint, so that it can begin early.
///
/// @param channels width of `in` and `out`
///
/// Controls: [#DRIVE].
public record TanhShaper(int channels) implements Recurrence {
    public static final ControlSpec DRIVE =
            ControlSpec.linear("drive", "dB", -12, 48, 12, "Gain before the curve.");

    public static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 16, 1, "Width of input and output.");

    public static final NodeType TYPE =
            new NodeType(
                    "tanh-shaper",
                    "level",
                    "Tanh saturation with little aliasing.",
                    "Parker, Zavalishin and Le Bivic, DAFx 2016; Bilbao et al., IEEE SPL 2017",
                    List.of(CHANNELS),
                    s -> new TanhShaper(s.size("channels")));

    /// Simpson's error is h^4/2880 |tanh''''| (at most 4.1) = 2e-6 here; the quotient's, with 5e-7
    /// of each logarithm, 5e-6.
    private static final double CLOSE = 0.2;

    @Override
    public void define(Definition d) {
        Vec u = d.input("in", channels).times(Decibels.gain(d.control(DRIVE)));
        Vec before = d.state("before", channels), curve = tanh(u);
        Vec curveBefore = d.state("curveBefore", channels);
        // log(1 + e^(-2|u|)) less its value at 0, which the state has after a reset.
        Vec bend = log(exp(abs(u).times(-2)).plus(1)).minus(Math.log(2));
        Vec bendBefore = d.state("bendBefore", channels);
        d.next(before, u);
        d.next(curveBefore, curve);
        d.next(bendBefore, bend);

        Vec gap = u.minus(before), close = abs(gap).lessThan(CLOSE);
        Vec rise = abs(u).minus(abs(before)).plus(bend.minus(bendBefore));
        Vec quotient = rise.over(select(close, 1.0, gap));
        Vec middle = tanh(u.plus(before).times(0.5));
        Vec simpson = middle.times(4).plus(curve).plus(curveBefore).times(1.0 / 6);
        d.output("out", select(close, simpson, quotient));
    }
}
