package eigentone.engine.event;

import eigentone.engine.AudioThread;
import java.util.List;

/// What controllers turn: from a channel and a source to controls of one plan. Immutable.
///
/// Sources are controllers 0..119 (with their fine halves, where they have sent one) and, from
/// [#NRPN] on, non-registered parameters 0..16383.
public final class ControllerMap {
    /// The source of non-registered parameter 0.
    public static final int NRPN = 1024;

    /// Positions of a controller between its ends.
    public static final int STEPS = 127;

    public static final ControllerMap NONE = new ControllerMap(List.of());

    /// One controller turns one control.
    ///
    /// @param channel 0..15, or -1 for any
    /// @param source as above
    /// @param control its index in the plan
    /// @param values of the control at positions 0..127
    /// @param stepped whether it takes no values between these
    public record Binding(int channel, int source, int control, double[] values, boolean stepped) {
        public Binding {
            if (values.length != STEPS + 1) {
                throw new IllegalArgumentException(
                        "controller %d: expected %d values, got %d"
                                .formatted(source, STEPS + 1, values.length));
            }
            values = values.clone();
        }
    }

    private final Binding[] bindings;

    public ControllerMap(List<Binding> bindings) {
        this.bindings = bindings.toArray(new Binding[0]);
    }

    /// Queues what the controller turns, in the order of the bindings.
    ///
    /// @param position 0..127; between whole numbers the values lie on a straight line, unless the
    ///   control is stepped
    @AudioThread
    public void apply(long frame, int channel, int source, double position, EventQueue to) {
        for (int i = 0; i < bindings.length; i++) {
            Binding b = bindings[i];
            if (b.source == source && (b.channel < 0 || b.channel == channel)) {
                to.control(
                        frame, b.control, at(b.values, b.stepped ? Math.rint(position) : position));
            }
        }
    }

    @AudioThread
    private static double at(double[] values, double position) {
        double x = Math.max(0, Math.min(STEPS, position));
        int i = (int) x;
        return i == STEPS ? values[i] : values[i] + (x - i) * (values[i + 1] - values[i]);
    }
}
