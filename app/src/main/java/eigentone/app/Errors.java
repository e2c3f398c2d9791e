package eigentone.app;

import eigentone.app.console.UsageException;
import eigentone.audioio.device.DeviceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What a user sees of an error: one line, and an exit code.
final class Errors {
    static final int FAILED = 1;
    static final int MISUSED = 2;

    /// As a shell reports a process that SIGINT has ended.
    static final int STOPPED = 130;

    private Errors() {}

    /// Options and arguments that do not fit.
    record OfParameters(String[] args) implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException e, String[] given) {
            CommandLine line = e.getCommandLine();
            String remedy = "`" + line.getCommandSpec().qualifiedName() + " --help`";
            if (e instanceof UnmatchedArgumentException unmatched) {
                List<String> near = unmatched.getSuggestions();
                if (!near.isEmpty()) {
                    remedy = "'" + near.getFirst() + "', or " + remedy;
                }
            }
            print(line.getErr(), e.getMessage() + "; try " + remedy);
            if (List.of(args).contains("--stacktrace")) {
                e.printStackTrace(line.getErr());
            }
            return MISUSED;
        }
    }

    /// What goes wrong while a command runs.
    record OfExecution(BooleanSupplier stackTrace) implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
            line.getOut().flush();
            if (stopped(e)) {
                print(line.getErr(), "stopped before the end; no file was changed");
                return STOPPED;
            }
            print(line.getErr(), text(e));
            if (stackTrace.getAsBoolean()) {
                e.printStackTrace(line.getErr());
            }
            return e instanceof UsageException ? MISUSED : FAILED;
        }
    }

    private static boolean stopped(@Nullable Throwable e) {
        return e instanceof InterruptedIOException
                || e instanceof ClosedByInterruptException
                || (e != null && stopped(e.getCause()));
    }

    private static String text(Throwable e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        String message = cause == null ? null : cause.getMessage();
        boolean told =
                cause instanceof UsageException
                        || cause instanceof IOException
                        || cause instanceof DeviceException;
        return told && message != null
                ? message
                : "internal error: "
                        + e
                        + "; try the same with --stacktrace, and report what it prints";
    }

    private static void print(PrintWriter err, String message) {
        err.println("eigentone: " + message.replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }
}
