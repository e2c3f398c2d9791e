package eigentone.engine.check;

import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.DelayLine;
import eigentone.engine.language.Functions;
import eigentone.engine.language.Initial;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Shape;
import eigentone.engine.language.Vec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Random but bounded recurrences that use every operator, for comparing evaluators.
public record RandomPrograms(long seed) implements Recurrence {
    private static final int INPUT_WIDTH = 3;

    @Override
    public void define(Definition d) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 1 + random.nextInt(random.nextInt(4) == 0 ? 70 : 9);
        Vec x = d.input("x", INPUT_WIDTH), m = d.input("m", 1);
        Vec h = d.state("h", Shape.vector(n), 0.25), c = d.state("c", 1);
        Vec k = d.control(ControlSpec.linear("k", "", 0.1, 2, 1, "a knob"));
        Vec q = d.control(ControlSpec.linear("q", "", -1, 1, 0.5, "another"));
        DelayLine line = d.delay("line", n, 5 + random.nextInt(40));
        Vec state = d.state("matrix", n, 3);
        List<Vec> pool = new ArrayList<>();
        pool.add(h);
        pool.add(line.readLinear(k.times(3).plus(1.5)));
        pool.add(line.read(1 + random.nextInt(5)));
        pool.add(d.affine("in", n, x));
        pool.add(d.linear("recurrent", n, h, Initial.uniform(0.4)));
        pool.add(Functions.matvec(state, x));
        pool.add(d.uniform(n));
        List<Vec> scalars =
                new ArrayList<>(List.of(k, q, c, m, x.at(1), k.times(q), d.stepModulo(7)));
        scalars.add(
                Functions.lookupLinear(
                        d.weight("table", Shape.vector(11), Initial.uniform(1)), m.times(3)));
        if (random.nextInt(3) == 0) {
            diagonal(d, random, scalars);
        }
        if (random.nextInt(3) == 0) {
            net(d, random, scalars);
        }
        int steps = 6 + random.nextInt(24);
        for (int i = 0; i < steps; i++) {
            boolean scalar = random.nextInt(3) == 0;
            List<Vec> from = scalar ? scalars : pool;
            Vec a = pick(from, random), b = pick(random.nextInt(3) == 0 ? scalars : from, random);
            from.add(bounded(combine(random.nextInt(22), a, b, scalars, random)));
            if (random.nextInt(5) == 0) {
                scalars.add(Functions.tanh(reduce(random.nextInt(4), pick(pool, random), n)));
            }
        }
        Vec last = pool.getLast();
        d.next(h, bounded(last.times(0.9)).plus(scalars.getLast().times(0.01)));
        d.next(c, Functions.lerp(c, scalars.getLast(), k.times(0.3)));
        d.next(state, Functions.tanh(state.times(0.8).plus(bounded(pick(pool, random)).outer(x))));
        d.feed(line, n > 1 ? Functions.concat(last.slice(1, n), h.at(0)) : last);
        d.output("y", last);
        d.output("s", Functions.concat(scalars.getLast(), h.at(n - 1), c, x.sum()));
    }

    /// A bank of complex states, of up to as many as no registers hold, and what may be read off
    /// it.
    private static void diagonal(Definition d, SplittableRandom random, List<Vec> scalars) {
        int n = 1 + random.nextInt(random.nextBoolean() ? 40 : 300);
        Vec re = d.state("re", n), im = d.state("im", n);
        Vec a = d.weight("poleRe", Shape.vector(n), Initial.uniform(0.6));
        Vec b = d.weight("poleIm", Shape.vector(n), Initial.uniform(0.6));
        Vec x = bounded(pick(scalars, random));
        Vec drive = random.nextBoolean() ? x : a.minus(b).times(x).max(-0.5);
        d.next(re, a.times(re).minus(b.times(im)).plus(drive));
        d.next(im, Functions.fma(a, im, b.times(re)).times(pick(scalars.subList(0, 2), random)));
        List<Vec> read =
                List.of(
                        d.next(re).dot(a.plus(0.1)),
                        im.sum(),
                        d.next(im).times(x).dot(d.next(re)),
                        re.at(n / 2),
                        d.linear("read", 1, d.next(re), Initial.uniform(0.1)),
                        re.slice(0, (n + 1) / 2).dot(d.next(im).slice(n / 2, n)));
        for (int i = 0; i < 2; i++) {
            scalars.add(Functions.tanh(pick(read, random).times(0.2)));
        }
        if (random.nextInt(4) < 2) {
            d.output("bank", random.nextBoolean() ? re : d.next(im));
        }
    }

    /// Delay lines, each with a time of its own, that may feed each other.
    private static void net(Definition d, SplittableRandom random, List<Vec> scalars) {
        int lines = 2 + random.nextInt(random.nextBoolean() ? 6 : 24);
        DelayLine net = d.delay("net", lines, 20 + random.nextInt(20));
        Vec times = d.constant(random.doubles(lines, 16, 40).map(Math::floor).toArray());
        if (random.nextBoolean()) {
            times = Functions.floor(times.times(scalars.getFirst()));
        }
        Vec s = net.read(times), damped = d.state("damped", lines);
        d.next(damped, damped.plus(s.minus(damped).times(0.6)));
        Vec x = bounded(pick(scalars, random)), out = d.next(damped);
        Vec back = random.nextBoolean() ? out.minus(out.sum().times(2.0 / lines)) : x.times(s);
        boolean loops = random.nextInt(3) > 0;
        Vec fed = loops ? back.plus(x) : x.repeat(lines).times(times.times(0.02));
        int turn = random.nextInt(lines);
        d.feed(
                net,
                turn == 0
                        ? bounded(fed)
                        : Functions.concat(fed.slice(turn, lines), fed.slice(0, turn))
                                .clamp(-2.9, 2.9));
        scalars.add(Functions.tanh(random.nextBoolean() ? s.sum() : s.at(turn)));
        d.output("net", random.nextInt(4) == 0 ? s : out);
    }

    private static Vec pick(List<Vec> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    private static Vec bounded(Vec v) {
        return v.clamp(-2.9, 2.9);
    }

    private static Vec reduce(int which, Vec v, int n) {
        return switch (which) {
            case 0 -> v.sum();
            case 1 -> v.dot(v.times(0.5));
            case 2 -> v.greatest();
            default -> v.at(n / 2);
        };
    }

    private static Vec combine(
            int which, Vec a, Vec b, List<Vec> scalars, SplittableRandom random) {
        Vec s = pick(scalars, random);
        return switch (which) {
            case 0 -> a.plus(b);
            case 1 -> a.minus(b);
            case 2 -> a.times(b);
            case 3 -> a.over(Functions.abs(b).plus(0.5));
            case 4 -> a.min(b);
            case 5 -> a.max(s);
            case 6 -> Functions.fma(a, b, s);
            case 7 -> Functions.select(a.lessThan(b), a, s);
            case 8 -> Functions.tanh(a);
            case 9 -> Functions.sigmoid(a);
            case 10 -> Functions.exp(a.min(1));
            case 11 -> Functions.log(Functions.abs(a).plus(0.1));
            case 12 -> Functions.sin2pi(a);
            case 13 -> Functions.sqrt(Functions.abs(a));
            case 14 -> Functions.fraction(a);
            case 15 -> Functions.exp2(a);
            case 16 -> a.negate().plus(s);
            case 17 -> a.lessThan(s).plus(a.times(0.5));
            case 18 -> a.length() > 2 ? a.gather(reversed(a.length())) : a;
            case 19 -> a.length() > 2 ? Functions.softmax(a) : Functions.softplus(a);
            case 20 ->
                    a.length() > 1 && a.length() == b.length()
                            ? Functions.reflect(a, b.plus(2))
                            : a;
            default -> Functions.select(s.lessThan(0.3), a, b);
        };
    }

    private static int[] reversed(int n) {
        int[] r = new int[n];
        java.util.Arrays.setAll(r, i -> n - 1 - i);
        return r;
    }
}
