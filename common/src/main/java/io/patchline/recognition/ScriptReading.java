package io.patchline.recognition;

import io.patchline.shell.HereDocument;
import io.patchline.shell.KnownCommands;
import io.patchline.shell.ShellCommands;
import io.patchline.shell.ShellLexer;
import io.patchline.shell.ShellText;
import io.patchline.shell.SimpleCommand;
import java.util.ArrayList;
import java.util.List;
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
        List<String> inputs = new ArrayList<>();
        for (SimpleCommand shell : commands) {
            if (shell.runs(KnownCommands.SHELLS)) {
                text.hereDocuments().stream()
                        .filter(document -> lineOf(document.operator()) == shell.line())
                        .map(HereDocument::body)
                        .forEach(inputs::add);
                text.quotes().stream()
                        .filter(quote -> lineOf(quote.start()) == shell.line())
                        .map(ShellText.Quote::contents)
                        .forEach(inputs::add);
            }
        }
        return inputs.stream();
    }

    private int lineOf(int offset) {
        return commands.stream()
                .filter(command -> command.start() <= offset)
                .reduce((first, last) -> last)
                .map(SimpleCommand::line)
                .orElse(-1);
    }

    private boolean isHarmless(String input) {
        return !hasSigns(input) || (depth < DEEPEST && new ScriptReading(input, depth + 1).isScript());
    }
}
