package eigentone.engine.language;

/// Operands that do not fit together; the message names recurrence, operator and shapes.
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ShapeException(String recurrence, String operator, String expected, String got) {
        super(
                "recurrence '%s', %s: expected %s, got %s"
                        .formatted(recurrence, operator, expected, got));
    }
}
