package eigentone.engine.graph;

import eigentone.engine.kernel.Kernel;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Operator;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Join;
import eigentone.engine.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Writes the program of nodes that run as one kernel: their own, joined by their cables.
///
/// The bits are those of the nodes by themselves. So each program is lowered before it is joined,
/// and a cable is what [Cable] computes: from 0, `amount * x` added in separate roundings, in the
/// order of the patch; what is late by one frame is a state, by more a delay line.
///
/// What members pass among themselves no longer meets a fence. So the group puts out one value
/// more, which is NaN when one of them is not finite.
final class Fusion {
    /// The port that only the fence looks at.
    private static final String FENCE = "fence";

    private final List<Draft> members;
    private final Wiring wiring;
    private final Set<String> inside = new LinkedHashSet<>();
    private final Join join;
    private final Definition d;

    /// What the members put out, by `node.port`.
    private final Map<String, Vec> outputs = new HashMap<>();

    /// Those of them that members read.
    private final Set<String> passed = new LinkedHashSet<>();

    /// A member's output as it was some frames before.
    private record Past(String output, int frames) {}

    private final Map<Past, Vec> past = new LinkedHashMap<>();
    private final Map<Past, DelayLine> lines = new HashMap<>();
    private final List<List<Connection>> into = new ArrayList<>();

    /// @param members in the order of their work
    private Fusion(List<Draft> members, Wiring wiring) {
        this.members = members;
        this.wiring = wiring;
        members.forEach(m -> inside.add(m.id()));
        join = new Join(String.join("+", inside), members.getFirst().stepsPerSecond);
        d = join.definition();
    }

    /// @param members at one rate and of equal lanes, in the order of their work
    static Draft of(List<Draft> members, Wiring wiring) {
        return new Fusion(members, wiring).draft();
    }

    private Draft draft() {
        for (Draft m : members) {
            Program lowered = Kernel.lowered(m.program);
            List<Vec> inputs = lowered.inputs().stream().map(p -> port(m, p)).toList();
            join.add(m.id(), lowered, inputs)
                    .forEach((port, v) -> outputs.put(m.id() + "." + port, v));
        }
        past.forEach((p, then) -> {
            DelayLine line = lines.get(p);
            if (line == null) {
                d.next(then, output(p.output()));
            } else {
                d.feed(line, output(p.output()));
            }
        });
        Set<String> read = wiring.readOutside(members);
        for (Draft m : members) {
            for (Slot.Output o : m.program.outputs().keySet()) {
                String name = m.id() + "." + o.name();
                if (read.contains(name)) {
                    d.output(name, output(name));
                }
            }
        }
        fence(read);
        return Draft.fused(members, join.program(), into);
    }

    /// 0 times what is finite is 0, and times all else NaN.
    private void fence(Set<String> seen) {
        Vec sum = d.constant(0.0);
        for (String name : passed) {
            Vec x = output(name);
            for (int c = 0; c < x.length() && !seen.contains(name); c++) {
                sum = Functions.fma(x.at(c), 0, sum);
            }
        }
        if (seen.isEmpty() || sum.operator() == Operator.FMA) {
            d.output(FENCE, sum);
        }
    }

    private Vec output(String name) {
        return Objects.requireNonNull(outputs.get(name));
    }

    /// The sum of all that leads to a port. What comes from outside before the first member's cable
    /// shares an input; each cable after it has one of its own, so that the order stays.
    private Vec port(Draft m, Slot.Input port) {
        List<Connection> cables = m.into.get(port.index());
        if (cables.isEmpty()) {
            return d.constant(new double[port.width()]);
        }
        String name = m.id() + "." + port.name();
        int first = 0;
        while (first < cables.size() && !isInside(cables.get(first))) {
            first++;
        }
        if (first == cables.size()) {
            return input(name, port.width(), cables);
        }
        if (cables.size() == 1 && isPlain(cables.getFirst(), port.width())) {
            return source(cables.getFirst());
        }
        Vec sum = d.constant(new double[port.width()]);
        if (first > 0) {
            sum = sum.plus(input(name, port.width(), cables.subList(0, first)));
        }
        for (Connection c : cables.subList(first, cables.size())) {
            sum =
                    sum.plus(
                            isInside(c)
                                    ? scaled(c, port.width())
                                    : input(name, port.width(), List.of(c)));
        }
        return sum;
    }

    private boolean isInside(Connection c) {
        return inside.contains(c.from().node());
    }

    private Vec input(String name, int width, List<Connection> cables) {
        into.add(List.copyOf(cables));
        return d.input(name + "#" + into.size(), width);
    }

    private boolean isPlain(Connection c, int width) {
        return c.from().channel() < 0
                && c.amount() == 1
                && !wiring.isLate(c)
                && source(c).length() == width;
    }

    private Vec scaled(Connection c, int width) {
        Vec x = source(c);
        if (c.from().channel() >= 0) {
            x = x.at(c.from().channel());
        }
        if (c.amount() != 1) {
            x = x.times((float) c.amount());
        }
        return x.length() == width ? x : x.repeat(width);
    }

    /// All channels of a member's output that `c` leads from, now or as they were.
    private Vec source(Connection c) {
        String output = c.from().node() + "." + c.from().port();
        passed.add(output);
        if (!wiring.isLate(c)) {
            return output(output);
        }
        Past p = new Past(output, Math.max(1, c.delayFrames()));
        return past.computeIfAbsent(p, this::remembered);
    }

    private Vec remembered(Past p) {
        String name = "late " + p.output();
        int width = width(p.output());
        if (p.frames() == 1) {
            return d.state(name, width);
        }
        DelayLine line = d.delay(name + " by " + p.frames(), width, p.frames());
        lines.put(p, line);
        return line.read(p.frames());
    }

    private int width(String output) {
        for (Draft m : members) {
            for (Slot.Output o : m.program.outputs().keySet()) {
                if (output.equals(m.id() + "." + o.name())) {
                    return o.width();
                }
            }
        }
        throw new IllegalStateException("no output " + output);
    }
}
