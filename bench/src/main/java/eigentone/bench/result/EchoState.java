package eigentone.bench.result;

import static eigentone.engine.language.Functions.concat;
import static eigentone.engine.language.Functions.matvec;
import static eigentone.engine.language.Functions.tanh;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.engine.reference.Reference;
import eigentone.models.initial.SpectralRadius;

/// A reservoir: random echoes of what comes in, of which only the read-out is learnt.
///
///     x' = (1 - a) x + a tanh(W x + v u + b),   out = [x', u, 1]
///
/// Source: H. Jaeger and H. Haas, "Harnessing nonlinearity", Science 304, 2004.
///
/// @param radius greatest modulus of W's eigenvalues
/// @param leak a, 0..1
/// @param input range of v's uniform entries
/// @param bias range of b's
record EchoState(int units, double radius, double leak, double input, double bias)
        implements Recurrence {
    @Override
    public void define(Definition d) {
        Vec u = d.input("in", 1), x = d.state("x", units);
        Initial gaussian = Initial.normal(1 / Math.sqrt(units));
        Vec w =
                d.weight(
                        "reservoir",
                        new Shape(units, units),
                        SpectralRadius.scaled(gaussian, radius));
        Vec v = d.weight("input", Shape.vector(units), Initial.uniform(input));
        Vec b = d.weight("bias", Shape.vector(units), Initial.uniform(bias));
        Vec heard = tanh(matvec(w, x, v.times(u).plus(b)));
        d.next(x, x.times(1 - leak).plus(heard.times(leak)));
        d.output("out", concat(d.next(x), u, d.constant(1.0)));
    }

    /// Numbers that the read-out sees.
    int features() {
        return units + 2;
    }

    /// In float64: a free run feeds every rounding back, a small ridge makes them large.
    Reference instance(long seed) {
        Program program = Program.of(this, 1);
        return new Reference(program, Weights.initial(program, seed), 0);
    }

    /// What the read-out says.
    static double read(double[] weights, double[] features) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * features[i];
        }
        return sum;
    }
}
