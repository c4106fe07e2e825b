package io.patchline.shell;

import static io.patchline.shell.ShellText.DATA;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides a text into code and data as bash does: quotes, expansions, comments, here-documents. It is no parser: what the code means is not asked.
 * (Source: POSIX.1-2017, Shell Command Language, 2.2, 2.3 and 2.7.4; bash's {@code $'…'} and {@code <<<}.)
 */
public final class ShellLexer {
    private static final Pattern FENCE = Pattern.compile("[ \\t]*(`{3,}|~{3,})[^`\\n]*(?=\\n|$)");
    private static final Pattern DELIMITER =
            Pattern.compile("<<(-?)[ \\t]*(?:'([^'\\n]+)'|\"([^\"\\n]+)\"|\\\\?([^\\s;&|<>()'\"`]+))");

    private enum Context {
        COMMANDS,
        SUBSTITUTION,
        PARENTHESES,
        BACKTICKS,
        DOUBLE_QUOTES,
        ARITHMETIC,
        PARAMETER,
    }

    private final String text;
    private final StringBuilder code = new StringBuilder();
    private final Deque<Context> contexts = new ArrayDeque<>();
    private final Deque<Integer> openings = new ArrayDeque<>();
    private final List<AnnouncedDocument> announced = new ArrayList<>();
    private final List<HereDocument> hereDocuments = new ArrayList<>();
    private final NotedQuotes quotes;
    private final NextPlace parentheses;
    private final NextPlace lineFeed;
    private boolean complete = true;
    private int backticks;
    private int fence;

    private ShellLexer(String text) {
        this.text = text;
        this.quotes = new NotedQuotes(text);
        this.parentheses = new NextPlace(text, "))");
        this.lineFeed = new NextPlace(text, "\n");
        contexts.push(Context.COMMANDS);
        openings.push(0);
    }

    public static ShellText read(String text) {
        return new ShellLexer(text).read();
    }

    private ShellText read() {
        while (at() < text.length()) {
            switch (contexts.element()) {
                case DOUBLE_QUOTES -> doubleQuoted();
                case ARITHMETIC, PARAMETER -> expansion();
                case COMMANDS, SUBSTITUTION, PARENTHESES, BACKTICKS -> command();
            }
        }
        boolean closed = complete && quotes.areWhole() && contexts.size() == 1 && announced.isEmpty();
        return new ShellText(code.toString(), hereDocuments, quotes.noted(), closed, quotes.haveProse(), fence);
    }

    /** The code has a character for every character that was read. */
    private int at() {
        return code.length();
    }

    private boolean next(String token) {
        return text.startsWith(token, at());
    }

    private char previous() {
        return at() == 0 ? '\n' : text.charAt(at() - 1);
    }

    private void keep(int characters) {
        code.append(text, at(), Math.min(text.length(), at() + characters));
    }

    private void hide(int characters) {
        code.repeat(DATA, Math.min(characters, text.length() - at()));
    }

    private void blank(int characters) {
        code.repeat(' ', characters);
    }

    private void open(Context context, int characters) {
        backticks += context == Context.BACKTICKS ? 1 : 0;
        contexts.push(context);
        openings.push(at());
        keep(characters);
    }

    private void close() {
        backticks -= contexts.pop() == Context.BACKTICKS ? 1 : 0;
        openings.pop();
    }

    private void command() {
        char c = text.charAt(at());
        if (atLineStart() && isFence()) {
            return;
        }
        switch (c) {
            case '\\' -> escape();
            case '\'' -> singleQuoted();
            case '"' -> openDoubleQuotes();
            case '`' -> backtick();
            case '(' -> parenthesis();
            case ')' -> closeParenthesis();
            case '$' -> dollar();
            case '#' -> commentOrWord();
            case '<' -> redirection();
            case '\n' -> newline();
            default -> keep(1);
        }
    }

    private boolean atLineStart() {
        return previous() == '\n' && contexts.element() == Context.COMMANDS;
    }

    private boolean isFence() {
        Matcher line = FENCE.matcher(text).region(at(), text.length());
        if (!line.lookingAt()) {
            return false;
        }
        if (fence == 0) {
            fence = 1
                    + (int) text.substring(0, at())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }
        blank(line.end() - at());
        return true;
    }

    private void escape() {
        if (next("\\\n")) {
            code.append("  ");
        } else if (next("\\n") || next("\\r")) {
            keep(2);
        } else {
            hide(2);
        }
    }

    private void singleQuoted() {
        boolean ansi = previous() == '$';
        int from = at() + 1;
        int end = text.indexOf('\'', from);
        while (ansi && end > 0 && text.charAt(end - 1) == '\\') {
            end = text.indexOf('\'', end + 1);
        }
        complete &= end >= 0;
        String contents = text.substring(from, end < 0 ? text.length() : end);
        quotes.note(at(), contents, ansi);
        hide(contents.length() + 2);
    }

    private void openDoubleQuotes() {
        contexts.push(Context.DOUBLE_QUOTES);
        openings.push(at());
        hide(1);
    }

    private void doubleQuoted() {
        switch (text.charAt(at())) {
            case '\\' -> hide(2);
            case '$' -> dollar();
            case '`' -> backtick();
            case '"' -> {
                int start = openings.element();
                close();
                quotes.noteDouble(start, at());
                hide(1);
            }
            default -> hide(1);
        }
    }

    private void backtick() {
        if (backticks > 0) {
            while (contexts.element() != Context.BACKTICKS) {
                close();
            }
            close();
            keep(1);
        } else {
            open(Context.BACKTICKS, 1);
        }
    }

    private void parenthesis() {
        int end = parentheses.from(at());
        if (next("((") && end < lineFeed.from(at())) {
            hide(end + 2 - at());
        } else {
            open(Context.PARENTHESES, 1);
        }
    }

    private void closeParenthesis() {
        Context context = contexts.element();
        if (context == Context.PARENTHESES || context == Context.SUBSTITUTION) {
            close();
        }
        keep(1);
    }

    private void dollar() {
        if (next("$((")) {
            open(Context.ARITHMETIC, 3);
        } else if (next("$(")) {
            open(Context.SUBSTITUTION, 2);
        } else if (next("${")) {
            open(Context.PARAMETER, 2);
        } else if (contexts.element() == Context.DOUBLE_QUOTES) {
            hide(1);
        } else {
            keep(next("$#") ? 2 : 1);
        }
    }

    private void expansion() {
        boolean arithmetic = contexts.element() == Context.ARITHMETIC;
        char c = text.charAt(at());
        if (arithmetic ? next("))") : c == '}') {
            close();
            keep(arithmetic ? 2 : 1);
        } else if (c == '\\') {
            hide(2);
        } else if (c == '"' && !arithmetic) {
            openDoubleQuotes();
        } else if (next("${") || next("$(")) {
            dollar();
        } else {
            hide(1);
        }
    }

    private void commentOrWord() {
        boolean comment = " \t\n;&|(".indexOf(previous()) >= 0;
        if (!comment) {
            keep(1);
            return;
        }
        while (at() < text.length() && !next("\n")) {
            code.append(' ');
        }
    }

    private void redirection() {
        Matcher delimiter = DELIMITER.matcher(text).region(at(), text.length());
        if (next("<<<")) {
            keep(3);
        } else if (delimiter.lookingAt()) {
            String bare = delimiter.group(4);
            String quoted = delimiter.group(2) == null ? delimiter.group(3) : delimiter.group(2);
            boolean escaped = bare != null && text.charAt(delimiter.start(4) - 1) == '\\';
            announced.add(new AnnouncedDocument(
                    at(), !delimiter.group(1).isEmpty(), bare == null ? quoted : bare, bare == null || escaped));
            keep(delimiter.end() - at());
        } else {
            keep(1);
        }
    }

    private void newline() {
        keep(1);
        List<AnnouncedDocument> bodies = List.copyOf(announced);
        announced.clear();
        bodies.forEach(this::body);
    }

    private void body(AnnouncedDocument document) {
        AnnouncedDocument.Body body = document.bodyIn(text, at());
        complete &= body.ended();
        hereDocuments.add(body.document());
        blank(body.end() - at());
    }
}
