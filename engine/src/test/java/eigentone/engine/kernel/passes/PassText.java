package eigentone.engine.kernel.passes;

import static org.assertj.core.api.Assertions.assertThat;

import eigentone.engine.language.Definition;
import eigentone.engine.language.Recurrence;
import eigentone.engine.program.Program;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Small programs as text, for tests that show what a pass does.
public final class PassText {
    private record Small(Consumer<Definition> body) implements Recurrence {
        @Override
        public void define(Definition d) {
            body.accept(d);
        }
    }

    private PassText() {}

    public static Program program(Consumer<Definition> body) {
        return Program.of(new Small(body), 48000);
    }

    /// Holds `pass` to the equations before and after it.
    public static void assertPass(
            UnaryOperator<Program> pass, Consumer<Definition> body, String before, String after) {
        Program p = program(body);
        assertThat(equations(p)).as("before").isEqualTo(before);
        assertThat(equations(pass.apply(p))).as("after").isEqualTo(after);
    }

    /// The printed program without what it declares.
    private static String equations(Program p) {
        return p.toString()
                .lines()
                .filter(l -> l.matches(".* = .*|.* <- .*"))
                .map(l -> l.strip() + "\n")
                .reduce("", String::concat);
    }
}
