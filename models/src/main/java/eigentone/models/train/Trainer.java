package eigentone.models.train;

import eigentone.engine.gradient.Adjoint;
import eigentone.engine.gradient.ThroughTime;
import eigentone.engine.gradient.ThroughTime.Limits;
import eigentone.engine.kernel.Kernel;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.data.Batch;
import eigentone.models.data.Batches;
import eigentone.models.data.Prefetch;
import eigentone.models.train.loss.Frames;
import eigentone.models.train.optimize.Optimizer;
import eigentone.models.train.optimize.Saved;
import eigentone.models.train.schedule.GradientClipping;
import eigentone.models.train.schedule.NonFiniteGradientException;
import eigentone.models.train.schedule.WeightAverage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Teaches a program, epoch by epoch.
///
/// A step is: run a batch, compare its output, go back through time, shorten a gradient that is too
/// long, move the parameters. State is carried from batch to batch where the data say so. The
/// program has one output port, and an input port for the data; further input ports are those of
/// dropout ([Dropout]).
///
/// Same program, data, options and seed give the same bits, on any number of threads, and after a
/// pause between epochs ([#save()], [#restore(Saved)]). Used by one thread; its own end with
/// [#close()].
public final class Trainer implements AutoCloseable {
    static final String NODE = "model";

    /// Batches made ahead.
    private static final int AHEAD = 2;

    /// Steps with a gradient that is not finite, in one epoch, before a training is given up.
    private static final int MOST_LOST = 10;

    /// What an epoch came to.
    ///
    /// @param epoch counted from 0
    /// @param loss mean over its steps, as they were met; NaN without any
    /// @param gradientNorm mean before clipping
    /// @param rate of the last step
    /// @param samples frames of all lanes that were gone over
    /// @param seconds on the clock
    /// @param lost steps that were left out because a gradient was not finite
    public record Epoch(
            int epoch,
            double loss,
            double gradientNorm,
            double rate,
            long samples,
            double seconds,
            int lost) {
        public double samplesPerSecond() {
            return samples / seconds;
        }
    }

    /// Told of each step by the thread that trains.
    public interface Progress {
        /// @param done batches of this epoch so far
        /// @param of how many
        /// @return whether to go on; otherwise the epoch ends here
        boolean step(int done, int of, double loss, double gradientNorm);
    }

    private final Program program;
    private final TrainingOptions options;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final GradientClipping clipping;
    private final WeightAverage average;
    private final ThroughTime pass;
    private final Dropout dropout;
    private final int lanes;

    /// So that the next evaluation finds it warm.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Kernel held;

    private double rateFactor = 1;
    private long steps;

    /// Counted apart from steps: a batch that gave none has used its draws too.
    private long batches;

    /// @param lanes of the batches to come
    /// @throws IllegalArgumentException when the program does not have one output, or nothing to
    ///   learn
    public Trainer(Program program, Weights initial, int lanes, TrainingOptions options) {
        if (program.outputs().size() != 1) {
            throw new IllegalArgumentException(
                    "training of '%s': expected one output port, got %d"
                            .formatted(program.name(), program.outputs().size()));
        }
        this.program = program;
        this.options = options;
        this.lanes = lanes;
        parameters = new Parameters(program, initial, options.orthogonal());
        optimizer = options.optimizer().apply(parameters.tensors());
        clipping = new GradientClipping(parameters.tensors(), options.clipNorm());
        average = new WeightAverage(parameters.tensors(), options.averageMemory());
        dropout = new Dropout(program, options.dropout(), options.seed(), lanes);
        pass =
                new ThroughTime(
                        Adjoint.of(program),
                        lanes,
                        parameters.weights(),
                        new Limits(options.threads(), 0, options.memoryBytes()),
                        NODE,
                        options.seed());
    }

