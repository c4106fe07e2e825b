package io.patchline.recognition;

import io.patchline.shell.HereDocument;
import io.patchline.shell.KnownCommands;
import io.patchline.shell.ShellCommands;
import io.patchline.shell.ShellLexer;
import io.patchline.shell.ShellText;
import io.patchline.shell.SimpleCommand;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a script that does something with a patch text from a patch text in a wrapping. It is a script if every line that bash would run as a command can
 * be meant as one, and no sign of a patch text stands where a command would: the patch text is data of a command that takes it.
 */
final class ScriptReading {
    private static final int DEEPEST = 4;

    private final ShellText text;
    private final ShellCommands parsed;
    private final List<SimpleCommand> commands;
    private final int depth;

    private ScriptReading(String script, int depth) {
        this.text = ShellLexer.read(script);
        this.parsed = ShellCommands.of(text);
        this.commands = parsed.commands();
        this.depth = depth;
    }

    /** Whether this text, which has signs of a patch text, is a script that does something with it. */
    static boolean isScript(String text) {
        return new ScriptReading(text, 1).isScript();
    }

    private boolean isScript() {
        return text.complete()
                && !text.proseQuote()
                && text.fence() == 0
                && !commands.isEmpty()
                && !hasSigns(text.code())
                && commands.stream().allMatch(command -> command.isPlausible(parsed.functions()))
                && !onlyAppliesPatch()
                && !onlyPrints()
                && shellInputs().allMatch(this::isHarmless);
    }

    private static boolean hasSigns(String code) {
        return !SignSearch.in(code).isEmpty()
                || !SignSearch.in(TextLines.withEscapedBreaks(code)).isEmpty();
    }

    /** An {@code apply_patch} with nothing but a change of directory beside it is no program's call but a way to write a patch. */
    private boolean onlyAppliesPatch() {
        return commands.stream().anyMatch(command -> command.runs(KnownCommands.APPLY_PATCH))
                && commands.stream()
                        .allMatch(command ->
                                command.runs(KnownCommands.APPLY_PATCH) || command.runs(KnownCommands.PREPARING));
    }

    /** A script that only shows a patch text would do nothing: who sends it wants it applied. */
    private boolean onlyPrints() {
        boolean whole = Stream.concat(
                        text.hereDocuments().stream().map(HereDocument::body),
                        text.quotes().stream().map(ShellText.Quote::contents).filter(quote -> quote.contains("\n")))
                .anyMatch(ScriptReading::hasSigns);
        return whole
                && commands.stream()
                        .allMatch(command ->
                                command.runs(KnownCommands.PRINTING) || command.runs(KnownCommands.PREPARING))
                && !text.code().contains("|")
                && commands.stream()
                        .flatMap(command -> command.words().stream())
                        .noneMatch(word -> word.matches("[0-9&]*>.*"));
    }

    /** What shells of this script read as commands. */
    private Stream<String> shellInputs() {
        Set<Integer> shells = commands.stream()
                .filter(command -> command.runs(KnownCommands.SHELLS))
                .map(SimpleCommand::line)
                .collect(Collectors.toSet());
        return Stream.concat(
                text.hereDocuments().stream()
                        .filter(document -> shells.contains(lineOf(document.operator())))
                        .map(HereDocument::body),
                text.quotes().stream()
                        .filter(quote -> shells.contains(lineOf(quote.start())))
                        .map(ShellText.Quote::contents));
    }

    /** The line of the last command that begins before this; -1 if there is none. */
    private int lineOf(int offset) {
        int begin = 0;
        int end = commands.size();
        while (begin < end) {
            int middle = (begin + end) >>> 1;
            if (commands.get(middle).start() <= offset) {
                begin = middle + 1;
            } else {
                end = middle;
            }
        }
        return begin == 0 ? -1 : commands.get(begin - 1).line();
    }

    private boolean isHarmless(String input) {
        return !hasSigns(input) || (depth < DEEPEST && new ScriptReading(input, depth + 1).isScript());
    }
}
