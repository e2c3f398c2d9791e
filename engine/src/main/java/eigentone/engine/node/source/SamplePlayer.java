package eigentone.engine.node.source;

import static eigentone.engine.language.Functions.exp2;
import static eigentone.engine.language.Functions.floor;
import static eigentone.engine.language.Functions.lookup;
import static eigentone.engine.language.Functions.select;

import eigentone.engine.catalog.NodeType;
import eigentone.engine.catalog.Setting;
import eigentone.engine.catalog.Settings.Recording;
import eigentone.engine.language.ControlSpec;
import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.language.Vec;
import eigentone.engine.node.Pitch;
import java.util.List;

/// Plays a recording from its start each time the gate opens, at the speed of the pitch.
///
///     y = s(t),  t' = t + 2^((pitch - root) / 12) * recording's rate / rate, in frames of the recording
///
/// The place is kept as whole frames and a part, so that long recordings stay in tune in float32;
/// between frames a four-point Hermite curve is read. Above the root there is no protection from
/// aliasing: keep roots near the notes. When the end is reached there is silence; in a loop the place
/// jumps back by the loop's length instead.
///
/// @param sound the recording, at most 2^24 - 8 frames; an empty one stands for a built-in pluck at 440 Hz
/// @param loop `none`, `forever`, or `until-release`: round while the gate is held, then to the end
///
/// Controls: [Pitch#PITCH], [#GATE], [#ROOT], [#START], [#LOOP_START], [#LOOP_END].
public record SamplePlayer(Recording sound, String loop) implements Recurrence {
    public static final ControlSpec GATE =
            ControlSpec.gate("gate", "Starts the recording when it opens.");
    public static final ControlSpec ROOT =
            ControlSpec.linear(
                            "root",
                            "semitones",
                            -24,
                            151,
                            69,
                            "The note at which it plays at its own speed.")
                    .unsmoothed();
    public static final ControlSpec START =
            ControlSpec.linear("start", "", 0, 1, 0, "Where it starts, as part of its length.")
                    .unsmoothed();
    public static final ControlSpec LOOP_START =
            ControlSpec.linear(
                            "loopStart",
                            "",
                            0,
                            1,
                            0,
                            "Where the loop starts, as part of its length.")
                    .unsmoothed();
    public static final ControlSpec LOOP_END =
            ControlSpec.linear(
                            "loopEnd", "", 0, 1, 1, "Where the loop ends, as part of its length.")
                    .unsmoothed();

    public static final Setting.Sound SOUND =
            new Setting.Sound("sound", "The recording, one channel.");
    public static final Setting.Choice LOOP =
            new Setting.Choice(
                    "loop",
                    List.of("none", "forever", "until-release"),
                    "Play to the end, go round for ever, or go round while the gate is held.");

    public static final NodeType TYPE =
            new NodeType(
                    "sample-player",
                    "source",
                    "Plays a recording at a pitch, with a loop.",
                    "",
                    List.of(SOUND, LOOP),
                    s -> new SamplePlayer(s.sound("sound"), s.choice("loop")));

    /// Whole float32 numbers are exact up to here.
    private static final int MAX_FRAMES = (1 << 24) - 8;

    /// A shorter loop would be a tone of its own.
    private static final int SHORTEST_LOOP = 16;

    /// Silence before and after the recording, so that the interpolation may reach over its ends.
    private static final int BEFORE = 1, AFTER = 3;

    public SamplePlayer {
        if (sound.samples().length > MAX_FRAMES) {
            throw new IllegalArgumentException(
                    "node type 'sample-player', setting 'sound': expected at most %d frames, got %d; try a shorter recording"
                            .formatted(MAX_FRAMES, sound.samples().length));
        }
        if (sound.samples().length == 0) {
            sound = pluck();
        }
    }

    @Override
    public void define(Definition d) {
        int n = sound.samples().length;
        Vec gate = d.control(GATE).greaterThan(0.5), before = d.state("gateBefore", 1);
        Vec opens = gate.minus(before).max(0);
        d.next(before, gate);

        Vec wholeState = d.state("whole", 1), partState = d.state("part", 1);
        Vec playingState = d.state("playing", 1);
        Vec whole = select(opens, floor(d.control(START).times(n - 1)), wholeState);
        Vec part = select(opens, 0.0, partState);
        Vec playing = playingState.max(opens);
        d.next(playingState, playing);

        Vec loopStart = floor(d.control(LOOP_START).times(n)).min(Math.max(0, n - SHORTEST_LOOP));
        Vec loopEnd = floor(d.control(LOOP_END).times(n)).max(loopStart.plus(SHORTEST_LOOP)).min(n);
        Vec length = loopEnd.minus(loopStart);
        Vec looping =
                switch (loop) {
                    case "none" -> d.constant(0.0);
                    case "forever" -> d.constant(1.0);
                    default -> gate;
                };

        Vec table = d.constant(padded());
        Vec[] around = new Vec[4];
        for (int k = 0; k < 4; k++) {
            Vec at = whole.plus(k - 1);
            Vec overrun = looping.minus(at.lessThan(loopEnd)).greaterThan(0);
            around[k] = lookup(table, at.minus(select(overrun, length, 0.0)).plus(BEFORE));
        }
        Vec y = Hermite.interpolate(around[0], around[1], around[2], around[3], part);
        d.output("out", y.times(playing));

        Vec semitones = d.control(Pitch.PITCH).minus(d.control(ROOT));
        Vec step = exp2(semitones.times(1.0 / 12)).times(sound.sampleRateHz() / d.sampleRateHz());
        Vec moved = part.plus(step.min(n));
        Vec frames = floor(moved);
        Vec on = whole.plus(frames);
        Vec rounds = floor(on.minus(loopStart).over(length));
        Vec back = select(looping, rounds.max(0).times(length), 0.0);
        d.next(wholeState, on.minus(back).min(n + AFTER));
        d.next(partState, moved.minus(frames));
    }

    private double[] padded() {
        double[] table = new double[BEFORE + sound.samples().length + AFTER];
        for (int i = 0; i < sound.samples().length; i++) {
            table[BEFORE + i] = sound.samples()[i];
        }
        return table;
    }

    /// A second of eight partials of 440 Hz that fade, the higher the sooner.
    private static Recording pluck() {
        float[] y = new float[48000];
        for (int i = 0; i < y.length; i++) {
            double t = i / 48000.0, sum = 0;
            for (int k = 1; k <= 8; k++) {
                sum += Math.sin(2 * Math.PI * 440 * k * t) * Math.exp(-5 * k * t) / k;
            }
            // 1.85 is the greatest value of the sum of sines / k; the last 20 ms fade out.
            y[i] = (float) (sum / 1.85 * Math.min(1, (1 - t) / 0.02));
        }
        return new Recording(y, 48000);
    }
}
