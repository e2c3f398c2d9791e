package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.floor;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.lerp;
import static eigentone.engine.language.Functions.tanPi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// An echo, repeated and darker each time, whose time can glide like a tape's.
///
///     w = line[time],  line <- x + feedback LP(w),  y = x + mix (w - x)
///
/// LP is a trapezoidal one-pole at `damping`; the first echo passes without it.
///
/// Source: T. Laakso et al., "Splitting the Unit Delay", IEEE Signal Processing Magazine 13(1), 1996
/// (interpolation).
///
/// Controls: [#time], [#FEEDBACK], [#DAMPING], [#MIX].
///
/// @param interpolation between frames
/// @param maxSeconds longest time
/// @param channels signals side by side
public record Delay(Interpolation interpolation, int maxSeconds, int channels)
        implements Recurrence {
    /// How a time between two frames is read.
    public enum Interpolation {
        /// Third-order Lagrange: clear up to a quarter of the sample rate. From 2 frames.
        CUBIC,
        /// Cheap, and dull where the time lies between frames. From 1 frame.
        LINEAR,
        /// The nearest whole frame: exact, but steps when the time moves. From 1 frame.
        NONE;

        /// The name in patches.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double MIN_SECONDS = 0.0001;
    private static final double INITIAL_SECONDS = 0.375;

    /// 40 dB above full scale: what circulates is held here, where no music comes but where a time
    /// or a filter that is shaken at audio rate can drive a loop whose gain at rest is below 1.
    static final double LIMIT = 100;

    /// A tape needs about this long to change its speed.
    private static final double GLIDE_SECONDS = 0.2;

    public static final ControlSpec FEEDBACK =
            ControlSpec.linear(
                    "feedback", "", -0.999, 0.999, 0.35, "How much of an echo is repeated.");

    public static final ControlSpec DAMPING =
            ControlSpec.exponential(
                    "damping", "Hz", 200, 20000, 8000, "Each repeat loses what lies above.");

    public static final ControlSpec MIX =
            ControlSpec.linear("mix", "", 0, 1, 0.35, "0: the input alone, 1: the echoes alone.");

    static final Setting.Size CHANNELS =
            new Setting.Size("channels", 1, 8, 1, "How many signals pass side by side.");

    public static final NodeType TYPE =
            new NodeType(
                    "delay",
                    "time",
                    "An echo, repeated and darker each time; its time can glide like a tape's.",
                    "Laakso et al., Splitting the Unit Delay, IEEE SPM 13(1), 1996.",
                    List.of(
                            new Setting.Choice(
                                    "interpolation",
                                    Arrays.stream(Interpolation.values())
                                            .map(Interpolation::id)
                                            .toList(),
                                    "How times between two frames are read."),
                            new Setting.Size("maxSeconds", 1, 60, 2, "Longest time."),
                            CHANNELS),
                    s ->
                            new Delay(
                                    Interpolation.valueOf(
                                            s.choice("interpolation").toUpperCase(Locale.ROOT)),
                                    s.size("maxSeconds"),
                                    s.size("channels")));

    /// The knob for the echo's time in a delay of at most `maxSeconds`.
    public static ControlSpec time(double maxSeconds) {
        return ControlSpec.exponential(
                        "time",
                        "s",
                        MIN_SECONDS,
                        maxSeconds,
                        Math.min(INITIAL_SECONDS, maxSeconds),
                        "Time from the sound to its echo.")
                .withSmoothing(GLIDE_SECONDS);
    }

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        // Three frames more: the cubic reads one before and two behind.
        DelayLine line = d.delay("line", channels, d.frames(maxSeconds) + 3);
        Vec frames = d.control(time(maxSeconds)).times(d.sampleRateHz());
        Vec echo =
                switch (interpolation) {
                    case CUBIC -> line.readCubic(frames.max(2));
                    case LINEAR -> line.readLinear(frames.max(1));
                    case NONE -> line.read(floor(frames.plus(0.5)));
                };
        Vec dark = damped(d, "dark", echo, damping(d, DAMPING));
        d.feed(line, fma(dark, d.control(FEEDBACK), x).clamp(-LIMIT, LIMIT));
        d.output("out", lerp(x, echo, d.control(MIX)));
    }

    /// The integrator gain of a loop's low-pass at the knob `cutoff`.
    static Vec damping(Definition d, ControlSpec cutoff) {
        double highest = 0.49;
        return tanPi(d.control(cutoff).times(1 / d.sampleRateHz()).min(highest));
    }

    /// `x` through a trapezoidal one-pole low-pass; adds the state `name`.
    static Vec damped(Definition d, String name, Vec x, Vec g) {
        Vec s = d.state(name, x.length());
        Vec v = x.minus(s).times(g.over(g.plus(1)));
        Vec low = v.plus(s);
        d.next(s, low.plus(v));
        return low;
    }
}
