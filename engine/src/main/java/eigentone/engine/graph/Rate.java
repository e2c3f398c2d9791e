package eigentone.engine.graph;

/// How often a node makes a step.
public sealed interface Rate {
    /// Every frame.
    record Audio() implements Rate {}

    /// Every `frames` frames, the first at frame 0; outputs are held between.
    record EveryFrames(int frames) implements Rate {
        public EveryFrames {
            if (frames < 1 || frames > 1 << 20) {
                throw new IllegalArgumentException(
                        "rate: expected every 1..1048576 frames, got " + frames);
            }
        }
    }

    /// Every `beats` quarter notes of musical time; outputs are held between. A program's sample
    /// rate is then steps per second at 120 beats per minute.
    record EveryBeats(double beats) implements Rate {
        public EveryBeats {
            if (!(beats >= 1.0 / 960 && beats <= 1024)) {
                throw new IllegalArgumentException(
                        "rate: expected every 1/960..1024 beats, got " + beats);
            }
        }
    }

    Rate AUDIO = new Audio();
}
