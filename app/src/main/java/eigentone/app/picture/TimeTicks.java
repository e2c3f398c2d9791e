package eigentone.app.picture;

import java.util.Locale;

/// Where a time axis has its marks and what they say.
///
/// @param stepSeconds distance of two marks
/// @param count number of marks, the first at 0
record TimeTicks(double stepSeconds, int count) {
    private static final double[] STEPS = {
        0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
        15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800
    };

    /// The closest marks for a length of so many seconds that number at most `most`.
    static TimeTicks of(double seconds, int most) {
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && seconds / STEPS[i] <= most; i--) {
            step = STEPS[i];
        }
        return new TimeTicks(step, (int) (seconds / step * (1 + 1e-9)) + 1);
    }

    double seconds(int index) {
        return index * stepSeconds;
    }

    /// `m:ss`, from an hour on `h:mm:ss`, with as many decimals as the step has.
    String label(int index) {
        int decimals = 0;
        for (double step = stepSeconds; step < 0.999; step *= 10) {
            decimals++;
        }
        double seconds = seconds(index);
        long whole = Math.round(Math.floor(seconds + 1e-9));
        String text =
                whole < 3600
                        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                        : String.format(
                                Locale.ROOT,
                                "%d:%02d:%02d",
                                whole / 3600,
                                whole / 60 % 60,
                                whole % 60);
        return decimals == 0
                ? text
                : text
                        + String.format(Locale.ROOT, "%." + decimals + "f", seconds - whole)
                                .substring(1);
    }
}
