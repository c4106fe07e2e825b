package io.patchline.cli;

import java.util.List;
import java.util.Optional;

/** An expected failure of a command: what is printed on standard error, and the exit code. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;
    private final String code;
    private final boolean retryable;
    private final transient List<Fault> faults;
    private final transient Optional<Integer> status;

    /**
     * One thing that is wrong with what was sent.
     *
     * @param pointer where, as a JSON pointer into what was sent; empty for the whole
     */
    public record Fault(String pointer, String detail) {}

    /** The parts of a failure, when a service has told more than a sentence. */
    public record Details(String code, boolean retryable, List<Fault> faults, Optional<Integer> status) {
        public Details {
            faults = List.copyOf(faults);
        }
    }

    /** A failure without more than what is said. */
    public CommandException(ExitCode exit, String code, String message) {
        this(exit, message, new Details(code, exit == ExitCode.UNREACHABLE, List.of(), Optional.empty()));
    }

    public CommandException(ExitCode exit, String message, Details details) {
        super(message);
        this.exit = exit;
        this.code = details.code();
        this.retryable = details.retryable();
        this.faults = details.faults();
        this.status = details.status();
    }

    /** A wrong command line. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, "usage", message);
    }

    public ExitCode exit() {
        return exit;
    }

    /** The error in one word: the service's code, or one of this command. */
    public String code() {
        return code;
    }

    /** Whether the same command may be given again and can then succeed. */
    public boolean retryable() {
        return retryable;
    }

    public List<Fault> faults() {
        return faults;
    }

    /** The HTTP status, where a service answered. */
    public Optional<Integer> status() {
        return status;
    }

    /** What is wrong and what to do next. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
