package io.patchline.ingest.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.Omitted;
import io.patchline.outcome.RunReport;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The output of an attempt's commands as one text: of each what was kept, and where something was left out, how much.
 *
 * @param bytes UTF-8
 * @param total how many bytes the commands wrote that the outcome tells of
 * @param omitted how many of them are not in the text
 * @param omittedCommands how many commands, the earliest, the outcome had no room for; their output is in neither number
 */
record OutputText(byte[] bytes, long total, long omitted, int omittedCommands) {

    /** Of all commands of a report. */
    static OutputText of(RunReport report) {
        int left = report.omitted().map(Omitted::commands).orElse(0);
        return of(report.commands(), left);
    }

    /** Of one command of a report, by the number of its action. */
    static OutputText of(RunReport report, long action) {
        return of(
                report.commands().stream()
                        .filter(command -> command.action() == action)
                        .toList(),
                0);
    }

    private static OutputText of(List<CommandResult> commands, int omittedCommands) {
        String text = commands.stream().map(command -> whole(command.output())).collect(Collectors.joining());
        return new OutputText(
                (leftOut(omittedCommands) + text).getBytes(UTF_8),
                commands.stream()
                        .mapToLong(command -> command.output().totalBytes())
                        .sum(),
                commands.stream()
                        .mapToLong(command -> command.output().omittedBytes())
                        .sum(),
                omittedCommands);
    }

    private static String leftOut(int commands) {
        return switch (commands) {
            case 0 -> "";
            case 1 -> "[the first command was left out here]\n";
            default -> "[the first " + commands + " commands were left out here]\n";
        };
    }

    /** The end of it: so many lines. A last line without an end counts as one. */
    OutputText lastLines(long lines) {
        int begin = bytes.length;
        long missing = lines;
        while (lines > 0 && begin > 0 && (begin == bytes.length || bytes[begin - 1] != '\n' || --missing > 0)) {
            begin--;
        }
        return new OutputText(Arrays.copyOfRange(bytes, begin, bytes.length), total, omitted, omittedCommands);
    }

    /** The end of it: at most so many bytes, beginning with a whole character. */
    OutputText lastBytes(long most) {
        int begin = (int) Math.max(0, bytes.length - most);
        while (begin < bytes.length && (bytes[begin] & 0xC0) == 0x80) {
            begin++;
        }
        return new OutputText(Arrays.copyOfRange(bytes, begin, bytes.length), total, omitted, omittedCommands);
    }

    private static String whole(CapturedOutput output) {
        return output.omittedBytes() == 0
                ? output.head() + output.tail()
                : output.head() + "\n[" + output.omittedBytes() + " bytes were left out here]\n" + output.tail();
    }
}
