package io.patchline.executor.actions;

import io.patchline.executor.process.ProcessResult;
import io.patchline.outcome.CapturedOutput;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a submitter should know of a command that failed, beyond its exit code. Each sentence is empty where it says nothing. */
final class CommandAdvice {
    private static final int NOT_FOUND = 127;
    private static final int LINES = 3;
    private static final int LINE_CHARACTERS = 120;

    private static final Pattern APPLY_PATCH = Pattern.compile("apply_?-?patch: (?:command )?not found");
    private static final Pattern MISSING_PROGRAM = Pattern.compile("(?m): line [0-9]+: (.{1,300}): command not found$");
    private static final Pattern SYNTAX_ERROR = Pattern.compile("(?m)/script: line [0-9]+: syntax error");
    private static final Pattern READ_ONLY = Pattern.compile("(?m): Read-only file system$");

    private static final Pattern NO_NETWORK = Pattern.compile(
            "(?i)could not resolve|name resolution|network is unreachable|name or service not known|getaddrinfo|EAI_AGAIN|ENOTFOUND"
                    + "|ENETUNREACH|unknownhostexception|no address associated|nodename nor servname|dial tcp|couldn't connect to server"
                    + "|failed to establish a new connection|temporary failure resolving|unable to look up");

    private CommandAdvice() {}

    /**
     * What may have gone wrong.
     *
     * @param network whether the command had the network
     */
    static String of(ProcessResult.Exited exited, boolean network) {
        String output = exited.output().head() + exited.output().tail();
        if (exited.code() == NOT_FOUND && APPLY_PATCH.matcher(output).find()) {
            return ". apply_patch is no program here: send the patch, from \"*** Begin Patch\" on, as the string in \"patch\"";
        }
        Matcher missing = MISSING_PROGRAM.matcher(output);
        if (exited.code() == NOT_FOUND && missing.find()) {
            return ". \"" + shortened(missing.group(1))
                    + "\" is no program here: the text is run by bash, line by line, and can call what is installed where the executor runs";
        }
        if (SYNTAX_ERROR.matcher(output).find()) {
            return ". bash cannot read the text. A script for another program goes into a here-document: python3 - <<'EOF', the script, EOF";
        }
        if (READ_ONLY.matcher(output).find()) {
            return ". A command can write in the workspace, where it starts, and in /tmp, and nowhere else";
        }
        return !network && NO_NETWORK.matcher(output).find() ? ". The command had no network, which is off here" : "";
    }

    /** What ran when a command was ended for its time. */
    static String running(List<String> names) {
        return names.isEmpty()
                ? ""
                : ". What ran then: " + String.join(", ", names)
                        + " (start a server in the background, with &, and use it in the same command)";
    }

    /** What a reader must know of processes that a command left running; empty where it left none. */
    static Optional<String> remaining(ProcessResult result) {
        return result instanceof ProcessResult.Exited(var code, var output, var elapsed, List<String> names)
                        && !names.isEmpty()
                ? Optional.of(
                        "The command left processes running, which were ended with it: " + String.join(", ", names)
                                + ". Nothing outlives a command: wait for what it starts (wait), or start and use a server in one command.")
                : Optional.empty();
    }

    /** The end of what a command wrote. */
    static String lastLines(CapturedOutput output) {
        String text = output.tail().isEmpty() ? output.head() : output.tail();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        return last.isEmpty()
                ? ". It had written nothing"
                : ". Its last lines: "
                        + String.join(
                                " | ",
                                last.stream().map(CommandAdvice::shortened).toList());
    }

    private static String shortened(String line) {
        String plain = line.strip();
        return plain.codePointCount(0, plain.length()) <= LINE_CHARACTERS
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LINE_CHARACTERS)) + "…";
    }
}
