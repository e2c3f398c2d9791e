package eigentone.engine.kernel;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Writes groups of matrix products: as many sums at once as there are registers, each column of
/// the source loaded once for all of them.
///
/// Weights are packed in the order in which they are read: [pass][source][column][sum].
final class RowProducts {
    /// Registers for sums, by the register's width: half of what the machine has, and at 512 bits
    /// there are twice as many.
    private static final int SUMS = 12;

    private static final int SUMS_512 = 16;

    /// Nearly enough to hide the latency of a fused multiply-add; more, shorter passes leave more
    /// of the weights in the cache (measured: 4 and 8 are slower).
    private static final int SUMS_HEAVY = 6;

    private static final long HEAVY_BYTES = 40 * 1024;

    /// Words in the bodies of loops over columns.
    private static final int LOOP_CALLS = 72;

    /// Lanes: beyond so many sums a group is a loop over passes. Written out it would be faster by
    /// a little in a small network, and in a large one take the JVM's compiler minutes.
    private static final int MOST_WRITTEN = 300;

    /// One row of sums of one product.
    record Sum(RowSchedule.Chain chain, int row) {}

    /// Where the weights of a row of sums lie: `matrix` column `column`, from row `row` on; a
    /// vector has column 0.
    record Packed(Vec matrix, int row, int column, long at) {}

    private final RowLayout layout;
    private final List<Packed> packed;

    RowProducts(RowLayout layout, List<Packed> packed) {
        this.layout = layout;
        this.packed = packed;
    }

    /// Whether a group's weights are more than the first cache holds: they come from the next one
    /// in every frame, but for the passes that are read last in a frame and first in the next.
    boolean isHeavy(RowSchedule.Products group) {
        long bytes = 0;
        for (RowSchedule.Chain c : group.chains()) {
            for (Vec source : c.sources()) {
                bytes += (long) layout.rows(c.value()) * source.length() * layout.rowBytes;
            }
        }
        return !layout.isLanes && bytes > HEAVY_BYTES;
    }

