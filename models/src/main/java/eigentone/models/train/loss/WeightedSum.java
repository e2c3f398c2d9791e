package eigentone.models.train.loss;

import java.util.Arrays;
import java.util.List;

/// Several losses of the same output, weighed against each other.
public record WeightedSum(List<Term> terms) implements Loss {
    /// One of the losses.
    ///
    /// @param weight what it counts, 0 or more
    public record Term(Loss loss, double weight) {
        /// @throws IllegalArgumentException for a weight below 0 or not finite
        public Term {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "weight of '%s': expected 0 or more, got %s"
                                .formatted(loss.name(), weight));
            }
        }
    }

    /// @throws IllegalArgumentException without terms
    public WeightedSum {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("weighted sum: expected one loss or more, got none");
        }
        terms = List.copyOf(terms);
    }

    @Override
    public String name() {
        return String.join(" + ", terms.stream().map(t -> t.loss.name()).toList());
    }

    /// @throws IllegalArgumentException when the losses do not want outputs of the same width
    @Override
    public int outputWidth(int targetWidth) {
        int width = terms.getFirst().loss.outputWidth(targetWidth);
        for (Term term : terms) {
            if (term.loss.outputWidth(targetWidth) != width) {
                throw new IllegalArgumentException(
                        "%s: expected losses of one width, got %d and %d channels for a target of %d"
                                .formatted(
                                        name(),
                                        width,
                                        term.loss.outputWidth(targetWidth),
                                        targetWidth));
            }
        }
        return width;
    }

    @Override
    public int sums() {
        return terms.stream().mapToInt(t -> t.loss.sums()).sum();
    }

    @Override
    public void add(Frames output, Frames target, float[] mask, double[] sums) {
        Checked.shapes(this, output, target, mask);
        int from = 0;
        for (Term term : terms) {
            double[] own = Arrays.copyOfRange(sums, from, from + term.loss.sums());
            term.loss.add(output, target, mask, own);
            System.arraycopy(own, 0, sums, from, own.length);
            from += own.length;
        }
    }

    @Override
    public double value(double[] sums) {
        double[] values = values(sums);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += terms.get(i).weight * values[i];
        }
        return sum;
    }

    /// The loss of each term, without its weight.
    public double[] values(double[] sums) {
        double[] values = new double[terms.size()];
        int from = 0;
        for (int i = 0; i < values.length; i++) {
            Loss loss = terms.get(i).loss;
            values[i] = loss.value(Arrays.copyOfRange(sums, from, from + loss.sums()));
            from += loss.sums();
        }
        return values;
    }

    @Override
    public void gradient(
            Frames output, Frames target, float[] mask, double[] sums, Frames gradient) {
        Checked.gradient(this, output, gradient);
        Arrays.fill(gradient.values(), 0);
        Frames part = Frames.zeros(output.frames(), output.width(), output.lanes());
        int from = 0;
        for (Term term : terms) {
            double[] own = Arrays.copyOfRange(sums, from, from + term.loss.sums());
            term.loss.gradient(output, target, mask, own, part);
            for (int i = 0; i < part.values().length; i++) {
                gradient.values()[i] += (float) (term.weight * part.values()[i]);
            }
            from += own.length;
        }
    }
}
