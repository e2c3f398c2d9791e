package eigentone.app.picture;

/// Where things are in the picture, in pixels from the upper left corner.
///
/// @param width of the whole picture
/// @param height of the whole picture
/// @param left first column of the plots
/// @param right one past the last column of the plots
/// @param waveTop first row of the waveforms
/// @param waveBottom one past the last row of the waveforms
/// @param spectrumTop first row of the spectrogram
/// @param spectrumBottom one past the last row of the spectrogram
record Layout(
        int width,
        int height,
        int left,
        int right,
        int waveTop,
        int waveBottom,
        int spectrumTop,
        int spectrumBottom) {
    static final int MIN_WIDTH = 640;
    static final int MIN_HEIGHT = 400;
    static final int MAX_SIZE = 8192;
    private static final int TITLE = 58;
    private static final int LEFT = 78;
    private static final int RIGHT = 124;
    private static final int BOTTOM = 44;
    private static final int GAP = 22;

    /// Waveforms take a part of the height that grows with their number.
    ///
    /// @throws IllegalArgumentException if the picture is too small or too large
    static Layout of(int width, int height, int channels) {
        if (width < MIN_WIDTH || height < MIN_HEIGHT || width > MAX_SIZE || height > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "picture size: expected 640..8192 x 400..8192 pixels, got "
                            + width
                            + " x "
                            + height);
        }
        double share = channels == 1 ? 0.24 : channels == 2 ? 0.32 : 0.5;
        int waveBottom = TITLE + (int) Math.round((height - TITLE - BOTTOM) * share);
        return new Layout(
                width,
                height,
                LEFT,
                width - RIGHT,
                TITLE,
                waveBottom,
                waveBottom + GAP,
                height - BOTTOM);
    }

    int columns() {
        return right - left;
    }

    int spectrumRows() {
        return spectrumBottom - spectrumTop;
    }
}
