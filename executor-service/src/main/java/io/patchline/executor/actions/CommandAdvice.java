package io.patchline.executor.actions;

import io.patchline.executor.process.ProcessResult;
import io.patchline.outcome.CapturedOutput;
import java.util.List;
import java.util.regex.Pattern;

/** What a submitter should know of a command that failed, beyond its exit code. Each sentence is empty where it says nothing. */
final class CommandAdvice {
    private static final int NOT_FOUND = 127;
    private static final int LINES = 3;
    private static final int LINE_CHARACTERS = 120;

    private static final Pattern APPLY_PATCH = Pattern.compile("apply_?-?patch: (?:command )?not found");
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
        return !network && NO_NETWORK.matcher(output).find() ? ". The command had no network, which is off here" : "";
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
