package eigentone.engine.kernel;

/// What this JVM and machine offer for kernels.
///
/// SIMD needs `--add-modules jdk.incubator.vector` and `--add-exports
/// java.base/jdk.internal.vm.vector=ALL-UNNAMED`. Without them, or with `-Deigentone.simd=off`,
/// kernels are plain loops with the same bits; `-Deigentone.simd=128` (256, 512) holds them to
/// registers of so many bits.
public final class Simd {
    private static final String PROPERTY = "eigentone.simd";
    private static final int WIDTH = find();

    private Simd() {}

    /// Floats in the widest register that kernels may use: 4, 8, 16, or 0 without SIMD.
    public static int width() {
        return WIDTH;
    }

    private static int find() {
        String wanted = System.getProperty(PROPERTY, "");
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        boolean exported =
                Object.class
                        .getModule()
                        .isExported("jdk.internal.vm.vector", Simd.class.getModule());
        if (!present || !exported || wanted.equals("off")) {
            return 0;
        }
        return switch (wanted) {
            case "" -> RowConstants.preferredWidth();
            case "128", "256", "512" -> Integer.parseInt(wanted) / Float.SIZE;
            default ->
                    throw new IllegalArgumentException(
                            "-D%s: expected off, 128, 256 or 512, got '%s'"
                                    .formatted(PROPERTY, wanted));
        };
    }
}
