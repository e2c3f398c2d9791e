package eigentone.audioio.osc;

import eigentone.audioio.osc.OscTarget.Parameter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Does what messages say.
final class OscDispatcher {
    private static final Pattern PRESET = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final int LONGEST_ADDRESS = 256;
    private static final double MOST_BEATS = 1e6;

    private final OscTarget target;

    OscDispatcher(OscTarget target) {
        this.target = target;
    }

    /// @param frame when, or [OscTarget#NOW]
    /// @param answer hears what goes back to the sender
    /// @throws OscException when the message makes no sense here
    void dispatch(OscMessage m, long frame, Consumer<OscMessage> answer) throws OscException {
        if (m.address().length() > LONGEST_ADDRESS) {
            throw new OscException(
                    "address: expected at most " + LONGEST_ADDRESS + " characters, got more");
        }
        boolean pattern = OscPattern.isPattern(m.address());
        boolean found = false;
        for (OscAddress a : OscAddress.all(target.parameters())) {
            if (pattern
                    ? OscPattern.matches(m.address(), a.path())
                    : m.address().equals(a.path())) {
                found = true;
                if (a.parameter().isPresent()) {
                    turn(a, a.parameter().get(), m, frame, answer);
                } else {
                    act(a, m, frame, answer);
                }
            }
        }
        if (!found) {
            throw new OscException(
                    "address '%s': expected one of those that %slist answers"
                            .formatted(m.address(), OscAddress.ROOT));
        }
    }

    private void turn(
            OscAddress a, Parameter p, OscMessage m, long frame, Consumer<OscMessage> answer)
            throws OscException {
        if (m.arguments().isEmpty()) {
            answer.accept(OscMessage.of(a.reply(), (float) p.value()));
        } else {
            target.turn(frame, p.name(), p.spec().clamp(m.number(0)));
        }
    }

    private void act(OscAddress a, OscMessage m, long frame, Consumer<OscMessage> answer)
            throws OscException {
        switch (a.path().substring(OscAddress.ROOT.length())) {
            case "note/on" -> {
                int channel = m.whole(0, 1, 16) - 1;
                double pitch = pitch(m);
                int key = (int) Math.rint(pitch);
                double velocity = velocity(m, 2);
                if (velocity > 0) {
                    target.noteOn(frame, channel, key, pitch, velocity);
                } else {
                    target.noteOff(frame, channel, key, 0.5);
                }
            }
            case "note/off" -> {
                double velocity = m.arguments().size() > 2 ? velocity(m, 2) : 0.5;
                target.noteOff(frame, m.whole(0, 1, 16) - 1, (int) Math.rint(pitch(m)), velocity);
            }
            case "preset" -> {
                if (m.arguments().isEmpty()) {
                    answer.accept(OscMessage.of(a.reply(), target.preset()));
                } else {
                    preset(m.text(0));
                }
            }
            case "tempo" -> target.tempo(frame, range(m, 1, 2000));
            case "locate" -> target.locate(frame, range(m, 0, MOST_BEATS));
            case "run" -> target.run(frame, m.whole(0, 0, 1) == 1);
            case "panic" -> target.panic();
            case "list" -> list(m.arguments().isEmpty() ? "/" : m.text(0), a, answer);
            // The server knows who asks.
            default -> {}
        }
    }

    private void preset(String name) throws OscException {
        // Presets are also read from files; none is opened from a network.
        if (!PRESET.matcher(name).matches()) {
            throw new OscException("preset: expected a name like 'warm-pad', never a file");
        }
        try {
            target.preset(name);
        } catch (IllegalArgumentException e) {
            throw new OscException(String.valueOf(e.getMessage()));
        }
    }

    private static double range(OscMessage m, double min, double max) throws OscException {
        double v = m.number(0);
        if (v < min || v > max) {
            throw new OscException(
                    "%s: expected %s..%s, got %s".formatted(m.address(), min, max, v));
        }
        return v;
    }

    private static double pitch(OscMessage m) throws OscException {
        double pitch = m.number(1);
        if (pitch < 0 || pitch > 127) {
            throw new OscException(m.address() + ": expected a key 0..127, got " + pitch);
        }
        return pitch;
    }

    private static double velocity(OscMessage m, int index) throws OscException {
        double v = m.number(index);
        double velocity = m.arguments().get(index) instanceof Integer ? v / 127 : v;
        if (!(velocity >= 0 && velocity <= 1)) {
            throw new OscException(
                    m.address() + ": expected a velocity 0..127, or 0..1 as a float, got " + v);
        }
        return velocity;
    }

    /// One answer for each address: path, types, unit, least, greatest and present value, help;
    /// then their number.
    private void list(String prefix, OscAddress list, Consumer<OscMessage> answer) {
        List<OscAddress> found =
                OscAddress.all(target.parameters()).stream()
                        .filter(a -> a.path().startsWith(prefix))
                        .toList();
        for (OscAddress a : found) {
            answer.accept(
                    a.parameter()
                            .map(p ->
                                    OscMessage.of(
                                            list.reply(),
                                            a.path(),
                                            a.types(),
                                            p.spec().unit(),
                                            (float) p.spec().min(),
                                            (float) p.spec().max(),
                                            (float) p.value(),
                                            a.help()))
                            .orElseGet(() ->
                                    OscMessage.of(list.reply(), a.path(), a.types(), a.help())));
        }
        answer.accept(OscMessage.of(list.reply() + "/end", found.size()));
    }
}
