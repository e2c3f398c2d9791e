package eigentone.app.picture;

/// Colours of a level: from nearly black through blue, violet and orange to pale yellow.
///
/// Defined in OKLab, where equal distances look equally large: lightness rises in a straight line
/// from 0.13 to 0.97, the hue turns from blue (265°) the short way over violet, red and orange to
/// yellow (105°), the chroma rises and falls between. So equal steps in dB are equal steps to the
/// eye, in grey print and for the colour-blind as well.
///
/// Source: B. Ottosson, "A perceptual color space for image processing", 2020 (OKLab and its
/// matrices); the path is our own.
final class ColourMap {
    private static final int STEPS = 1024;
    private static final double DARKEST = 0.13;
    private static final double LIGHTEST = 0.97;
    private static final double FIRST_HUE = 265;
    private static final double LAST_HUE = 465;

    /// The most chroma that keeps every colour of the path within sRGB.
    private static final double MAX_CHROMA = 0.19;

    private static final int[] COLOURS = colours();

    private ColourMap() {}

    /// Colour `0xRRGGBB` for 0 (darkest) to 1 (lightest); values outside take the nearest end.
    static int rgb(double value) {
        return COLOURS[(int) Math.clamp(value * (STEPS - 1) + 0.5, 0, STEPS - 1)];
    }

    private static int[] colours() {
        int[] colours = new int[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double x = i / (STEPS - 1.0);
            double lightness = DARKEST + (LIGHTEST - DARKEST) * x;
            double hue = Math.toRadians(FIRST_HUE + (LAST_HUE - FIRST_HUE) * x);
            double chroma = MAX_CHROMA * Math.pow(Math.sin(Math.PI * (0.08 + 0.84 * x)), 0.9);
            colours[i] = fromOklab(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
        }
        return colours;
    }

    /// OKLab to sRGB; a component beyond the screen's range takes the nearest end.
    private static int fromOklab(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        int red = encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int green = encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int blue = encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return red << 16 | green << 8 | blue;
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /// The transfer curve of sRGB (IEC 61966-2-1), to 0..255.
    private static int encoded(double linear) {
        double x = Math.clamp(linear, 0.0, 1.0);
        double coded = x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * coded);
    }
}
