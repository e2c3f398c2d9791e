package eigentone.app.take;

import eigentone.engine.event.EventQueue;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that took effect, as a line of a take: `frame kind target a b`.
///
/// The target of a note is `channel/key`, that of a control its path, that of MIDI the three bytes
/// in hexadecimal digits, else the number that [EventQueue] says; channels count from 0.
///
/// @param kind of [EventQueue], or one of those below
/// @param path of a control; null for all else
record TakeEvent(long frame, int kind, int target, @Nullable String path, double a, double b) {
    /// The frame with which the sound of the take begins.
    static final int BEGIN = -1;

    /// All that took effect before this frame has been written.
    static final int MARK = -2;

    /// The frame after the last one: the take is whole.
    static final int END = -3;

    /// By their numbers, from [#END] on.
    private static final List<String> KINDS =
            List.of(
                    "end",
                    "mark",
                    "begin",
                    "",
                    "note-on",
                    "note-off",
                    "bend",
                    "pressure",
                    "note-pressure",
                    "timbre",
                    "wheel",
                    "sustain",
                    "sostenuto",
                    "control",
                    "tempo",
                    "notes-off",
                    "panic",
                    "volume",
                    "expression",
                    "midi",
                    "locate",
                    "run",
                    "program",
                    "controller",
                    "swap",
                    "stuck");

    private static final String NUMBERED = "kind-";

    /// Whether the target is a note.
    private static boolean isNote(int kind) {
        return kind == EventQueue.NOTE_ON
                || kind == EventQueue.NOTE_OFF
                || kind == EventQueue.NOTE_PRESSURE
                || kind == EventQueue.STUCK;
    }

    /// The line, with its end.
    String text() {
        int i = kind - END;
        String name = i >= 0 && i < KINDS.size() ? KINDS.get(i) : NUMBERED + kind;
        String to =
                kind == EventQueue.CONTROL
                        ? String.valueOf(path)
                        : kind == EventQueue.MIDI
                                ? HexFormat.of().toHexDigits(target, 6)
                                : isNote(kind)
                                        ? (target >> 7) + "/" + (target & 0x7f)
                                        : Integer.toString(target);
        return frame + " " + name + " " + to + " " + number(a) + " " + number(b) + "\n";
    }

    /// The shortest text that reads back as the same number.
    private static String number(double x) {
        return x == (int) x && Double.compare(x, -0.0) != 0
                ? Integer.toString((int) x)
                : Double.toString(x);
    }

    /// @param line without its end
    /// @throws IllegalArgumentException if it is none
    static TakeEvent parse(String line) {
        String[] part = line.split(" ");
        if (part.length != 5) {
            throw new IllegalArgumentException("expected 5 words, got " + part.length);
        }
        int known = KINDS.indexOf(part[1]);
        if (known < 0 && !part[1].startsWith(NUMBERED)) {
            throw new IllegalArgumentException("expected a kind of event, got '" + part[1] + "'");
        }
        int kind = known < 0 ? Integer.parseInt(part[1].substring(NUMBERED.length())) : known + END;
        String to = part[2];
        int slash = to.indexOf('/');
        int target =
                kind == EventQueue.CONTROL
                        ? -1
                        : kind == EventQueue.MIDI
                                ? HexFormat.fromHexDigits(to)
                                : isNote(kind) && slash > 0
                                        ? EventQueue.note(
                                                Integer.parseInt(to.substring(0, slash)) & 15,
                                                Integer.parseInt(to.substring(slash + 1)) & 127)
                                        : Integer.parseInt(to);
        return new TakeEvent(
                Long.parseLong(part[0]),
                kind,
                target,
                kind == EventQueue.CONTROL ? to : null,
                Double.parseDouble(part[3]),
                Double.parseDouble(part[4]));
    }
}
