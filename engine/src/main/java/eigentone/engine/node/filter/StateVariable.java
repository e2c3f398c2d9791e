package eigentone.engine.node.filter;

import static eigentone.engine.language.Functions.fma;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Vec;

/// Two trapezoidal integrators in a loop without delay, the heart of every two-pole filter here.
///
///     v1 = (s1 + g (x - s2)) / (1 + g (g + k)),  v2 = s2 + g v1
///     s1' = 2 v1 - s1,  s2' = 2 v2 - s2
///
/// As transfer functions of the analog frequency s/g: v1 = s / (s^2 + k s + 1), v2 = 1 / (same).
/// The states are signals, not differences of signals: it holds in float32 at low cutoffs, where
/// direct forms do not, and its knobs may move at audio rate.
///
/// Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration and
/// equivalent currents", Cytomic 2013; V. Zavalishin, "The Art of VA Filter Design", 2018, ch. 4.
///
/// @param band v1, gain 1/k at the cutoff
/// @param low v2, gain 1 at 0 Hz
record StateVariable(Vec band, Vec low) {

    /// @param g from [Cutoff#integratorGain]
    /// @param k damping, 1/Q
    static StateVariable of(Definition d, String name, Vec x, Vec g, Vec k) {
        Vec s1 = d.state(name + "Band", x.length()), s2 = d.state(name + "Low", x.length());
        Vec a1 = d.constant(1).over(fma(g, g.plus(k), d.constant(1)));
        Vec v1 = fma(s1, a1, x.minus(s2).times(g.times(a1)));
        Vec v2 = fma(v1, g, s2);
        d.next(s1, v1.times(2).minus(s1));
        d.next(s2, v2.times(2).minus(s2));
        return new StateVariable(v1, v2);
    }
}
