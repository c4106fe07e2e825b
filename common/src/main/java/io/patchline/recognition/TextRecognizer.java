package io.patchline.recognition;

import io.patchline.shell.ShellCommands;
import io.patchline.shell.ShellLexer;
import io.patchline.shell.ShellText;
import io.patchline.shell.SimpleCommand;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells what a submitted text is, by signs anywhere in it. It is asked before anything is called a command: by the ingest service, and again by the executor before
 * a command runs. Safe for use by several threads.
 */
public final class TextRecognizer {
    /** An object of JSON, or of Python, or a list of objects or strings. No command begins so: {@code [ "a" = "b" ]} has a blank, {@code { "$x" ;}} no colon. */
    private static final Pattern JSON = Pattern.compile(
            "^\\s*(?:\\{\"|\"\\s*[{\\[]\\s*\\\\\"|\\{\\s*(?:\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+')\\s*:|\\[\\s*\\{\\s*[\"']|\\[\"(?:[^\"\\\\]|\\\\.)*+\"\\s*[,\\]])");

    /** The same after other text, in what a lexer leaves of the code, if it has a name: where brackets follow one another only the last can have one, so they are passed over. */
    private static final Pattern JSON_LINE = Pattern.compile(
            "(?m)^[ \\t]*+[{\\[](?:[ \\t]*+[{\\n\\x0B\\f\\r])*+(?<name>[ \\t]*+" + ShellText.DATA + "++\\s*+:)?");

    private TextRecognizer() {}

    /** What this text is. */
    public static Recognition recognize(String submitted) {
        String marked = TextLines.withoutMarks(submitted);
        String text = marked.indexOf('\n') < 0 ? TextLines.withLineFeeds(marked) : marked;
        if (JSON.matcher(text).find()) {
            return json();
        }
        List<Sign> signs = SignSearch.in(text);
        if (signs.isEmpty()) {
            return withoutSigns(text);
        }
        if (ScriptReading.isScript(TextLines.withLineFeeds(text))) {
            return command(text);
        }
        Recognition patch = new PatchExtraction(text, signs).read();
        return patch instanceof Recognition.Unusable && TextLines.breaksAreEscaped(text) ? escapedBreaks(text) : patch;
    }

    private static Recognition json() {
        return new Recognition.Unusable(
                "This is JSON within a string. Send it as an object, without the quotes around it: \"patch\": {…}, or its \"mutations\" at the top."
                        + Refusals.NOT_RUN);
    }

    /** A script whose lines end with CR and LF in part only has no line ends that bash would read as meant. */
    private static Recognition command(String text) {
        String script = TextLines.withLineFeeds(text);
        if (script.contains("\r\n")) {
            List<String> code = TextLines.of(ShellLexer.read(script).code());
            for (int i = 0; i < code.size(); i++) {
                if (code.get(i).endsWith("\r")) {
                    return new Recognition.Unusable("Line " + (i + 1)
                            + " of the command ends with CR and LF, and others with LF alone: a shell would"
                            + " take the CR for a part of the last word. Send all lines with LF (\\n)."
                            + Refusals.NOT_RUN);
                }
            }
        }
        return new Recognition.Command(script);
    }

    /** A text that is a command unless something of it would be run that is meant for nobody's shell. */
    private static Recognition withoutSigns(String text) {
        String unescaped = TextLines.withEscapedBreaks(text);
        if (!unescaped.equals(text) && !SignSearch.in(unescaped).isEmpty() && !ScriptReading.isScript(text)) {
            return escapedBreaks(text);
        }
        boolean doubtful = text.contains("```")
                || text.contains("~~~")
                || text.contains("\n+")
                || text.contains("\n-")
                || text.contains("{")
                || text.contains("[");
        return doubtful ? doubtful(text) : command(text);
    }

    private static Recognition escapedBreaks(String text) {
        String written = text.contains("`n") ? "`n (PowerShell's)" : "\\n (a backslash and an n)";
        return new Recognition.Unusable("This is a patch text that has " + written
                + " where its line breaks should be. Escape each line break once in the JSON string: \\n in the request's body, not \\\\n."
                + Refusals.NOT_RUN);
    }

    private static Recognition doubtful(String text) {
        ShellText shell = ShellLexer.read(TextLines.withLineFeeds(text));
        if (shell.fence() > 0) {
            return new Recognition.Unusable("A Markdown fence stands at line " + shell.fence()
                    + " of the text, which a shell would run. Send the command alone, without the fence lines and without text around them."
                    + Refusals.NOT_RUN);
        }
        if (JSON_LINE.matcher(shell.code()).results().anyMatch(line -> line.group("name") != null)) {
            return json();
        }
        List<SimpleCommand> commands = ShellCommands.of(shell).commands();
        boolean added = commands.stream().anyMatch(command -> command.name().startsWith("+"));
        boolean removed = commands.stream().anyMatch(command -> command.name().startsWith("-"));
        return added && removed
                ? new Recognition.Unusable(
                        "Lines of this text start with + and others with -, as in a diff, but it has no header. Begin it with \"--- a/<path>\" and \"+++ b/<path>\","
                                + " and each hunk with a line \"@@\"." + Refusals.NOT_RUN)
                : command(text);
    }
}
