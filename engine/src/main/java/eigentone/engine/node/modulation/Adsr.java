package eigentone.engine.node.modulation;

import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Motion;

/// The envelope of analogue synthesizers: attack, decay, sustain, release.
///
///     y' = y + (1 - e^(-k / (T rate))) (target - y)
///
///     attack   towards 1.3 peak, ends at the peak after the attack time    k = log(1.3 / 0.3)
///     decay    towards the sustain level, ends on it                       k = log(1.001 / 0.001)
///     release  towards -0.001 peak, ends on exact 0                        k = log(1.001 / 0.001)
///
/// A capacitor that charges towards more than the level where the attack ends gives the rounded
/// attack; decay and release aim 60 dB beyond their end, so that a whole travel from the peak lasts
/// the set time and then stands still. A gate that opens again starts the attack from where the level
/// is. The velocity at that moment sets the peak: 1 - sensitivity (1 - velocity).
///
/// Source: the charging targets are those of the CEM3310 envelope chip (Curtis 1979).
///
/// Controls: [#GATE], [#VELOCITY], [#ATTACK], [#DECAY], [#SUSTAIN], [#RELEASE], [#SENSITIVITY].
public record Adsr() implements Recurrence {
    public static final ControlSpec GATE = ControlSpec.gate("gate", "Open while the note is held.");
    public static final ControlSpec VELOCITY =
            ControlSpec.linear("velocity", "", 0, 1, 1, "How hard the note is struck.")
                    .unsmoothed();
    public static final ControlSpec ATTACK =
            seconds("attack", 0.005, "Time from silence to the peak.");
    public static final ControlSpec DECAY = seconds("decay", 0.3, "Time from the peak to silence.");
    public static final ControlSpec SUSTAIN =
            ControlSpec.linear("sustain", "", 0, 1, 0.6, "Level while the note is held on.");
    public static final ControlSpec RELEASE =
            seconds("release", 0.3, "Time from the peak to silence.");
    public static final ControlSpec SENSITIVITY =
            ControlSpec.linear("sensitivity", "", 0, 1, 1, "How much velocity sets the peak.");

    public static final NodeType TYPE =
            NodeType.of(
                    "adsr",
                    "modulation",
                    "Attack, decay, sustain and release with the curves of analogue circuits.",
                    "charging targets after the CEM3310",
                    new Adsr());

    /// How far beyond their ends the segments aim, as part of the peak.
    private static final double ATTACK_BEYOND = 0.3, FALL_BEYOND = 0.001;

    private static final double ATTACK_CONSTANTS = Math.log((1 + ATTACK_BEYOND) / ATTACK_BEYOND);
    private static final double FALL_CONSTANTS = Math.log((1 + FALL_BEYOND) / FALL_BEYOND);

    private static ControlSpec seconds(String id, double initial, String help) {
        return ControlSpec.exponential(id, "s", 0.0005, 20, initial, help);
    }

    @Override
    public void define(Definition d) {
        Vec gate = d.control(GATE).greaterThan(0.5), before = d.state("gateBefore", 1);
        Vec opens = gate.minus(before).max(0);
        d.next(before, gate);

        Vec peakState = d.state("peak", 1);
        Vec struck = d.control(VELOCITY).negate().plus(1).times(d.control(SENSITIVITY));
        Vec peak = select(opens, struck.negate().plus(1), peakState);
        d.next(peakState, peak);

        Vec level = d.state("level", 1), attackState = d.state("attacking", 1);
        Vec attack = attackState.max(opens).times(gate).times(level.lessThan(peak));
        Vec sustain = peak.times(d.control(SUSTAIN));
        Vec above = sustain.lessThan(level);
        // Never nothing: a velocity of 0 must still let an older, louder level end.
        Vec beyond = peak.times(FALL_BEYOND).max(1e-6);

        Vec held = select(above, sustain.minus(beyond), sustain.plus(beyond));
        Vec target = select(gate, held, beyond.negate());
        target = select(attack, peak.times(1 + ATTACK_BEYOND), target);
        Vec part = select(gate, part(d, DECAY, FALL_CONSTANTS), part(d, RELEASE, FALL_CONSTANTS));
        part = select(attack, part(d, ATTACK, ATTACK_CONSTANTS), part);

        Vec moved = Motion.add(d, "level", level, target.minus(level).times(part));
        Vec landed = select(above, moved.max(sustain), moved.min(sustain));
        Vec next = select(attack, moved.min(peak), select(gate, landed, moved.max(0)));
        d.next(level, next);
        d.next(attackState, attack.times(next.lessThan(peak)));
        d.output("out", next);
    }

    private static Vec part(Definition d, ControlSpec time, double constants) {
        return Motion.approach(d, d.control(time).times(1 / constants));
    }
}
