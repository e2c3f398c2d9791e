package eigentone.engine.kernel;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/// Writes [OuterCode]: a method for each number of rows and columns, four by four at most, so that
/// each float that is loaded goes into four products.
///
/// The 16 floats of a sum are 16 lanes; narrower registers take them in turns. Each frame is one
/// fused multiply-add, whatever the registers: the same bits.
final class OuterKernel {
    /// Lanes that are summed side by side.
    static final int LANES = 16;

    /// Rows, and columns, of the largest block.
    static final int BLOCK = 4;

    private static final ClassDesc SELF =
            ClassDesc.of("eigentone.engine.kernel.GeneratedRowsOuter");
    private static final ClassDesc CODE = ClassDesc.of("eigentone.engine.kernel.OuterCode");

    /// rows, rowsAt, rowStride, columns, columnsAt, columnStride, sums, sumsAt, frames.
    private static final MethodTypeDesc TYPE =
            MethodTypeDesc.of(
                    CD_void,
                    RowCodeBuilder.FLOATS,
                    CD_int,
                    CD_int,
                    RowCodeBuilder.FLOATS,
                    CD_int,
                    CD_int,
                    RowCodeBuilder.FLOATS,
                    CD_int,
                    CD_int);

    private static final int ROWS = 0, ROWS_AT = 1, ROW_STRIDE = 2;
    private static final int COLUMNS = 3, COLUMNS_AT = 4, COLUMN_STRIDE = 5;
    private static final int SUMS = 6, SUMS_AT = 7, FRAMES = 8;

    static final OuterCode CODE_OF_PROCESS = Simd.width() > 0 ? compile(Simd.width()) : new Plain();

    private OuterKernel() {}

    static OuterCode compile(int width) {
        byte[] bytes =
                ClassFile.of()
                        .build(
                                SELF,
                                c -> {
                                    c.withFlags(ACC_PUBLIC | ACC_FINAL);
                                    c.withInterfaceSymbols(CODE);
                                    c.withMethodBody(
                                            INIT_NAME,
                                            MTD_void,
                                            ACC_PUBLIC,
                                            b ->
                                                    b.aload(0)
                                                            .invokespecial(
                                                                    CD_Object, INIT_NAME, MTD_void)
                                                            .return_());
                                    blocks(c, width);
                                    dispatch(c, width);
                                });
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (OuterCode) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sums of products do not load", e);
        }
    }

    private static String name(int rows, int columns) {
        return "block" + rows + "x" + columns;
    }

    private static void blocks(ClassBuilder c, int width) {
        for (int rows = 1; rows <= BLOCK; rows++) {
            for (int columns = 0; columns <= BLOCK; columns++) {
                int r = rows, k = columns;
                c.withMethodBody(
                        name(r, k), TYPE, ACC_PUBLIC | ACC_STATIC, b -> block(b, width, r, k));
            }
        }
    }

    private static void block(CodeBuilder b, int width, int rows, int columns) {
        RowCodeBuilder code = new RowCodeBuilder(b, width);
        int count = rows * Math.max(1, columns);
        List<Integer> sums = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int at = k * LANES;
            code.loadArray(() -> b.aload(SUMS).iload(SUMS_AT).loadConstant(at).iadd());
            sums.add(code.keep());
        }
        var top = b.newLabel();
        var end = b.newLabel();
        b.labelBinding(top);
        b.iload(FRAMES).ifle(end);
        sums.forEach(code::known);
        List<Integer> column = new ArrayList<>();
        for (int j = 0; j < columns; j++) {
            int at = j * LANES;
            code.loadArray(() -> b.aload(COLUMNS).iload(COLUMNS_AT).loadConstant(at).iadd());
            column.add(code.keep());
        }
        for (int i = 0; i < rows; i++) {
            int at = i * LANES;
            code.loadArray(() -> b.aload(ROWS).iload(ROWS_AT).loadConstant(at).iadd());
            int row = code.keep();
            if (columns == 0) {
                b.aload(sums.get(i)).aload(row);
                code.add();
                b.astore(sums.get(i));
            }
            for (int j = 0; j < columns; j++) {
                int sum = sums.get(i * columns + j);
                b.aload(row).aload(column.get(j)).aload(sum);
                code.fma();
                b.astore(sum);
            }
        }
        b.iload(ROWS_AT).iload(ROW_STRIDE).iadd().istore(ROWS_AT);
        b.iload(COLUMNS_AT).iload(COLUMN_STRIDE).iadd().istore(COLUMNS_AT);
        b.iinc(FRAMES, -1).goto_(top);
        b.labelBinding(end);
        for (int k = 0; k < count; k++) {
            int at = k * LANES;
            code.storeArray(
                    sums.get(k), () -> b.aload(SUMS).iload(SUMS_AT).loadConstant(at).iadd());
        }
        b.return_();
    }

    /// Calls the block that was asked for, once for each register's share of the lanes.
    private static void dispatch(ClassBuilder c, int width) {
        MethodTypeDesc type = TYPE.insertParameterTypes(0, CD_int, CD_int);
        c.withMethodBody(
                "add",
                type,
                ACC_PUBLIC,
                b -> {
                    for (int rows = 1; rows <= BLOCK; rows++) {
                        for (int columns = 0; columns <= BLOCK; columns++) {
                            var other = b.newLabel();
                            b.iload(1).loadConstant(rows).if_icmpne(other);
                            b.iload(2).loadConstant(columns).if_icmpne(other);
                            for (int lane = 0; lane < LANES; lane += width) {
                                b.aload(3).iload(4).loadConstant(lane).iadd().iload(5);
                                b.aload(6).iload(7).loadConstant(lane).iadd().iload(8);
                                b.aload(9).iload(10).loadConstant(lane).iadd().iload(11);
                                b.invokestatic(SELF, name(rows, columns), TYPE);
                            }
                            b.return_();
                            b.labelBinding(other);
                        }
                    }
                    b.return_();
                });
    }

    /// The same sums by plain loops.
    static final class Plain implements OuterCode {
        @Override
        public void add(
                int rowCount,
                int columnCount,
                float[] rows,
                int rowsAt,
                int rowStride,
                float[] columns,
                int columnsAt,
                int columnStride,
                float[] sums,
                int sumsAt,
                int frames) {
            for (int i = 0; i < rowCount; i++) {
                for (int j = 0; j < Math.max(1, columnCount); j++) {
                    int sum = sumsAt + (i * Math.max(1, columnCount) + j) * LANES;
                    for (int t = 0; t < frames; t++) {
                        int r = rowsAt + t * rowStride + i * LANES;
                        int c = columnsAt + t * columnStride + j * LANES;
                        for (int lane = 0; lane < LANES; lane++) {
                            sums[sum + lane] =
                                    columnCount == 0
                                            ? sums[sum + lane] + rows[r + lane]
                                            : Math.fma(
                                                    rows[r + lane],
                                                    columns[c + lane],
                                                    sums[sum + lane]);
                        }
                    }
                }
            }
        }
    }
}
