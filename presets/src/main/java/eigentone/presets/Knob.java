package eigentone.presets;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.ControlSpec.Curve;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A macro knob: one movement of the hand that turns several controls of a patch.
///
/// @param title as shown, e.g. `Brightness`
/// @param spec id, unit, range, initial value and curve; its smoothing is not used, since each
///   target has its own
/// @param targets what it turns, at least one, each control once
public record Knob(String title, ControlSpec spec, List<Target> targets) {

    /// A control that follows a knob.
    ///
    /// @param path `node.control`
    /// @param from value when the knob is at its least, in the control's unit
    /// @param to value when the knob is at its greatest; may be less than `from`
    /// @param curve of the way between; exponential needs two values above 0
    public record Target(String path, double from, double to, Curve curve) {
        public Target {
            ControlValue.checkPath(path);
            if (!Double.isFinite(from) || !Double.isFinite(to)) {
                throw new IllegalArgumentException(
                        "target '%s': expected finite numbers, got %s and %s"
                                .formatted(path, from, to));
            }
            if (curve == Curve.EXPONENTIAL && !(from > 0 && to > 0)) {
                throw new IllegalArgumentException(
                        "target '%s': expected two values above 0 for an exponential curve, got %s and %s"
                                .formatted(path, from, to));
            }
        }

        /// The control's value where the knob is at `position` 0..1 of its travel.
        public double at(double position) {
            return switch (curve) {
                case LINEAR -> from + position * (to - from);
                case EXPONENTIAL -> from * Math.pow(to / from, position);
                case INTEGER -> Math.rint(from + position * (to - from));
            };
        }
    }

    public Knob {
        targets = List.copyOf(targets);
        if (title.isBlank()) {
            throw new IllegalArgumentException(
                    "knob '%s': expected a title, got nothing".formatted(spec.id()));
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "knob '%s': expected at least one target, got none".formatted(spec.id()));
        }
        Set<String> seen = new HashSet<>();
        for (Target t : targets) {
            if (!seen.add(t.path())) {
                throw new IllegalArgumentException(
                        "knob '%s': expected each target once, got a second '%s'"
                                .formatted(spec.id(), t.path()));
            }
        }
    }

    public String id() {
        return spec.id();
    }

    /// What the controls become when the knob is turned to `value`, which is held to its range.
    public List<ControlValue> targets(double value) {
        double position = spec.position(value);
        List<ControlValue> values = new ArrayList<>();
        for (Target t : targets) {
            values.add(new ControlValue(t.path(), t.at(position)));
        }
        return List.copyOf(values);
    }
}
