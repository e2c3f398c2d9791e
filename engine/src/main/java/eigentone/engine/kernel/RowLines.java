package eigentone.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import eigentone.engine.kernel.ElementEmitter.Index;
import eigentone.engine.language.Slot;
import eigentone.engine.language.Vec;
import java.lang.classfile.CodeBuilder;
import java.util.function.Consumer;

/// Writes the reading and writing of chunked delay lines: a register holds consecutive frames of
/// one channel, and squares of them are transposed from or to the rows of the frames' records.
///
/// Few channels, and the frames that fill no register, go float by float.
final class RowLines {
    /// Registers that are transposed at a time.
    private static final int GROUP = 4;

    private final CodeBuilder b;
    private final RowEmitter e;
    private final RowCodeBuilder code;
    private final RowLayout layout;
    private final RowEmitter.Arguments a;
    private final int to;
    private final Slot.Delay line;

    /// The channels are rows of the fed value from `firstRow` on, `channels` of them.
    private final int firstRow;

    private final int channels;

    /// @param to the local variable of the chunk's end
    RowLines(RowEmitter e, RowLayout layout, int to, Slot.Delay line, int firstRow) {
        this.e = e;
        code = e.code;
        b = code.b;
        this.layout = layout;
        a = e.arguments();
        this.to = to;
        this.line = line;
        this.firstRow = firstRow;
        channels = Math.min(layout.width, line.width() - firstRow * layout.width);
    }

    /// Whether squares of frames are worth their transposition.
    private boolean isWide() {
        return channels * 4 > layout.width;
    }

    /// Reads a chunk at constant or hoisted times.
    void read(Vec v) {
        Vec frames = v.operands().getFirst();
        int timeBytes = frames.length() == 1 ? 0 : RowLayout.BYTES;
        Runnable times = e.inMemory(frames);
        long offset = layout.stages.recordAt(v) + (long) firstRow * layout.rowBytes;
        if (isWide()) {
            long backs = layout.reserve(1);
            times.run();
            b.loadConstant((long) firstRow * layout.width * timeBytes).ladd();
            b.loadConstant(timeBytes).loadConstant(line.maxFrames());
            e.address(backs, Index.of(0), 0);
            b.loadConstant(channels).loadConstant(layout.width);
            code.memory("framesBack", CD_void, CD_long, CD_int, CD_int, CD_long, CD_int, CD_int);
            squares(
                    groups(channels),
                    c -> {
                        pushChannel(c);
                        b.iload(a.tick());
                        code.getInt(() -> e.address(backs, c, RowLayout.BYTES));
                        b.isub();
                        pushFrame();
                    },
                    layout.width / GROUP,
                    f -> pushRecord(offset, f),
                    false);
        }
        pushChannel(Index.of(0));
        b.loadConstant(layout.channelBytes(line)).loadConstant(layout.ringMask(line));
        b.iload(a.tick()).loadConstant(line.maxFrames());
        times.run();
        b.loadConstant((long) firstRow * layout.width * timeBytes).ladd();
        b.loadConstant(timeBytes);
        e.recordAddress(offset, Index.of(0), 0);
        pushRest();
        code.memory(
                "readLines",
                CD_void,
                CD_long,
                CD_long,
                CD_int,
                CD_int,
                CD_int,
                CD_long,
                CD_int,
                CD_long,
                CD_int,
                CD_int,
                CD_int);
    }

    /// Writes what was fed in a chunk.
    void write(Vec v) {
        RowLayout.Source s = RowLayout.source(v);
        long offset =
                layout.stages.recordAt(s.base())
                        + (long) s.first() * RowLayout.BYTES
                        + (long) firstRow * layout.rowBytes;
        if (isWide()) {
            squares(
                    layout.width / GROUP,
                    f -> pushRecord(offset, f),
                    groups(channels),
                    c -> {
                        pushChannel(c);
                        b.iload(a.tick());
                        pushFrame();
                    },
                    true);
        }
        pushChannel(Index.of(0));
        b.loadConstant(layout.channelBytes(line)).loadConstant(layout.ringMask(line));
        b.iload(a.tick());
        e.recordAddress(offset, Index.of(0), 0);
        pushRest();
        b.loadConstant(layout.width);
        code.memory(
                "writeLines",
                CD_void,
                CD_long,
                CD_long,
                CD_int,
                CD_int,
                CD_long,
                CD_int,
                CD_int,
                CD_int,
                CD_int);
    }

