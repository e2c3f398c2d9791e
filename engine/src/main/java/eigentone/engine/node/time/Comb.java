package eigentone.engine.node.time;

import static eigentone.engine.language.Functions.atan;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.sqrt;
import static eigentone.engine.language.Functions.tanPi;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import java.util.List;

/// A tube: noise through it whistles at a pitch, a click in it becomes a plucked string.
///
///     y = sqrt(1 - feedback^2) x + feedback LP(y[n - D])
///     D + lag of LP = rate / f: the loop is one period long at the pitch
///
/// White noise leaves as loud as it came, whatever the feedback. With negative feedback the tube is
/// stopped: an octave lower, odd harmonics only.
///
/// Source: M. Schroeder, "Natural Sounding Artificial Reverberation", JAES 10(3), 1962; tuning:
/// D. Jaffe and J. Smith, Computer Music Journal 7(2), 1983, here by [Tuned] and the exact lag of LP,
/// atan(tan(pi f / rate) / g).
///
/// Controls: [Pitch#PITCH] or [#TIME], [#FEEDBACK], [#DAMPING].
///
/// @param tuning which knob gives the period
/// @param channels signals side by side
public record Comb(Tuning tuning, int channels) implements Recurrence {
    /// What sets the period.
    public enum Tuning {
        /// A note number.
        PITCH,
        /// Seconds.
        TIME
    }

    /// The longest line: below, a comb is an echo.
    static final double MIN_HZ = 16;

    public static final ControlSpec TIME =
            ControlSpec.exponential("time", "s", 0.0001, 1 / MIN_HZ, 0.005, "The period.");

    public static final ControlSpec FEEDBACK =
            ControlSpec.linear(
                    "feedback", "", -0.999, 0.999, 0.9, "How long it rings; negative: stopped.");

    public static final ControlSpec DAMPING =
            ControlSpec.exponential(
                    "damping", "Hz", 200, 20000, 10000, "Each turn loses what lies above.");

    public static final NodeType TYPE =
            new NodeType(
                    "comb",
                    "time",
                    "A tuned tube: noise through it whistles, a click becomes a string.",
                    "Schroeder, JAES 10(3), 1962; Jaffe and Smith, CMJ 7(2), 1983.",
                    List.of(
                            new Setting.Choice(
                                    "tuning", List.of("pitch", "time"), "What sets the period."),
                            Delay.CHANNELS),
                    s ->
                            new Comb(
                                    s.choice("tuning").equals("pitch") ? Tuning.PITCH : Tuning.TIME,
                                    s.size("channels")));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", channels);
        DelayLine line = d.delay("line", channels, d.frames(1 / MIN_HZ) + 2);
        Vec wanted =
                switch (tuning) {
                    case PITCH -> Pitch.cyclesPerFrame(d);
                    case TIME -> d.constant(1 / d.sampleRateHz()).over(d.control(TIME));
                };
        Vec cycles = wanted.clamp(MIN_HZ / d.sampleRateHz(), Tuned.MAX_CYCLES_PER_FRAME);
        Vec g = Delay.damping(d, DAMPING), feedback = d.control(FEEDBACK);
        Vec lagCycles = atan(tanPi(cycles).over(g)).times(1 / (2 * Math.PI));
        Vec frames = d.constant(1).minus(lagCycles).over(cycles);
        Vec back = Delay.damped(d, "dark", Tuned.read(d, "tuned", line, frames, cycles), g);
        Vec level = sqrt(d.constant(1).minus(feedback.times(feedback)));
        Vec y = fma(back, feedback, x.times(level));
        d.feed(line, y.clamp(-Delay.LIMIT, Delay.LIMIT));
        d.output("out", y);
    }
}
