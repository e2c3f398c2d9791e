package eigentone.bench.soak;

import eigentone.engine.graph.Plan;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/// Plays a plan for a long time, as fast as it goes, while another thread makes garbage, and
/// watches how long each block takes and what the JVM takes back of what it had compiled.
public final class Soak {
    private static final double SAMPLE_RATE_HZ = 48000;
    private static final int BLOCK_FRAMES = 256;
    private static final double NOTES_PER_SECOND = 6;
    private static final double MEAN_NOTE_SECONDS = 0.8;

    /// Live garbage: enough to keep a collector busy.
    private static final int KEPT_ARRAYS = 4096;

    private static final int MOST_GARBAGE_FLOATS = 4096;

    /// What was seen after the warm-up.
    ///
    /// @param seconds of sound
    /// @param lateBlocks that took longer than they last
    /// @param deoptimizations on the playing thread, by the method at the top, with their number
    /// @param collections of garbage, and the time that they stopped everything
    public record Result(
            double seconds,
            long blocks,
            double periodMicros,
            double medianMicros,
            double p999Micros,
            double maxMicros,
            long lateBlocks,
            Map<String, Integer> deoptimizations,
            long collections,
            double collectionSeconds,
            long nonFinite,
            double realTimeFactor) {

        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seconds", seconds);
            json.put("blocks", blocks);
            json.put("periodMicros", periodMicros);
            json.put("medianMicros", medianMicros);
            json.put("p999Micros", p999Micros);
            json.put("maxMicros", maxMicros);
            json.put("lateBlocks", lateBlocks);
            json.put("deoptimizations", deoptimizations);
            json.put("collections", collections);
            json.put("collectionSeconds", collectionSeconds);
            json.put("nonFinite", nonFinite);
            json.put("realTimeFactor", realTimeFactor);
            return json;
        }
    }

    private final Plan plan;
    private final float[][] in;
    private final float[][] out;
    private final SplittableRandom random = new SplittableRandom(1);
    private final long[] noteEnds = new long[128];
    private volatile boolean ended;

    /// @param plan of an instrument, for blocks of [#BLOCK_FRAMES] frames
    private Soak(Plan plan) {
        this.plan = plan;
        in = new float[plan.patch().inputChannels()][BLOCK_FRAMES];
        out = new float[plan.patch().outputChannels()][BLOCK_FRAMES];
    }

    /// @param patch of an instrument
    /// @param warmUpSeconds of sound that are not counted
    /// @param seconds of sound that are
    public static Result run(
            eigentone.engine.graph.Patch patch, double warmUpSeconds, double seconds) {
        Plan plan = Plan.compile(patch, SAMPLE_RATE_HZ, BLOCK_FRAMES, 1);
        plan.accelerate(0);
        return new Soak(plan).run(warmUpSeconds, seconds);
    }

    private Result run(double warmUpSeconds, double seconds) {
        Thread garbage = Thread.ofPlatform().daemon().name("garbage").start(this::makeGarbage);
        long warmUp = blocks(warmUpSeconds), blocks = blocks(seconds);
        for (long i = 0; i < warmUp; i++) {
            block();
        }
        List<RecordedEvent> taken = new ArrayList<>();
        long[] nanos = new long[Math.toIntExact(blocks)];
        long collections = collections(), collecting = collectionMillis(), start;
        try (RecordingStream events = new RecordingStream()) {
            events.enable("jdk.Deoptimization").withStackTrace();
            long self = Thread.currentThread().threadId();
            events.onEvent(
                    "jdk.Deoptimization",
                    e -> {
                        if (e.getThread() != null && e.getThread().getJavaThreadId() == self) {
                            taken.add(e);
                        }
                    });
            events.setReuse(false);
            events.startAsync();
            start = System.nanoTime();
            for (int i = 0; i < nanos.length; i++) {
                long before = System.nanoTime();
                block();
                nanos[i] = System.nanoTime() - before;
            }
            events.stop();
        }
        double elapsed = (System.nanoTime() - start) * 1e-9;
        ended = true;
        garbage.interrupt();
        long late = Arrays.stream(nanos).filter(n -> n * 1e-3 > periodMicros()).count();
        Arrays.sort(nanos);
        return new Result(
                seconds,
                blocks,
                periodMicros(),
                nanos[nanos.length / 2] * 1e-3,
                nanos[(int) (nanos.length * 0.999)] * 1e-3,
                nanos[nanos.length - 1] * 1e-3,
                late,
                byMethod(taken),
                collections() - collections,
                (collectionMillis() - collecting) * 1e-3,
                plan.nonFiniteFrames(),
                seconds / elapsed);
    }

    private static long blocks(double seconds) {
        return (long) Math.ceil(seconds * SAMPLE_RATE_HZ / BLOCK_FRAMES);
    }

    private static double periodMicros() {
        return BLOCK_FRAMES / SAMPLE_RATE_HZ * TimeUnit.SECONDS.toMicros(1);
    }

    /// Random notes, then a block of sound.
    private void block() {
        long frame = plan.frame();
        for (int key = 0; key < noteEnds.length; key++) {
            if (noteEnds[key] > 0 && noteEnds[key] <= frame) {
                plan.events().noteOff(frame, 0, key, 0);
                noteEnds[key] = 0;
            }
        }
        if (random.nextDouble() < NOTES_PER_SECOND * BLOCK_FRAMES / SAMPLE_RATE_HZ) {
            int key = 36 + random.nextInt(48);
            plan.events().noteOn(frame, 0, key, key, 0.2 + 0.8 * random.nextDouble());
            double length = -MEAN_NOTE_SECONDS * Math.log(1 - random.nextDouble());
            noteEnds[key] = frame + 1 + (long) (length * SAMPLE_RATE_HZ);
        }
        plan.process(in, out, BLOCK_FRAMES);
    }

    private void makeGarbage() {
        float[][] kept = new float[KEPT_ARRAYS][];
        SplittableRandom sizes = new SplittableRandom(2);
        while (!ended) {
            for (int i = 0; i < 64; i++) {
                kept[sizes.nextInt(KEPT_ARRAYS)] = new float[sizes.nextInt(MOST_GARBAGE_FLOATS)];
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Map<String, Integer> byMethod(List<RecordedEvent> events) {
        Map<String, Integer> count = new LinkedHashMap<>();
        for (RecordedEvent e : events) {
            count.merge(method(e.getStackTrace()) + ": " + e.getString("reason"), 1, Integer::sum);
        }
        return count;
    }

    private static String method(@Nullable RecordedStackTrace trace) {
        if (trace == null || trace.getFrames().isEmpty()) {
            return "unknown";
        }
        RecordedFrame top = trace.getFrames().getFirst();
        return top.getMethod().getType().getName() + "." + top.getMethod().getName();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
