package eigentone.models.train.optimize;

/// Finds how far to go along a line: to a point that is lower enough and flat enough.
///
///     f(a) <= f(0) + c1 a f'(0)   and   |f'(a)| <= c2 |f'(0)|
///
/// the strong Wolfe conditions. Source: J. Nocedal and S. J. Wright, "Numerical optimization", 2nd
/// edition, 2006, algorithms 3.5 and 3.6, with the cubic interpolation (3.59) kept out of the outer
/// tenths of its interval.
final class WolfeSearch {
    /// A place on the line.
    ///
    /// @param at distance, in directions
    record Point(double at, double value, double slope) {}

    /// The function along the line.
    interface Line {
        /// Value and slope at `at`; what has been computed there stays until the next call.
        Point evaluate(double at);
    }

    private final double c1;
    private final double c2;
    private final int evaluations;

    /// @param evaluations how often the function may be computed in one search
    WolfeSearch(double c1, double c2, int evaluations) {
        if (!(c1 > 0 && c1 < c2 && c2 < 1) || evaluations < 1) {
            throw new IllegalArgumentException(
                    "line search: expected 0 < c1 < c2 < 1 and an evaluation, got %s, %s and %d"
                            .formatted(c1, c2, evaluations));
        }
        this.c1 = c1;
        this.c2 = c2;
        this.evaluations = evaluations;
    }

    /// A point that meets both conditions; if the evaluations do not suffice, the lowest one that
    /// was found, which may be `start`.
    ///
    /// @param start at 0, with a slope below 0
    /// @param first where to look first, above 0
    Point search(Line line, Point start, double first) {
        Point lowest = start, before = start;
        double at = first;
        for (int left = evaluations - 1; left >= 0; left--) {
            Point next = line.evaluate(at);
            lowest = next.value < lowest.value ? next : lowest;
            if (!decreases(start, next) || (before.at > 0 && next.value >= before.value)) {
                return zoom(line, start, before, next, left, lowest);
            }
            if (Math.abs(next.slope) <= -c2 * start.slope) {
                return next;
            }
            if (next.slope >= 0) {
                return zoom(line, start, next, before, left, lowest);
            }
            before = next;
            at *= 2;
        }
        return lowest;
    }

    private boolean decreases(Point start, Point p) {
        return p.value <= start.value + c1 * p.at * start.slope;
    }

    /// Between `low`, the lowest point so far that decreases enough, and `high`, behind the
    /// minimum.
    private Point zoom(Line line, Point start, Point low, Point high, int left, Point lowest) {
        while (left-- > 0) {
            double at = interpolate(low, high);
            // Rounded weights: the interval holds no other point.
            if (at == low.at || at == high.at) {
                break;
            }
            Point next = line.evaluate(at);
            lowest = next.value < lowest.value ? next : lowest;
            if (!decreases(start, next) || next.value >= low.value) {
                high = next;
            } else {
                if (Math.abs(next.slope) <= -c2 * start.slope) {
                    return next;
                }
                if (next.slope * (high.at - low.at) >= 0) {
                    high = low;
                }
                low = next;
            }
        }
        return lowest;
    }

    /// The minimum of the cubic through both points and slopes, or the middle where there is none.
    private static double interpolate(Point a, Point b) {
        double width = b.at - a.at;
        double d1 = a.slope + b.slope - 3 * (b.value - a.value) / width;
        double square = d1 * d1 - a.slope * b.slope;
        double d2 = Math.signum(width) * Math.sqrt(square);
        double at = b.at - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
        double inner = Math.abs(at - (a.at + b.at) / 2) / Math.abs(width);
        if (Double.isNaN(at) || inner > 0.5) {
            return (a.at + b.at) / 2;
        }
        double near = Math.min(a.at, b.at) + 0.1 * Math.abs(width);
        double far = Math.max(a.at, b.at) - 0.1 * Math.abs(width);
        return Math.clamp(at, near, far);
    }
}
