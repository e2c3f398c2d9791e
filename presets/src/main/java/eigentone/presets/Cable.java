package eigentone.presets;

import eigentone.engine.graph.Connection;
import eigentone.engine.graph.Endpoint;
import eigentone.models.file.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connections as text: `osc -> filter`, `env -> filter.shift * 36`, `a -> b -> out`, `tube -> bore
/// * -0.9 after 40 frames`.
final class Cable {
    private static final Pattern STEP =
            Pattern.compile("(\\S+)(?:\\s*\\*\\s*(\\S+?))?(?:\\s+after\\s+(\\d{1,7})\\s+frames?)?");

    private Cable() {}

    /// The cables of a chain, one for each arrow.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it
    static List<Connection> parse(String text) {
        String[] parts = text.split("->", -1);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "expected 'from -> to', got '" + text + "'; try 'osc -> filter'");
        }
        List<Connection> cables = new ArrayList<>();
        String from = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            Matcher m = STEP.matcher(parts[i].strip());
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "expected 'to', 'to * amount' or 'to * amount after N frames' behind the arrow, got '"
                                + parts[i].strip()
                                + "'");
            }
            boolean last = i == parts.length - 1;
            if (!last && m.group(1).matches(".*[.\\[].*")) {
                throw new IllegalArgumentException(
                        "expected a node without a port in the middle of a chain, got '"
                                + m.group(1)
                                + "'; try two connections");
            }
            cables.add(
                    new Connection(
                            Endpoint.parse(from, "out"),
                            Endpoint.parse(m.group(1), "in"),
                            m.group(2) == null ? 1 : amount(m.group(2)),
                            m.group(3) == null ? 0 : Integer.parseInt(m.group(3))));
            from = m.group(1);
        }
        return cables;
    }

    private static double amount(String text) {
        try {
            // Not Double.parseDouble, which takes NaN, hexadecimal and a trailing d.
            double v = text.length() > 40 ? Double.NaN : new BigDecimal(text).doubleValue();
            if (Double.isFinite(v)) {
                return v;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "expected a finite number as the amount, got '" + text + "'");
    }

    /// The text of one cable; [#parse] reads it back.
    static String format(Connection c) {
        StringBuilder text = new StringBuilder(end(c.from(), "out")).append(" -> ");
        text.append(end(c.to(), "in"));
        if (c.amount() != 1) {
            text.append(" * ").append(Json.decimal(c.amount()));
        }
        if (c.delayFrames() > 0) {
            text.append(" after ").append(c.delayFrames());
            text.append(c.delayFrames() == 1 ? " frame" : " frames");
        }
        return text.toString();
    }

    private static String end(Endpoint e, String usualPort) {
        String port = e.port().equals(usualPort) ? "" : "." + e.port();
        return e.node() + port + (e.channel() < 0 ? "" : "[" + e.channel() + "]");
    }
}
