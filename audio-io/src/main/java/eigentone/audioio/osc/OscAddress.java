package eigentone.audioio.osc;

import eigentone.audioio.osc.OscTarget.Parameter;
import eigentone.engine.language.ControlSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One address that the instrument understands.
///
/// @param path as sent
/// @param types of its arguments as OSC writes them; `[...]` may be left out
/// @param parameter what it turns, for knobs and controls
/// @param help a sentence
public record OscAddress(String path, String types, Optional<Parameter> parameter, String help) {
    static final String ROOT = "/eigentone/";
    static final String REPLY = ROOT + "reply/";
    static final String KNOB = ROOT + "knob/";
    static final String CONTROL = ROOT + "control/";

    private static final List<OscAddress> FIXED =
            List.of(
                    fixed(
                            "note/on",
                            "iii",
                            "Channel 1..16, key 0..127 (60.5 is a quarter tone up), velocity 0..127, or 0..1 as a float."),
                    fixed("note/off", "ii[i]", "Channel, key, velocity of the release."),
                    fixed(
                            "preset",
                            "[s]",
                            "Plays another preset, by its name; without one, says which plays."),
                    fixed("tempo", "f", "Beats per minute, 1..2000."),
                    fixed("locate", "f", "Moves musical time to a beat, counted from 0."),
                    fixed("run", "i", "Lets musical time run (1) or stand still (0)."),
                    fixed("panic", "", "Silences everything."),
                    fixed("list", "[s]", "Lists addresses, those that begin with the text."),
                    fixed(
                            "subscribe",
                            "[i]",
                            "Sends changes to the asker for so many seconds, 1..3600; 0 ends it."));

    private static OscAddress fixed(String path, String types, String help) {
        return new OscAddress(ROOT + path, types, Optional.empty(), help);
    }

    /// Everything that an instrument with `parameters` understands.
    public static List<OscAddress> all(List<Parameter> parameters) {
        List<OscAddress> all = new ArrayList<>(FIXED);
        for (Parameter p : parameters) {
            all.add(new OscAddress(path(p.name()), "[f]", Optional.of(p), p.help()));
        }
        return all;
    }

    /// The address of a knob's id or `node.control`.
    public static String path(String name) {
        return name.indexOf('.') < 0 ? KNOB + name : CONTROL + name.replace('.', '/');
    }

    /// What it takes, as people read it: a range with its unit, or nothing.
    public String range() {
        return parameter.map(Parameter::spec).map(ControlSpec::range).orElse("");
    }

    /// The address that answers and changes come from.
    String reply() {
        return REPLY + path.substring(ROOT.length());
    }
}
