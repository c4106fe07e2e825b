package io.patchline.cli;

/** What the command says to its caller; documented in {@code docs/cli.md}, and a contract. */
public enum ExitCode {
    /** Done; an empty list is done, too. */
    DONE(0),
    /** Anything that no other code is for. */
    OTHER(1),
    /** The command line is wrong. */
    USAGE(2),
    /** There is no such patch, dead letter or job. */
    NOT_FOUND(3),
    /** Credentials are missing, wrong, or do not allow this. */
    CREDENTIALS(4),
    /** The service refused the request, or it conflicts with what is there: sending the same again will not help. */
    REFUSED(5),
    /** The patch ran and did not succeed. */
    PATCH_FAILED(6),
    /** Nobody answers, or the service asks to try again. */
    UNREACHABLE(7),
    /** The patch ran, and its commit waits for somebody to judge it. */
    AWAITING_REVIEW(8),
    /** Waited for as long as was asked, and it is not over. */
    WAITED_IN_VAIN(124);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the process ends with, 0 to 255. */
    public int number() {
        return number;
    }
}
