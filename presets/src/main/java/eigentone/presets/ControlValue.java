package eigentone.presets;

/// A control of a patch and what it shall be: one control event, still without a time.
///
/// @param path `node.control`
/// @param value in the control's unit
public record ControlValue(String path, double value) {
    public ControlValue {
        checkPath(path);
    }

    static void checkPath(String path) {
        if (!path.matches("[a-z][A-Za-z0-9-]*\\.[a-z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException(
                    "control '" + path + "': expected a path like 'filter.cutoff'");
        }
    }

    /// The part before the dot.
    public String node() {
        return path.substring(0, path.indexOf('.'));
    }

    /// The part behind the dot.
    public String control() {
        return path.substring(path.indexOf('.') + 1);
    }
}
