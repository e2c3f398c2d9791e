package eigentone.engine.kernel;

import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import eigentone.engine.program.Program;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Kernels of this process by program, lanes and schedule: equal programs share one class.
///
/// It holds none alive: when no instance uses a kernel any more, its class unloads.
final class KernelCache {
    static final KernelCache OF_PROCESS = new KernelCache();

    /// All that a kernel depends on. Weights count by name and shape, not by content.
    private record Key(List<Object> parts) {}

    /// Numbers that are equal when their bits are.
    private record Numbers(double[] values) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Numbers n && Arrays.equals(values, n.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    private static final class Entry extends WeakReference<Kernel> {
        final Key key;

        Entry(Key key, Kernel kernel, ReferenceQueue<Kernel> queue) {
            super(kernel, queue);
            this.key = key;
        }
    }

    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Kernel> dead = new ReferenceQueue<>();

    Kernel get(Program program, int lanes, CostRule.Choice choice, Supplier<Kernel> compile) {
        purge();
        Key key = key(program, lanes, choice);
        Entry entry = entries.get(key);
        Kernel known = entry == null ? null : entry.get();
        if (known != null) {
            return known;
        }
        Kernel made = compile.get();
        entries.put(key, new Entry(key, made, dead));
        return made;
    }

    private void purge() {
        for (var gone = dead.poll(); gone != null; gone = dead.poll()) {
            if (gone instanceof Entry e) {
                entries.remove(e.key, e);
            }
        }
    }

    int size() {
        purge();
        return entries.size();
    }

    private static Key key(Program program, int lanes, CostRule.Choice choice) {
        List<Object> parts = new ArrayList<>();
        parts.add(program.name());
        parts.add(lanes);
        parts.add(choice.schedule());
        parts.add(choice.width());
        parts.add(program.streams());
        parts.add(program.inputs());
        parts.add(program.controls());
        Map<Vec, Integer> index = new IdentityHashMap<>();
        for (Vec v : program.values()) {
            index.put(v, index.size());
            parts.add(v.operator());
            parts.add(v.shape());
            v.operands().forEach(o -> parts.add(Objects.requireNonNull(index.get(o))));
            parts.add(attribute(v.attribute()));
        }
        roots(program.states(), index, parts);
        roots(program.delays(), index, parts);
        roots(program.outputs(), index, parts);
        return new Key(parts);
    }

    private static void roots(
            Map<? extends Slot, Vec> roots, Map<Vec, Integer> index, List<Object> parts) {
        roots.forEach((slot, v) -> {
            parts.add(slot);
            parts.add(Objects.requireNonNull(index.get(v)));
        });
    }

    private static Object attribute(@Nullable Object attribute) {
        return switch (attribute) {
            case null -> "";
            case double[] a -> new Numbers(a);
            case int[] a -> Arrays.stream(a).boxed().toList();
            case Slot.Weight w -> List.of(w.name(), w.shape());
            default -> attribute;
        };
    }
}