    /// Repeats the ring's first frames after its end when they, or their repetition, were written.
    private void mirror() {
        var done = b.newLabel();
        var needed = b.newLabel();
        int at = code.newInt();
        b.iload(a.tick()).loadConstant(layout.ringMask(line)).iand().istore(at);
        b.iload(at).loadConstant(layout.width).if_icmplt(needed);
        b.iload(at).loadConstant(layout.ringMask(line) + 1 - layout.width).if_icmple(done);
        b.labelBinding(needed);
        pushChannel(Index.of(0));
        b.loadConstant(layout.channelBytes(line)).loadConstant(layout.ringMask(line));
        b.iload(at).loadConstant(channels).loadConstant(layout.width);
        code.memory("mirror", CD_void, CD_long, CD_long, CD_int, CD_int, CD_int, CD_int);
        b.labelBinding(done);
    }

    /// Transposes squares of `width` rows as long as there are frames to fill one.
    ///
    /// In two passes through memory, each a loop over groups of four registers: code for a whole
    /// square would exceed what HotSpot inlines. The first pass changes the two lower bits of rows
    /// and floats, the second one the others.
    ///
    /// @param from pushes the address of a row to read, of `read` groups; other rows are 0
    /// @param into pushes the address of a row to write, of `written` groups
    /// @param isFed whether rows are written to the ring, or read from it
    private void squares(
            int read, Consumer<Index> from, int written, Consumer<Index> into, boolean isFed) {
        boolean isOnePass = layout.width == GROUP;
        long between = layout.reserve(layout.width);
        Consumer<Index> halfway = isOnePass ? into : r -> e.address(between, r, layout.rowBytes);
        int[] low = code.upperMasks(0, 2);
        int[] high = code.upperMasks(2, Integer.numberOfTrailingZeros(layout.width) - 2);
        var top = b.newLabel();
        var end = b.newLabel();
        b.labelBinding(top);
        b.iload(to).iload(a.frame()).isub().loadConstant(layout.width).if_icmplt(end);
        code.loop(
                read,
                g -> {
                    int first = code.newInt();
                    b.iload(g.variable()).loadConstant(GROUP).imul().istore(first);
                    int[] rows = new int[GROUP];
                    for (int i = 0; i < GROUP; i++) {
                        Index row = new Index(first, i);
                        code.load(() -> from.accept(row));
                        if (isFed) {
                            code.rest();
                        }
                        rows[i] = code.keep();
                    }
                    code.transpose(rows, 0, low);
                    for (int i = 0; i < GROUP; i++) {
                        Index row = new Index(first, i);
                        code.store(rows[i], () -> halfway.accept(row));
                    }
                });
        if (!isOnePass) {
            code.loop(
                    GROUP,
                    j -> {
                        int[] rows = new int[layout.width / GROUP];
                        for (int i = 0; i < rows.length; i++) {
                            Index row = j.plus(i * GROUP);
                            code.load(() -> halfway.accept(row));
                            rows[i] = code.keep();
                        }
                        code.transpose(rows, 2, high);
                        for (int i = 0; i < written; i++) {
                            Index row = j.plus(i * GROUP);
                            code.store(rows[i], () -> into.accept(row));
                        }
                    });
        }
        if (isFed) {
            mirror();
        }
        b.lload(a.record());
        b.loadConstant((long) layout.width * layout.stages.recordBytes()).ladd();
        b.lstore(a.record());
        b.iinc(a.frame(), layout.width).iinc(a.tick(), layout.width).goto_(top);
        b.labelBinding(end);
    }

    private static int groups(int channels) {
        return (channels + GROUP - 1) / GROUP;
    }

    private void pushRecord(long offset, Index frame) {
        e.recordAddress(offset, frame, layout.stages.recordBytes());
    }

    /// Pushes how records follow each other, the channels, and the frames that are left.
    private void pushRest() {
        b.loadConstant(layout.stages.recordBytes()).loadConstant(channels);
        b.iload(to).iload(a.frame()).isub();
    }

    private void pushChannel(Index channel) {
        long bytes = layout.channelBytes(line);
        long first = layout.ringAt(line) + (long) firstRow * layout.width * bytes;
        e.address(first, channel, bytes);
    }

    /// Adds the place of the frame on the stack to the address below it.
    private void pushFrame() {
        b.loadConstant(layout.ringMask(line)).iand().i2l();
        b.loadConstant((long) RowLayout.BYTES).lmul().ladd();
    }
}
