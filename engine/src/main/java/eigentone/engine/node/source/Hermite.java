package eigentone.engine.node.source;

import static eigentone.engine.language.Functions.fma;

import eigentone.engine.language.Vec;

/// Four-point, third-order Hermite interpolation (Catmull and Rom 1974).
final class Hermite {
    private Hermite() {}

    /// Between `b` (part = 0) and `c` (part = 1), with `a` before and `e` after them.
    static Vec interpolate(Vec a, Vec b, Vec c, Vec e, Vec part) {
        Vec slope = c.minus(a).times(0.5);
        Vec bend = b.minus(c);
        Vec cubic = fma(bend, 1.5, e.minus(a).times(0.5));
        Vec square = c.minus(b).minus(slope).minus(cubic);
        return fma(fma(fma(cubic, part, square), part, slope), part, b);
    }
}
