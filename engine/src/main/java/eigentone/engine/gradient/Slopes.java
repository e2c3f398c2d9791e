package eigentone.engine.gradient;

import eigentone.engine.language.Functions;
import eigentone.engine.language.Vec;
import java.util.List;

/// The slopes of the elementwise operators: what each operand gets of its result's gradient.
final class Slopes {
    private static final double LN_2 = Math.log(2), TURN = 2 * Math.PI;

    private Slopes() {}

    static void back(Reverse r, Vec v, Vec dv) {
        List<Vec> o = v.operands();
        Vec a = o.get(0), b = o.size() > 1 ? o.get(1) : a;
        switch (v.operator()) {
            case ADD -> {
                r.add(a, dv);
                r.add(b, dv);
            }
            case SUBTRACT -> {
                r.add(a, dv);
                if (r.isActive(b)) {
                    r.add(b, dv.negate());
                }
            }
            case MULTIPLY -> product(r, a, b, dv);
            case FMA -> {
                product(r, a, b, dv);
                r.add(o.get(2), dv);
            }
            case DIVIDE -> {
                Vec da = dv.over(r.known(b));
                r.add(a, da);
                if (r.isActive(b)) {
                    r.addProduct(b, da, r.known(v).negate());
                }
            }
            case MINIMUM -> choose(r, r.known(a).lessThan(r.known(b)), a, b, dv);
            case MAXIMUM -> choose(r, r.known(b).lessThan(r.known(a)), a, b, dv);
            case SELECT -> choose(r, r.known(a), o.get(1), o.get(2), dv);
            default -> r.add(a, slope(r, v, a, dv));
        }
    }

    private static void product(Reverse r, Vec a, Vec b, Vec dv) {
        if (r.isActive(a)) {
            r.addProduct(a, dv, r.known(b));
        }
        if (r.isActive(b)) {
            r.addProduct(b, dv, r.known(a));
        }
    }

    private static void choose(Reverse r, Vec mask, Vec a, Vec b, Vec dv) {
        if (r.isActive(a)) {
            r.add(a, Functions.select(mask, dv, 0));
        }
        if (r.isActive(b)) {
            r.add(b, Functions.select(mask, 0, dv));
        }
    }

    /// dv times the slope of a function of one operand.
    private static Vec slope(Reverse r, Vec v, Vec a, Vec dv) {
        return switch (v.operator()) {
            case NEGATE -> dv.negate();
            case ABS -> Functions.select(r.known(a).lessThan(0), dv.negate(), dv);
            case SQRT -> {
                Vec y = r.known(v);
                yield Functions.select(y, dv.times(0.5).over(y), 0);
            }
            case EXP -> dv.times(r.known(v));
            case EXP2 -> dv.times(LN_2).times(r.known(v));
            case LOG -> {
                Vec x = r.known(a);
                yield Functions.select(
                        x.lessThan(Float.MIN_NORMAL), 0, dv.over(x.max(Float.MIN_NORMAL)));
            }
            case SIN2PI -> dv.times(TURN).times(Functions.cos2pi(r.known(a)));
            case TANH -> {
                Vec y = r.known(v);
                yield dv.times(y.times(y).negate().plus(1));
            }
            case SIGMOID -> {
                Vec y = r.known(v);
                yield dv.times(y.minus(y.times(y)));
            }
            default -> throw new IllegalStateException("no slope: " + v);
        };
    }
}
