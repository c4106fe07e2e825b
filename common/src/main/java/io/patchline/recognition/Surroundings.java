package io.patchline.recognition;

import io.patchline.shell.ShellCommands;
import io.patchline.shell.ShellLexer;
import io.patchline.shell.ShellText;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What stands before and after a patch text: prose and wrappings say nothing; commands would be dropped in silence. */
final class Surroundings {
    /** A line of a wrapping, of a comment, or of a transcript that made the diff. */
    private static final Pattern WRAPPING = Pattern.compile(
            "[`~]{3,}.*|(?:</?[\\w:!\\[-][^<>]*+>?|\\]\\]>)++|(?:#|//|/\\*|\\*|<!--|--|;|%|rem ).*"
                    + "|[$>%] (?:git|diff|hg|svn|cat|bat) .*"
                    + "|['\")}\\]`;,]*"
                    + "|(?:(?:bash|sh) -l?c ['\"])?(?:apply_?-?patch)?\\s*(?:<<-?\\s*\\\\?['\"]?[\\w.-]+['\"]?|['\"])?",
            Pattern.CASE_INSENSITIVE);

    /** The first line of a mail, or of what a program writes before a diff: a message in words follows. */
    private static final Pattern MESSAGE = Pattern.compile(
            "(?:From [0-9a-f]{7,64} |From: |Subject: |# HG changeset patch|commit [0-9a-f]{7,64}|changeset:\\s+\\d+:|Author: ).*",
            Pattern.DOTALL);

    private static final Pattern SENTENCE_END = Pattern.compile(".*[.:!?,]\\s*", Pattern.DOTALL);

    private Surroundings() {}

    /**
     * @param before the lines before the patch text
     * @param after the lines after it
     * @throws DoubtException if a line seems to be meant as a command
     */
    static void check(List<String> before, List<String> after) throws DoubtException {
        boolean message = before.stream().anyMatch(line -> MESSAGE.matcher(line).matches());
        if (!message) {
            check(before);
        }
        check(after);
    }

    private static void check(List<String> lines) throws DoubtException {
        for (String line : lines) {
            String bare = line.strip();
            if (!WRAPPING.matcher(bare).matches() && isCommand(bare)) {
                throw new DoubtException(Refusals.COMMANDS_AROUND.formatted(shortened(bare)));
            }
        }
    }

    private static boolean isCommand(String line) {
        ShellText text = ShellLexer.read(line);
        return !SENTENCE_END.matcher(line).matches()
                && ShellCommands.of(text).commands().stream()
                        .findFirst()
                        .filter(command -> command.isPlausible(Set.of()))
                        .isPresent();
    }

    private static String shortened(String line) {
        return line.length() > 60 ? line.substring(0, 59) + "…" : line;
    }
}
