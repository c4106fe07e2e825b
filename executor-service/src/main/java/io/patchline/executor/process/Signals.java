package io.patchline.executor.process;

import java.util.List;
import java.util.Optional;

/** The signals of Linux (signal(7), x86 and ARM) as a shell reports them: 128 and the number. */
final class Signals {
    private static final int SHELL_OFFSET = 128;

    private static final List<String> NAMES = List.of(
            "SIGHUP",
            "SIGINT",
            "SIGQUIT",
            "SIGILL",
            "SIGTRAP",
            "SIGABRT",
            "SIGBUS",
            "SIGFPE",
            "SIGKILL",
            "SIGUSR1",
            "SIGSEGV",
            "SIGUSR2",
            "SIGPIPE",
            "SIGALRM",
            "SIGTERM",
            "SIGSTKFLT",
            "SIGCHLD",
            "SIGCONT",
            "SIGSTOP",
            "SIGTSTP",
            "SIGTTIN",
            "SIGTTOU",
            "SIGURG",
            "SIGXCPU",
            "SIGXFSZ",
            "SIGVTALRM",
            "SIGPROF",
            "SIGWINCH",
            "SIGIO",
            "SIGPWR",
            "SIGSYS");

    private Signals() {}

    /** The signal that an exit code stands for; empty where the code is one. */
    static Optional<String> ofExitCode(int code) {
        int number = code - SHELL_OFFSET;
        return number >= 1 && number <= NAMES.size() ? Optional.of(NAMES.get(number - 1)) : Optional.empty();
    }
}
