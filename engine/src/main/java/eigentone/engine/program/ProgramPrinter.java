package eigentone.engine.program;

import eigentone.engine.language.Draw;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Vec;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Prints a program as equations: what is used once is written where it is used.
final class ProgramPrinter {
    private static final int LONGEST_CONSTANT = 4;

    private final Program program;
    private final Map<Vec, Integer> uses = new IdentityHashMap<>();
    private final Map<Vec, String> names = new IdentityHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private ProgramPrinter(Program program) {
        this.program = program;
        program.values().forEach(v -> v.operands().forEach(this::use));
        program.states().values().forEach(this::use);
        program.delays().values().forEach(this::use);
        program.outputs().values().forEach(this::use);
    }

    static String print(Program program) {
        return new ProgramPrinter(program).print();
    }

    private void use(Vec v) {
        uses.merge(v, 1, Integer::sum);
    }

    private String print() {
        text.append("recurrence ").append(program.name());
        text.append(" at ").append(number(program.sampleRateHz())).append(" Hz\n");
        program.inputs().forEach(s -> line("input", s.name() + " [" + s.width() + "]"));
        program.controls()
                .forEach(c ->
                        line(
                                "control",
                                "%s %s, initially %s"
                                        .formatted(
                                                c.name(),
                                                c.spec().range(),
                                                number(c.spec().initial()))));
        program.weights().forEach(w -> line("weight", w.name() + " [" + w.shape() + "]"));
        program.states().keySet().forEach(s -> line("state", s.name() + " [" + s.shape() + "]"));
        program.delays()
                .keySet()
                .forEach(l ->
                        line(
                                "delay",
                                l.name()
                                        + " ["
                                        + l.width()
                                        + "], up to "
                                        + l.maxFrames()
                                        + " frames"));
        int temporaries = 0;
        for (Vec v : program.values()) {
            boolean leaf =
                    v.operator().kind() == Operator.Kind.LEAF && v.operator() != Operator.UNIFORM;
            if (!leaf && uses.getOrDefault(v, 0) > 1) {
                String id = "t" + ++temporaries;
                text.append("  ").append(id).append(" = ").append(expression(v)).append('\n');
                names.put(v, id);
            }
        }
        program.states().forEach((s, v) -> equation(s.name() + "'", v));
        program.delays().forEach((l, v) -> equation(l.name() + " <-", v));
        program.outputs().forEach((o, v) -> equation("output " + o.name(), v));
        text.append("  memory ").append(program.stateEntries()).append(" floats, ");
        text.append(program.operationsPerStep()).append(" operations per frame\n");
        return text.toString();
    }

    private void line(String kind, String what) {
        text.append("  ").append(kind).append(' ').append(what).append('\n');
    }

    private void equation(String left, Vec right) {
        text.append("  ").append(left).append(left.endsWith("<-") ? " " : " = ");
        text.append(operand(right)).append('\n');
    }

    private String operand(Vec v) {
        String known = names.get(v);
        return known != null ? known : expression(v);
    }

    private String expression(Vec v) {
        return switch (v.operator()) {
            case CONSTANT -> constant(v);
            case WEIGHT, CONTROL, INPUT, STATE -> v.slotName();
            case UNIFORM -> draw(v);
            case STEP_MODULO -> "step mod " + v.attribute();
            case DELAY_READ -> v.slotName() + "[-" + operand(v.operands().getFirst()) + "]";
            case ADD -> infix(v, " + ");
            case SUBTRACT -> infix(v, " - ");
            case MULTIPLY -> infix(v, " * ");
            case DIVIDE -> infix(v, " / ");
            case LESS -> infix(v, " < ");
            case NEGATE -> "-" + operand(v.operands().getFirst());
            case GATHER ->
                    operand(v.operands().getFirst())
                            + indices((int[]) Objects.requireNonNull(v.attribute()));
            default ->
                    v.operator().word()
                            + v.operands().stream()
                                    .map(this::operand)
                                    .collect(Collectors.joining(", ", "(", ")"));
        };
    }

    private String draw(Vec v) {
        Draw draw = (Draw) Objects.requireNonNull(v.attribute());
        return "uniform%s#%d [%s]"
                .formatted(program.streams().get(draw.stream()), draw.index(), v.shape());
    }

    private String infix(Vec v, String sign) {
        return "(" + operand(v.operands().get(0)) + sign + operand(v.operands().get(1)) + ")";
    }

    private static String indices(int[] indices) {
        int n = indices.length;
        for (int i = 1; i < n; i++) {
            if (indices[i] != indices[0] + i) {
                return n <= 8 ? java.util.Arrays.toString(indices) : "[" + n + " entries]";
            }
        }
        return n == 1 ? "[" + indices[0] + "]" : "[" + indices[0] + ".." + indices[n - 1] + "]";
    }

    private static String constant(Vec v) {
        double[] values = (double[]) Objects.requireNonNull(v.attribute());
        if (values.length > LONGEST_CONSTANT) {
            return "constant[" + v.shape() + "]";
        }
        String all =
                java.util.Arrays.stream(values)
                        .mapToObj(ProgramPrinter::number)
                        .collect(Collectors.joining(", "));
        return values.length == 1 ? all : "[" + all + "]";
    }

    private static String number(double v) {
        if (v == 0) {
            return 1 / v < 0 ? "-0" : "0";
        }
        return v == Math.rint(v) && Math.abs(v) < 1e9
                ? Long.toString((long) v)
                : String.format(java.util.Locale.ROOT, "%.6g", v);
    }
}
