package eigentone.app.picture;

/// What the title line of a picture says; each part is shown as it is given, empty parts are left
/// out.
///
/// @param file name of the sound file, in bold at the left
/// @param preset what was played
/// @param length for example `1:04.2`
/// @param peak for example `-1.0 dBTP`
/// @param loudness for example `-16.2 LUFS`
public record Caption(String file, String preset, String length, String peak, String loudness) {
    /// No title.
    public static final Caption NONE = new Caption("", "", "", "", "");
}