    /// Divides a group into passes that fit the registers.
    List<List<Sum>> passes(RowSchedule.Products group) {
        List<Sum> all = new ArrayList<>();
        for (RowSchedule.Chain c : group.chains()) {
            for (int r = 0; r < layout.rows(c.value()); r++) {
                all.add(new Sum(c, r));
            }
        }
        int most = isHeavy(group) ? SUMS_HEAVY : layout.width == 16 ? SUMS_512 : SUMS;
        int count = (all.size() + most - 1) / most;
        List<List<Sum>> passes = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            passes.add(all.subList(all.size() * p / count, all.size() * (p + 1) / count));
        }
        return passes;
    }

    /// Rows of one chain as passes of one form: rows `first` to `first + height * count - 1`.
    record Loop(RowSchedule.Chain chain, int first, int height, int count) {}

    /// Whether a group is written as loops over passes.
    boolean isLooped(RowSchedule.Products group) {
        int sums = 0;
        for (RowSchedule.Chain c : group.chains()) {
            if (!layout.prepared.containsAll(c.matrices())) {
                return false;
            }
            sums += layout.rows(c.value());
        }
        return layout.isLanes && sums > MOST_WRITTEN;
    }

    /// Divides a group into loops of equal passes.
    List<Loop> loops(RowSchedule.Products group) {
        int most = layout.width == 16 ? SUMS_512 : SUMS;
        List<Loop> loops = new ArrayList<>();
        for (RowSchedule.Chain c : group.chains()) {
            int rows = layout.rows(c.value());
            int passes = (rows + most - 1) / most, height = (rows + passes - 1) / passes;
            loops.add(new Loop(c, 0, height, rows / height));
            if (rows % height > 0) {
                loops.add(new Loop(c, rows - rows % height, rows % height, 1));
            }
        }
        return loops;
    }

    int calls(Loop loop) {
        return calls(sums(loop, 0));
    }

    /// The sums of a loop's pass `n`.
    private static List<Sum> sums(Loop loop, int n) {
        List<Sum> sums = new ArrayList<>();
        for (int a = 0; a < loop.height; a++) {
            sums.add(new Sum(loop.chain, loop.first + n * loop.height + a));
        }
        return sums;
    }

    void loop(CodeBuilder b, RowEmitter e, Loop loop) {
        List<Long> places = new ArrayList<>();
        List<Sum> pass = sums(loop, 0);
        List<Integer> all = new ArrayList<>();
        for (int a = 0; a < loop.height; a++) {
            all.add(a);
        }
        for (int i = 0; i < loop.chain.sources().size(); i++) {
            int columns = loop.chain.sources().get(i).length();
            List<Vec> matrices = Collections.nCopies(loop.height, loop.chain.matrices().get(i));
            for (int n = 0; n < loop.count; n++) {
                long at = pack(sums(loop, n), all, matrices, columns);
                if (n == 0) {
                    places.add(at);
                }
            }
        }
        int row = e.code.newInt(), block = e.code.newInt();
        e.code.loop(
                loop.count,
                n -> {
                    b.iload(n.variable()).loadConstant(loop.height).imul().istore(row);
                    Index first = new Index(row, loop.first);
                    int[] sums = new int[loop.height];
                    for (int a = 0; a < sums.length; a++) {
                        if (loop.chain.bias().isEmpty()) {
                            e.code.constant(0);
                        } else {
                            e.push(loop.chain.bias().getFirst(), first.plus(a));
                        }
                        sums[a] = e.code.keep();
                    }
                    for (int i = 0; i < places.size(); i++) {
                        Vec source = loop.chain.sources().get(i),
                                matrix = loop.chain.matrices().get(i);
                        int items = source.length() * loop.height;
                        b.iload(n.variable()).loadConstant(items).imul().istore(block);
                        Place place = new Place(places.get(i), block);
                        source(
                                b,
                                e,
                                pass,
                                all,
                                sums,
                                source,
                                Collections.nCopies(sums.length, matrix),
                                place);
                    }
                    for (int a = 0; a < sums.length; a++) {
                        int sum = sums[a];
                        e.code.known(sum);
                        e.storeRow(loop.chain.value(), first.plus(a), () -> b.aload(sum));
                    }
                });
    }

    /// Where a source's weights begin.
    ///
    /// @param block an int variable that is added, or -1
    private record Place(long at, int block) {}

    /// How many words a pass takes, roughly.
    int calls(List<Sum> pass) {
        List<Vec> sources = sources(pass);
        int calls = 3 * pass.size();
        for (Vec source : sources) {
            int columns = source.length();
            int step = columnsAtOnce(columns, pass.size(), wide(sources));
            int written = step < columns ? step + columns % step : columns;
            calls += written * (2 * pass.size() + 1);
        }
        return calls;
    }

    /// The columns in the body of a loop, or all of them: as many as fit, and nearly a divisor.
    private static int columnsAtOnce(int columns, int sums, int wideSources) {
        int most = LOOP_CALLS / Math.max(1, wideSources) / (2 * sums + 1);
        int step = Math.clamp(most, 1, columns);
        while (columns % step > 0 && step > 2) {
            step--;
        }
        return step;
    }

    private static int wide(List<Vec> sources) {
        return (int) sources.stream().filter(s -> s.length() > 1).count();
    }

    private static List<Vec> sources(List<Sum> pass) {
        List<Vec> longest = List.of();
        for (Sum s : pass) {
            if (s.chain().sources().size() > longest.size()) {
                longest = s.chain().sources();
            }
        }
        return longest;
    }

    void pass(CodeBuilder b, RowEmitter e, List<Sum> pass) {
        RowCodeBuilder code = e.code;
        int[] sums = new int[pass.size()];
        for (int a = 0; a < sums.length; a++) {
            Sum s = pass.get(a);
            List<Vec> bias = s.chain().bias();
            if (bias.isEmpty()) {
                code.constant(0);
            } else {
                e.push(bias.getFirst(), Index.of(s.row()));
            }
            sums[a] = code.keep();
        }
        List<Vec> sources = sources(pass);
        for (int i = 0; i < sources.size(); i++) {
            int fromEnd = sources.size() - i;
            List<Integer> taking = new ArrayList<>();
            for (int a = 0; a < sums.length; a++) {
                if (pass.get(a).chain().sources().size() >= fromEnd) {
                    taking.add(a);
                }
            }
            source(b, e, pass, taking, sums, sources.get(i), fromEnd);
        }
        for (int a = 0; a < sums.length; a++) {
            Sum s = pass.get(a);
            int sum = sums[a];
            code.known(sum);
            Vec value = s.chain().value();
            boolean isScalar = !layout.isLanes && value.length() == 1;
            e.storeRow(
                    value,
                    Index.of(s.row()),
                    () -> {
                        b.aload(sum);
                        if (isScalar) {
                            code.spread();
                        }
                    });
        }
    }

    /// Adds one source's columns to the sums that take it.
    private void source(
            CodeBuilder b,
            RowEmitter e,
            List<Sum> pass,
            List<Integer> taking,
            int[] sums,
            Vec source,
            int fromEnd) {
        int columns = source.length();
        List<Vec> matrices =
                taking.stream()
                        .map(a -> pass.get(a).chain().matrices())
                        .map(l -> l.get(l.size() - fromEnd))
                        .toList();
        Place place = new Place(pack(pass, taking, matrices, columns), -1);
        source(b, e, pass, taking, sums, source, matrices, place);
    }

    private void source(
            CodeBuilder b,
            RowEmitter e,
            List<Sum> pass,
            List<Integer> taking,
            int[] sums,
            Vec source,
            List<Vec> matrices,
            Place place) {
        int columns = source.length(), m = taking.size();
        int step = columnsAtOnce(columns, m, wide(sources(pass)));
        int looped = step < columns ? columns / step * step : 0;
        if (looped > 0) {
            e.code.loop(
                    looped / step,
                    j -> {
                        int first = e.code.newInt();
                        b.iload(j.variable()).loadConstant(step).imul().istore(first);
                        for (int u = 0; u < step; u++) {
                            column(
                                    b,
                                    e,
                                    pass,
                                    taking,
                                    matrices,
                                    sums,
                                    source,
                                    place,
                                    new Index(first, u));
                        }
                    });
        }
        for (int j = looped; j < columns; j++) {
            column(b, e, pass, taking, matrices, sums, source, place, Index.of(j));
        }
    }

    private void column(
            CodeBuilder b,
            RowEmitter e,
            List<Sum> pass,
            List<Integer> taking,
            List<Vec> matrices,
            int[] sums,
            Vec source,
            Place place,
            Index j) {
        e.pushSplat(source, j);
        int x = e.code.keep();
        int m = taking.size();
        for (int k = 0; k < m; k++) {
            int sum = sums[taking.get(k)];
            Vec matrix = matrices.get(k);
            b.aload(x);
            if (!layout.prepared.contains(matrix)) {
                int columns = matrix.shape().columns();
                e.push(matrix, j.plus(pass.get(taking.get(k)).row() * columns));
            } else if (layout.isLanes) {
                int offset = Math.toIntExact(place.at) + k;
                e.code.broadcast(() -> {
                    e.weightPlace(offset, j, m);
                    if (place.block >= 0) {
                        b.iload(place.block).iadd();
                    }
                    b.faload();
                });
            } else {
                long offset = place.at + (long) k * layout.rowBytes;
                e.code.load(() -> e.sharedAddress(offset, j, (long) m * layout.rowBytes));
            }
            b.aload(sum);
            e.code.fma();
            b.astore(sum);
        }
    }

    /// Reserves room for the weights in the order of their reading; the result is a position among
    /// the floats (lanes) or an address among the rows.
    private long pack(List<Sum> pass, List<Integer> taking, List<Vec> matrices, int columns) {
        int m = taking.size();
        int items = Math.multiplyExact(columns, m);
        long at = layout.isLanes ? layout.reserveFloats(items) : layout.reserveShared(items);
        int itemSize = layout.isLanes ? 1 : layout.rowBytes;
        for (int k = 0; k < m; k++) {
            int row = pass.get(taking.get(k)).row() * (layout.isLanes ? 1 : layout.width);
            for (int j = 0; j < columns; j++) {
                if (layout.prepared.contains(matrices.get(k))) {
                    long item = at + ((long) j * m + k) * itemSize;
                    packed.add(new Packed(matrices.get(k), row, j, item));
                }
            }
        }
        return at;
    }
}
