package eigentone.bench.result;

import eigentone.engine.language.Shape;
import eigentone.engine.program.Program;
import eigentone.engine.program.Weights;
import eigentone.models.data.Batches;
import eigentone.models.data.ConsecutiveSegments;
import eigentone.models.data.DenseSequence;
import eigentone.models.data.Pair;
import eigentone.models.initial.Orthogonal;
import eigentone.models.train.Evaluation;
import eigentone.models.train.Parameters;
import eigentone.models.train.TrainingOptions;
import eigentone.models.train.loss.MultiResolutionStft;
import eigentone.models.train.optimize.Adam;
import eigentone.models.train.orthogonal.Cayley;
import eigentone.models.train.orthogonal.OrthogonalMap;
import eigentone.models.train.schedule.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A feedback delay network that learns the sound of a room: its spectra of several resolutions, by
/// gradient through all echoes.
///
/// The room is [Response#noise] of half a second at 16 kHz whose octaves decay in 0.40 s (250 Hz)
/// to 0.20 s (4 kHz). Compared before and after: decay time of each octave, echo density, spectra.
///
/// @param frames of the response
record ReverbFit(DelayNetworkReverb network, int frames, int epochs) implements Task {
    private static final double RATE_HZ = 16_000, FIRST_RATE = 0.02, LAST_RATE = 1e-3;
    private static final double[] ROOM_T60 = {0.40, 0.38, 0.34, 0.28, 0.20};
    private static final int STEPS = 20;

    @Override
    public String name() {
        return "fdn";
    }

    @Override
    public String about() {
        return "a room by a feedback delay network: decay, echo density, spectra";
    }

    @Override
    public List<Score> run(Run run) throws IOException {
        Response room = Response.noise(frames, RATE_HZ, ROOM_T60, run.seed());
        Program program = Program.of(network, RATE_HZ);
        int lines = network.lengths().size(), epochs = run.epochsOr(this.epochs);
        double[] mixing =
                Orthogonal.haar().values(new Shape(lines, lines), new SplittableRandom(run.seed()));
        Map<String, OrthogonalMap> orthogonal =
                Map.of(DelayNetworkReverb.MATRIX, new Cayley(lines, mixing));
        TrainingOptions options =
                TrainingOptions.of(
                                MultiResolutionStft.yamamoto(),
                                t -> new Adam(t, Adam.Settings.usual()),
                                new Schedule.Cosine(FIRST_RATE, LAST_RATE, (long) epochs * STEPS),
                                run.threads(),
                                run.seed())
                        .withOrthogonal(orthogonal);
        Lesson lesson =
                new Lesson(
                        program,
                        data(room, STEPS),
                        data(room, 1),
                        options,
                        epochs,
                        epochs,
                        MultiResolutionStft.yamamoto(),
                        0);
        Weights first =
                new Parameters(program, Weights.initial(program, run.seed()), orthogonal).weights();
        Lesson.Learnt learnt = lesson.learn(run);
        Response before = heard(program, first, room),
                after = heard(program, learnt.weights(), room);
        if (run.output() != null) {
            ReverbPicture.write(run.output().resolve("fdn.png"), room, before, after);
        }
        List<Score> scores = new ArrayList<>();
        score(scores, run, "spectra, nepers", "before", loss(program, first, room), 0, 0);
        score(
                scores,
                run,
                "spectra, nepers",
                "after",
                learnt.validLoss(),
                epochs,
                learnt.seconds());
        for (int k = 0; k < ROOM_T60.length; k++) {
            String metric =
                    "T60 at %.0f Hz, s; room %.3f"
                            .formatted(Response.OCTAVES_HZ[k], room.t60Seconds()[k]);
            score(scores, run, metric, "before", before.t60Seconds()[k], 0, 0);
            score(scores, run, metric, "after", after.t60Seconds()[k], epochs, learnt.seconds());
        }
        String density = "echo density, RMS off the room's";
        score(scores, run, density, "before", densityOff(before, room), 0, 0);
        score(scores, run, density, "after", densityOff(after, room), epochs, learnt.seconds());
        return scores;
    }

    private void score(
            List<Score> scores,
            Run run,
            String metric,
            String when,
            double value,
            int epochs,
            double seconds) {
        scores.add(
                new Score(
                        name(),
                        "%d lines, %s".formatted(network.lengths().size(), when),
                        metric,
                        value,
                        Double.NaN,
                        "",
                        run.seed(),
                        epochs,
                        seconds));
    }

    /// An impulse, and what the room makes of it, so many times.
    private static Batches data(Response room, int times) {
        float[] impulse = new float[room.samples().length];
        impulse[0] = 1;
        Pair pair =
                Pair.of(
                        "room",
                        new DenseSequence("impulse", 1, impulse),
                        new DenseSequence("response", 1, room.samples()));
        return new ConsecutiveSegments(
                Collections.nCopies(times, pair), room.samples().length, 1, 1);
    }

    private static double loss(Program program, Weights weights, Response room) {
        return new Evaluation(program, weights, 1)
                .loss(data(room, 1), MultiResolutionStft.yamamoto());
    }

    private static Response heard(Program program, Weights weights, Response room) {
        float[][] samples = new float[1][];
        new Evaluation(program, weights, 1)
                .run(data(room, 1), (batch, output) -> samples[0] = output.values());
        return new Response(samples[0], room.rateHz());
    }

    private static double densityOff(Response a, Response b) {
        double[] x = a.echoDensity(), y = b.echoDensity();
        double squares = 0;
        for (int t = 0; t < x.length; t++) {
            squares += (x[t] - y[t]) * (x[t] - y[t]);
        }
        return Math.sqrt(squares / x.length);
    }
}
