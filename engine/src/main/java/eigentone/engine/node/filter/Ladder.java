package eigentone.engine.node.filter;

import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.fma;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The synthesiser's filter: four poles, warm when driven, whistling in tune at full resonance.
///
///     e = drive x (1 + c k) - k y4,  u = tanh(e)
///     four one-poles in a row: y1 = P u, y2 = P y1, y3 = P y2, y4 = P y3
///     P: y = G x + S,  G = g / (1 + g),  S = s / (1 + g),  s' = 2 y - s,  g = tan(pi cutoff / rate)
///
/// The loop has no delay: e + k G^4 tanh(e) = drive x (1 + c k) - k (G^3 S1 + G^2 S2 + G S3 + S4)
/// is solved for e in each frame by two Newton steps from the saturated linear solution. The left
/// side is concave for e > 0 and the start lies below the root, so that the steps cannot overshoot.
/// Each one-pole turns the phase by exactly 45 degrees at the cutoff, and the saturation does not
/// turn it: with resonance above 1 the loop sings at the cutoff.
///
/// Source: T. Stilson and J. Smith, "Analyzing the Moog VCF", ICMC 1996; V. Zavalishin, "The Art of
/// VA Filter Design", 2018, ch. 5 and 6. One tanh at the input of the ladder stands for the five of
/// the circuit: saturating stages would pull the pitch of a loud whistle down.
///
/// Controls: [Cutoff#CUTOFF], [Cutoff#SHIFT], [#RESONANCE], [#DRIVE], [#BASS].
///
/// @param response which mixture of the poles is heard
public record Ladder(Response response) implements Recurrence {
    /// What is heard: mixtures of the ladder's input and its poles.
    public enum Response {
        /// Low-pass, 24 dB an octave: y4.
        LOW24,
        /// Low-pass, 12 dB an octave: y2.
        LOW12,
        /// Band-pass, 6 dB an octave to each side: 2 (y1 - y2), 0 dB at the cutoff without
        /// resonance.
        BAND12,
        /// High-pass, 24 dB an octave: (1 - P)^4 u.
        HIGH24;

        /// The name in patches, e.g. `low24`.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final ControlSpec RESONANCE =
            ControlSpec.linear(
                    "resonance",
                    "",
                    0,
                    1.5,
                    0.2,
                    "Peak at the cutoff; from 1 on it sings by itself.");

    public static final ControlSpec DRIVE =
            ControlSpec.linear(
                    "drive",
                    "dB",
                    -24,
                    36,
                    0,
                    "Level into the filter: higher is warmer, then dirty.");

    public static final ControlSpec BASS =
            ControlSpec.linear(
                    "bass",
                    "",
                    0,
                    1,
                    0.3,
                    "How much of the bass that resonance costs is given back.");

    /// -120 dB, as a circuit hisses: without it a filter at rest could not begin to sing.
    private static final double NOISE = 1e-6;

    /// The transistor ladder oscillates when its feedback makes up for four times -3 dB.
    private static final double FEEDBACK_AT_OSCILLATION = 4;

    private static final int NEWTON_STEPS = 2;

    public static final NodeType TYPE =
            new NodeType(
                    "ladder",
                    "filter",
                    "The synthesiser's four-pole filter: warm when driven, sings when resonant.",
                    "Stilson and Smith, ICMC 1996; Zavalishin 2018, ch. 5 and 6; one tanh at the"
                            + " input of the ladder.",
                    List.of(
                            new Setting.Choice(
                                    "response",
                                    Arrays.stream(Response.values()).map(Response::id).toList(),
                                    "Which part of the spectrum passes, and how steep.")),
                    s ->
                            new Ladder(
                                    Response.valueOf(
                                            s.choice("response").toUpperCase(Locale.ROOT))));

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", 1);
        Vec g = Cutoff.integratorGain(d), one = d.constant(1);
        Vec rest = one.over(g.plus(1)), gain = g.times(rest);
        Vec k = d.control(RESONANCE).times(FEEDBACK_AT_OSCILLATION);
        Vec drive = exp2(d.control(DRIVE).times(Math.log(10) / Math.log(2) / 20));
        Vec level = drive.times(fma(k, d.control(BASS), one));

        Vec s1 = d.state("first", 1), s2 = d.state("second", 1);
        Vec s3 = d.state("third", 1), s4 = d.state("fourth", 1);
        Vec remembered = fma(gain, fma(gain, fma(gain, s1, s2), s3), s4).times(rest);
        Vec hiss = d.uniform(1).minus(0.5).times(2 * NOISE);
        Vec known = fma(x, level, hiss).minus(k.times(remembered));
        Vec squared = gain.times(gain);
        Vec u = tanh(saturatedInput(known, k.times(squared).times(squared)));

        Vec held1 = s1.times(rest), held2 = s2.times(rest);
        Vec held3 = s3.times(rest), held4 = s4.times(rest);
        Vec y1 = fma(gain, u, held1);
        Vec y2 = fma(gain, y1, held2);
        Vec y3 = fma(gain, y2, held3);
        Vec y4 = fma(gain, y3, held4);
        d.next(s1, y1.times(2).minus(s1));
        d.next(s2, y2.times(2).minus(s2));
        d.next(s3, y3.times(2).minus(s3));
        d.next(s4, y4.times(2).minus(s4));
        d.output(
                "out",
                switch (response) {
                    case LOW24 -> y4;
                    case LOW12 -> y2;
                    case BAND12 -> y1.minus(y2).times(2);
                    case HIGH24 -> fma(y2, 6, y1.plus(y3).times(-4).plus(u)).plus(y4);
                });
    }

    /// The e of e + c tanh(e) = known, for c >= 0.
    private static Vec saturatedInput(Vec known, Vec c) {
        Vec e = known.minus(c.times(known.over(c.plus(1)).clamp(-1, 1)));
        for (int i = 0; i < NEWTON_STEPS; i++) {
            Vec t = tanh(e);
            Vec slope = c.minus(c.times(t).times(t)).plus(1);
            e = e.minus(fma(c, t, e.minus(known)).over(slope));
        }
        return e;
    }
}
