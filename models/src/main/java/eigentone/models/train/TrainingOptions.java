package eigentone.models.train;

import eigentone.models.train.loss.Loss;
import eigentone.models.train.optimize.Optimizer;
import eigentone.models.train.optimize.Tensor;
import eigentone.models.train.orthogonal.OrthogonalMap;
import eigentone.models.train.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How a model is trained, beside its data.
///
/// @param loss to make small
/// @param optimizer made for the model's tensors
/// @param schedule of the learning rate, by step
/// @param clipNorm longest gradient, above 0; infinite only measures
/// @param averageMemory of the moving average of weights that is evaluated and kept, 0..1; 0 keeps
///   the weights as they are
/// @param dropout which part of the entries is left out on the ports that begin with `dropout`,
///   0..1
/// @param orthogonal by the name of the weight
/// @param threads at least 1; any number gives the same bits
/// @param memoryBytes for states remembered on the way through time
/// @param seed of dropout and the model's own draws
public record TrainingOptions(
        Loss loss,
        Function<List<Tensor>, Optimizer> optimizer,
        Schedule schedule,
        double clipNorm,
        double averageMemory,
        double dropout,
        Map<String, OrthogonalMap> orthogonal,
        int threads,
        long memoryBytes,
        long seed) {

    /// @throws IllegalArgumentException outside of the ranges
    public TrainingOptions {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "training 'dropout': expected 0 or more and below 1, got " + dropout);
        }
        if (!(averageMemory >= 0 && averageMemory < 1)) {
            throw new IllegalArgumentException(
                    "training 'averageMemory': expected 0 or more and below 1, got "
                            + averageMemory);
        }
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "training 'threads': expected 1 or more, got " + threads);
        }
        orthogonal = Map.copyOf(orthogonal);
    }

    /// Clipped at norm 1, without average and dropout, on `threads` threads.
    public static TrainingOptions of(
            Loss loss,
            Function<List<Tensor>, Optimizer> optimizer,
            Schedule schedule,
            int threads,
            long seed) {
        return new TrainingOptions(
                loss, optimizer, schedule, 1, 0, 0, Map.of(), threads, 256L << 20, seed);
    }

    public TrainingOptions withDropout(double part) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                clipNorm,
                averageMemory,
                part,
                orthogonal,
                threads,
                memoryBytes,
                seed);
    }

    public TrainingOptions withAverage(double memory) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                clipNorm,
                memory,
                dropout,
                orthogonal,
                threads,
                memoryBytes,
                seed);
    }

    public TrainingOptions withClipNorm(double norm) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                norm,
                averageMemory,
                dropout,
                orthogonal,
                threads,
                memoryBytes,
                seed);
    }

    public TrainingOptions withOrthogonal(Map<String, OrthogonalMap> maps) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                clipNorm,
                averageMemory,
                dropout,
                maps,
                threads,
                memoryBytes,
                seed);
    }
}
