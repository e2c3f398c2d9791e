package eigentone.engine.kernel;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
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
        int columns = source.length(), m = taking.size();
        List<Vec> matrices =
                taking.stream()
                        .map(a -> pass.get(a).chain().matrices())
                        .map(l -> l.get(l.size() - fromEnd))
                        .toList();
        long at = pack(pass, taking, matrices, columns);
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
                                    at,
                                    new Index(first, u));
                        }
                    });
        }
        for (int j = looped; j < columns; j++) {
            column(b, e, pass, taking, matrices, sums, source, at, Index.of(j));
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
            long at,
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
                int offset = Math.toIntExact(at) + k;
                e.code.broadcast(() -> {
                    e.weightPlace(offset, j, m);
                    b.faload();
                });
            } else {
                long offset = at + (long) k * layout.rowBytes;
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
