package eigentone.engine.language;

/// One knob: the only home of its range, default and smoothing. Docs, console, presets, automation
/// and tests read it.
///
/// @param id lower-case name, unique within its node, e.g. `cutoff`
/// @param unit unit as printed, e.g. `Hz`, `s`, `dB`; empty for a plain number
/// @param min least value, in the unit
/// @param max greatest value, in the unit
/// @param initial value when nothing else is said
/// @param curve how a knob's travel maps to the range
/// @param smoothingSeconds time of the linear ramp to a new value; 0 jumps
/// @param help one sentence for a musician
public record ControlSpec(
        String id,
        String unit,
        double min,
        double max,
        double initial,
        Curve curve,
        double smoothingSeconds,
        String help) {

    /// How a knob's travel maps to the range.
    public enum Curve {
        /// Equal steps add.
        LINEAR,
        /// Equal steps multiply; needs a positive minimum.
        EXPONENTIAL,
        /// Whole numbers only.
        INTEGER
    }

    /// The usual ramp: short enough to feel immediate, long enough not to click.
    public static final double USUAL_SMOOTHING_SECONDS = 0.01;

    public ControlSpec {
        if (!id.matches("[a-z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException(
                    "control '" + id + "': expected an id like 'cutoff' or 'dryWet'");
        }
        if (!(min < max && min <= initial && initial <= max)
                || !Double.isFinite(min)
                || !Double.isFinite(max)) {
            throw new IllegalArgumentException(
                    "control '%s': expected min < max and initial between, got %s, %s, %s"
                            .formatted(id, min, max, initial));
        }
        if (curve == Curve.EXPONENTIAL && min <= 0) {
            throw new IllegalArgumentException(
                    "control '%s': expected a positive minimum for an exponential curve, got %s"
                            .formatted(id, min));
        }
        if (!(smoothingSeconds >= 0 && smoothingSeconds <= 10)) {
            throw new IllegalArgumentException(
                    "control '%s': expected 0..10 s of smoothing, got %s"
                            .formatted(id, smoothingSeconds));
        }
    }

    /// A linear knob with the usual smoothing.
    public static ControlSpec linear(
            String id, String unit, double min, double max, double initial, String help) {
        return new ControlSpec(
                id, unit, min, max, initial, Curve.LINEAR, USUAL_SMOOTHING_SECONDS, help);
    }

    /// An exponential knob (frequencies, times) with the usual smoothing.
    public static ControlSpec exponential(
            String id, String unit, double min, double max, double initial, String help) {
        return new ControlSpec(
                id, unit, min, max, initial, Curve.EXPONENTIAL, USUAL_SMOOTHING_SECONDS, help);
    }

    /// A stepped knob of whole numbers, never smoothed.
    public static ControlSpec integer(String id, int min, int max, int initial, String help) {
        return new ControlSpec(id, "", min, max, initial, Curve.INTEGER, 0, help);
    }

    /// A gate: 1 while held, 0 otherwise; never smoothed.
    public static ControlSpec gate(String id, String help) {
        return new ControlSpec(id, "", 0, 1, 0, Curve.LINEAR, 0, help);
    }

    /// The same knob without smoothing: for notes' pitch and for what must jump.
    public ControlSpec unsmoothed() {
        return withSmoothing(0);
    }

    public ControlSpec withSmoothing(double seconds) {
        return new ControlSpec(id, unit, min, max, initial, curve, seconds, help);
    }

    public ControlSpec withInitial(double value) {
        return new ControlSpec(id, unit, min, max, value, curve, smoothingSeconds, help);
    }

    /// `value` if it is in range.
    ///
    /// @throws IllegalArgumentException naming the control, its range and the value
    public double check(double value) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "control '%s': expected %s, got %s".formatted(id, range(), number(value)));
        }
        if (curve == Curve.INTEGER && value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    "control '%s': expected a whole number in %s, got %s"
                            .formatted(id, range(), number(value)));
        }
        return value;
    }

    /// `value` moved into the range; NaN becomes the initial value.
    public double clamp(double value) {
        return Double.isNaN(value) ? initial : Math.max(min, Math.min(max, value));
    }

    /// The range with its unit, e.g. `20..20000 Hz`.
    public String range() {
        return number(min) + ".." + number(max) + (unit.isEmpty() ? "" : " " + unit);
    }

    /// The value at `position` 0..1 of the knob's travel.
    public double at(double position) {
        double p = Math.max(0, Math.min(1, position));
        return switch (curve) {
            case LINEAR -> min + p * (max - min);
            case EXPONENTIAL -> min * Math.pow(max / min, p);
            case INTEGER -> Math.rint(min + p * (max - min));
        };
    }

    /// Where `value`, held to the range, lies on the knob's travel, 0..1: the inverse of [#at].
    public double position(double value) {
        double v = clamp(value);
        return curve == Curve.EXPONENTIAL
                ? Math.log(v / min) / Math.log(max / min)
                : (v - min) / (max - min);
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15
                ? Long.toString((long) v)
                : Double.toString(v);
    }
}
