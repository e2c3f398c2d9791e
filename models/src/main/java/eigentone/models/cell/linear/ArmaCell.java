package eigentone.models.cell.linear;

import static eigentone.engine.language.Functions.concat;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;

/// Any filter with poles and zeros, or, fed with noise, a process that wanders like it.
///
///     y_t = sum_(i=1..p) a_i y_(t-i) + sum_(j=0..q) m_j x_(t-j)
///
/// Weights `ar` = a_1..a_p and `ma` = m_0..m_q; at first the input passes unchanged. The series is
/// bounded if 1 - sum a_i z^i has no zero within the unit circle ([ArmaDesign#stable]).
///
/// Source: G. Box and G. Jenkins, "Time Series Analysis: Forecasting and Control", 1970. The moving
/// average has a factor m_0 of its own; signs as there for `ar`, plus for `ma`.
///
/// @param p how many of its own past values it hears
/// @param q how many past inputs it hears
public record ArmaCell(int p, int q) implements Recurrence {

    @Override
    public void define(Definition d) {
        Vec x = d.input("in", 1), past = d.state("outputs", p);
        double[] pass = new double[q + 1];
        pass[0] = 1;
        Vec ar = d.weight("ar", Shape.vector(p), Initial.constant(0));
        Vec ma = d.weight("ma", Shape.vector(q + 1), Initial.of(pass));

        Vec inputs = x;
        if (q > 0) {
            Vec pastInputs = d.state("inputs", q);
            inputs = concat(x, pastInputs);
            d.next(pastInputs, inputs.slice(0, q));
        }
        Vec y = ar.dot(past).plus(ma.dot(inputs));
        d.next(past, concat(y, past).slice(0, p));
        d.output("out", y);
    }
}
