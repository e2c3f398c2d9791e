package eigentone.audioio.osc;

import java.util.List;

/// An address and its arguments: each an `Integer`, `Long`, `Float`, `Double`, `String`, `Boolean`,
/// a `byte[]`, or [Nil].
///
/// @param timeTag when it takes effect, as [OscTime]; [OscTime#IMMEDIATELY] unless a bundle says
public record OscMessage(String address, List<Object> arguments, long timeTag) {
    /// The argument `N`, and `I`.
    public enum Nil {
        NIL,
        INFINITUM
    }

    public OscMessage {
        arguments = List.copyOf(arguments);
    }

    /// A message that takes effect at once.
    public static OscMessage of(String address, Object... arguments) {
        return new OscMessage(address, List.of(arguments), OscTime.IMMEDIATELY);
    }

    /// The argument at `index` as a number.
    ///
    /// @throws OscException when there is none, or it is no finite number
    double number(int index) throws OscException {
        Object a = argument(index, "a number");
        if (a instanceof Number n && Double.isFinite(n.doubleValue())) {
            return n.doubleValue();
        }
        throw wrong(index, "a finite number", a);
    }

    /// The argument at `index` as a whole number in a range.
    int whole(int index, int min, int max) throws OscException {
        double v = number(index);
        if (v != Math.rint(v) || v < min || v > max) {
            throw wrong(index, "a whole number in " + min + ".." + max, arguments.get(index));
        }
        return (int) v;
    }

    String text(int index) throws OscException {
        Object a = argument(index, "a text");
        if (a instanceof String s) {
            return s;
        }
        throw wrong(index, "a text", a);
    }

    private Object argument(int index, String what) throws OscException {
        if (index >= arguments.size()) {
            throw new OscException(
                    "%s: expected %s as argument %d, got %d arguments"
                            .formatted(address, what, index + 1, arguments.size()));
        }
        return arguments.get(index);
    }

    private OscException wrong(int index, String expected, Object got) {
        String text = got instanceof byte[] b ? b.length + " bytes" : got.toString();
        return new OscException(
                "%s: expected %s as argument %d, got %s"
                        .formatted(
                                address,
                                expected,
                                index + 1,
                                text.length() > 40 ? text.substring(0, 40) + "..." : text));
    }
}
