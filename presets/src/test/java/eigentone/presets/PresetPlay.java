package eigentone.presets;

import eigentone.engine.graph.Connection;
import eigentone.engine.graph.Patch;
import eigentone.engine.graph.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Plays presets for the tests and keeps what comes out.
final class PresetPlay {
    static final double RATE_HZ = 48000;
    static final int BLOCK_FRAMES = 512;

    /// A key pressed at `from` and let go at `to`, in seconds.
    record Note(int key, double from, double to, double velocity) {}

    private PresetPlay() {}

    static Plan plan(Patch patch) {
        return Plan.compile(patch, RATE_HZ, BLOCK_FRAMES, 1);
    }

    /// What `patch` makes in `seconds`, with `input` (repeated) on every input channel.
    static float[][] render(Patch patch, double seconds, List<Note> notes, float[] input) {
        return render(plan(patch), seconds, notes, input);
    }

    /// The next `seconds` of `plan`, which has not played yet.
    static float[][] render(Plan plan, double seconds, List<Note> notes, float[] input) {
        record Event(long frame, Note note, boolean on) {}
        List<Event> events = new ArrayList<>();
        for (Note n : notes) {
            events.add(new Event(Math.round(n.from() * RATE_HZ), n, true));
            events.add(new Event(Math.round(n.to() * RATE_HZ), n, false));
        }
        events.sort((a, b) -> Long.compare(a.frame(), b.frame()));
        for (Event e : events) {
            Note n = e.note();
            if (e.on()) {
                plan.events().noteOn(e.frame(), 0, n.key(), n.key(), n.velocity());
            } else {
                plan.events().noteOff(e.frame(), 0, n.key(), 0.5);
            }
        }
        int frames = (int) Math.round(seconds * RATE_HZ);
        float[][] all = new float[plan.patch().outputChannels()][frames];
        float[][] out = new float[all.length][BLOCK_FRAMES];
        float[][] in = new float[plan.patch().inputChannels()][BLOCK_FRAMES];
        for (int at = 0; at < frames; at += BLOCK_FRAMES) {
            int n = Math.min(BLOCK_FRAMES, frames - at);
            for (float[] channel : in) {
                for (int t = 0; t < n; t++) {
                    channel[t] = input[(at + t) % input.length];
                }
            }
            plan.process(in, out, n);
            for (int c = 0; c < all.length; c++) {
                System.arraycopy(out[c], 0, all[c], at, n);
            }
        }
        return all;
    }

    /// The patch with nothing coming out of `nodes`.
    static Patch without(Patch p, Set<String> nodes) {
        List<Connection> cables = new ArrayList<>();
        for (Connection c : p.connections()) {
            double amount = nodes.contains(c.from().node()) ? 0 : c.amount();
            cables.add(new Connection(c.from(), c.to(), amount, c.delayFrames()));
        }
        return new Patch(
                p.name(), p.voices(), p.inputChannels(), p.outputChannels(), p.nodes(), cables);
    }

    /// Four seconds of plucked chords, -10 dBFS at most: what effects are tried with.
    static float[] chords() {
        float[] x = new float[(int) (4 * RATE_HZ)];
        int[][] chords = {{57, 60, 64}, {55, 59, 62}, {53, 57, 60}, {52, 56, 59}};
        for (int beat = 0; beat < chords.length; beat++) {
            for (int key : chords[beat]) {
                double hertz = 440 * Math.exp((key - 69) / 12.0 * Math.log(2));
                for (int i = 0; i < RATE_HZ; i++) {
                    double t = i / RATE_HZ, v = 0;
                    for (int k = 1; k <= 8; k++) {
                        v += Math.sin(2 * Math.PI * hertz * k * t) / k * Math.exp(-t * (2 + k));
                    }
                    x[(int) (beat * RATE_HZ) + i] += (float) (0.06 * v * Math.min(1, t * 500));
                }
            }
        }
        return x;
    }

    static float[] mono(float[][] channels) {
        float[] m = new float[channels[0].length];
        for (float[] c : channels) {
            for (int t = 0; t < m.length; t++) {
                m[t] += c[t] / channels.length;
            }
        }
        return m;
    }

    static float[] part(float[] x, double fromSeconds, double toSeconds) {
        return Arrays.copyOfRange(
                x, (int) Math.round(fromSeconds * RATE_HZ), (int) Math.round(toSeconds * RATE_HZ));
    }

    static double peak(float[][] channels) {
        double peak = 0;
        for (float[] c : channels) {
            for (float v : c) {
                peak = Math.max(peak, Float.isFinite(v) ? Math.abs(v) : Double.POSITIVE_INFINITY);
            }
        }
        return peak;
    }

    static double rms(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum / x.length);
    }

    static double db(double gain) {
        return 20 * Math.log10(Math.max(gain, 1e-9));
    }
}
