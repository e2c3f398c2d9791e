package eigentone.app.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads what a session has left behind. It never fails: what cannot be read is left out and told.
final class SessionJournal {
    private SessionJournal() {}

    /// The state to which the journal leads; [SessionState#NONE] when there is none.
    static SessionState read(Path file, Consumer<String> told) {
        String text;
        try {
            if (!Files.exists(file)) {
                return SessionState.NONE;
            }
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            told.accept(
                    "session '%s': expected to read it, got %s; it begins anew"
                            .formatted(file, e.getMessage()));
            return SessionState.NONE;
        }
        SessionState state = SessionState.NONE;
        int number = 1;
        // A last line without an end is what a kill has left, and is not there.
        for (int from = 0, to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            String line = text.substring(from, to);
            try {
                state = number == 1 ? SessionText.state(line) : state.with(SessionText.tweak(line));
            } catch (IllegalArgumentException e) {
                told.accept(
                        "session '%s', line %d: %s; it goes on from what is before"
                                .formatted(file, number, e.getMessage()));
                return state;
            }
            from = to + 1;
            number++;
        }
        return state;
    }
}
