package eigentone.engine.graph;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One end of a connection, written `node.port` or, for one channel of it, `node.port[0]`.
///
/// @param node a node's id, or one of [#RESERVED]
/// @param port a port or control of the node
/// @param channel the channel meant, or -1 for all
public record Endpoint(String node, String port, int channel) {
    /// The audio input of the patch, port `out`.
    public static final String INPUT = "in";

    /// The audio output of the patch, port `in`.
    public static final String OUTPUT = "out";

    /// The playing note: ports of [NoteSource]. Drives controls only.
    public static final String NOTE = "note";

    /// Musical time: port `tempo` in beats per minute. Drives controls only.
    public static final String CLOCK = "clock";

    /// Names that no node may have.
    public static final Set<String> RESERVED = Set.of(INPUT, OUTPUT, NOTE, CLOCK);

    private static final Pattern FORM =
            Pattern.compile("([a-z][A-Za-z0-9-]*)(?:\\.([a-z][A-Za-z0-9]*))?(?:\\[(\\d{1,3})\\])?");

    /// Reads `text`; a missing port is `fallbackPort`.
    ///
    /// @throws IllegalArgumentException when it has another form
    public static Endpoint parse(String text, String fallbackPort) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "connection end '" + text + "': expected node.port or node.port[channel]");
        }
        String port = m.group(2) == null ? fallbackPort : m.group(2);
        return new Endpoint(
                m.group(1), port, m.group(3) == null ? -1 : Integer.parseInt(m.group(3)));
    }

    @Override
    public String toString() {
        return node + "." + port + (channel < 0 ? "" : "[" + channel + "]");
    }
}