    /// Goes once through the data.
    ///
    /// @throws IllegalArgumentException when the data do not fit the program
    /// @throws NonFiniteGradientException when too many gradients were not finite
    public Epoch epoch(Batches data, int epoch, Progress progress) {
        check(data);
        long start = System.nanoTime(), samples = 0;
        int of = data.count(epoch), done = 0, taken = 0, lost = 0;
        double loss = 0, norms = 0, rate = 0;
        boolean goesOn = true;
        try (Prefetch made = new Prefetch(data.epoch(epoch), AHEAD)) {
            while (goesOn && made.hasNext()) {
                Batch batch = made.next();
                samples += (long) batch.frames() * data.lanes();
                Step step = gradient(batch);
                done++;
                batches++;
                double norm = 0;
                if (!step.isEmpty()) {
                    try {
                        norm = clipping.clip(step.gradients);
                        rate = options.schedule().rate(steps++) * rateFactor;
                        optimizer.step(parameters.values(), step.gradients, rate);
                        average.add(parameters.values());
                        norms += norm;
                        loss += step.loss;
                        taken++;
                    } catch (NonFiniteGradientException e) {
                        norm = Double.NaN;
                        if (++lost > MOST_LOST) {
                            throw e;
                        }
                    }
                }
                goesOn = progress.step(done, of, step.loss, norm);
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Epoch(epoch, loss / taken, norms / taken, rate, samples, seconds, lost);
    }

    private void check(Batches data) {
        int in = program.inputs().getFirst().width();
        int out = program.outputs().keySet().iterator().next().width();
        int wanted = options.loss().outputWidth(data.targetWidth());
        if (data.inputWidth() != in || wanted != out || data.lanes() != lanes) {
            throw new IllegalArgumentException(
                    "training of '%s': expected data with %d lanes of %d channels in and a target for %d out, got %d lanes of %d in and %d out"
                            .formatted(
                                    program.name(),
                                    lanes,
                                    in,
                                    out,
                                    data.lanes(),
                                    data.inputWidth(),
                                    wanted));
        }
    }

    private record Step(double loss, float[][] gradients) {
        boolean isEmpty() {
            return gradients.length == 0;
        }
    }

    private Step gradient(Batch batch) {
        pass.setWeights(parameters.weights());
        begin(pass, batch, batches);
        dropout.draw(batch, batches);
        Frames output = output(batch);
        pass.forward(dropout.inputs(batch), new float[][] {output.values()}, batch.frames());
        double[] sums = new double[options.loss().sums()];
        Frames target = target(batch);
        if (batch.counted() == 0) {
            return new Step(0, new float[0][]);
        }
        options.loss().add(output, target, batch.mask(), sums);
        Frames byOutput = Frames.zeros(output.frames(), output.width(), output.lanes());
        options.loss().gradient(output, target, batch.mask(), sums, byOutput);
        Map<String, double[]> byWeights = pass.back(new float[][] {byOutput.values()});
        return new Step(options.loss().value(sums), parameters.gradients(byWeights));
    }

    /// Lets the lanes whose piece begins here begin anew, with draws of their own.
    static void begin(ThroughTime pass, Batch batch, long number) {
        for (int lane = 0; lane < batch.lanes(); lane++) {
            if (batch.segments().get(lane).begins()) {
                pass.reset(lane, (int) number * batch.lanes() + lane);
            }
        }
    }

    private Frames output(Batch batch) {
        return Frames.zeros(
                batch.frames(), options.loss().outputWidth(batch.targetWidth()), batch.lanes());
    }

    private static Frames target(Batch batch) {
        return new Frames(batch.frames(), batch.targetWidth(), batch.lanes(), batch.targets());
    }

    /// The loss of the weights that are kept, over all of `data`, without dropout.
    public double evaluate(Batches data) {
        held = Evaluation.kernel(program, data.lanes());
        return new Evaluation(program, weights(), options.seed()).loss(data, options.loss());
    }

    /// The weights that are kept: the average, where there is one.
    public Weights weights() {
        return options.averageMemory() > 0 && average.count() > 0
                ? parameters.weights(average.weights())
                : parameters.weights();
    }

    /// Multiplies the rate from now on: for [eigentone.models.train.schedule.Plateau].
    public void setRateFactor(double factor) {
        rateFactor = factor;
    }

    /// All that it remembers between epochs; copies.
    public Saved save() {
        Saved all = Saved.empty().with("weights", parameters.tensors(), parameters.values());
        all.with("steps", steps).with("batches", batches).with("rateFactor", rateFactor);
        put(all, "optimizer.", optimizer.save());
        put(all, "average.", average.save());
        return all;
    }

    private static void put(Saved all, String prefix, Saved part) {
        part.arrays().forEach((name, a) -> all.arrays().put(prefix + name, a));
        part.counts().forEach((name, c) -> all.counts().put(prefix + name, c));
    }

    /// Continues where [#save()] was called.
    ///
    /// @throws IllegalArgumentException naming what is missing or has another length
    public void restore(Saved saved) {
        saved.into("weights", parameters.tensors(), parameters.values());
        steps = saved.count("steps");
        batches = saved.count("batches");
        rateFactor = saved.number("rateFactor");
        optimizer.restore(part(saved, "optimizer."));
        average.restore(part(saved, "average."));
    }

    private static Saved part(Saved all, String prefix) {
        Saved part = Saved.empty();
        all.arrays()
                .forEach((name, a) -> {
                    if (name.startsWith(prefix)) {
                        part.arrays().put(name.substring(prefix.length()), a);
                    }
                });
        all.counts()
                .forEach((name, c) -> {
                    if (name.startsWith(prefix)) {
                        part.counts().put(name.substring(prefix.length()), c);
                    }
                });
        return part;
    }

    @Override
    public void close() {
        pass.close();
    }
}
