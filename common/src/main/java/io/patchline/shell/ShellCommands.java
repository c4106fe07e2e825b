package io.patchline.shell;

import static io.patchline.shell.ShellText.DATA;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a script, those in subshells and substitutions too. Patterns of {@code case} and words of arrays are none. */
public final class ShellCommands {
    private static final Pattern FUNCTION = Pattern.compile("(?m)(?:^|[;\\s])(?:function\\s+)?([\\w-]+)\\s*\\(\\s*\\)");
    private static final Pattern CONDITION = Pattern.compile("\\[\\[\\s");
    private static final Pattern CONDITION_END = Pattern.compile("\\s\\]\\]|[\\n\\r\\u0085\\u2028\\u2029]");
    private static final Pattern CASE = Pattern.compile("\\bcase\\s+\\S+\\s+in\\b");
    private static final Pattern CASE_END = Pattern.compile("\\besac\\b");
    private static final Pattern CASE_PATTERN = Pattern.compile("(?<=\\sin|;;|;&)\\s*+[^()\\n;]*+(?<end>\\))?");
    private static final Pattern DUPLICATION = Pattern.compile("[<>]&|&>");

    private enum Kind {
        LIST,
        SUBSTITUTION,
        ARRAY,
        BACKTICKS,
    }

    /** What is open: the command that is being read, and what ends it. */
    private static final class Level {
        private final Kind kind;
        private final StringBuilder command = new StringBuilder();
        private int start;

        Level(Kind kind, int start) {
            this.kind = kind;
            this.start = start;
        }
    }

    private final String code;
    private final Set<String> functions = new HashSet<>();
    private final List<SimpleCommand> commands = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int line;

    private ShellCommands(String code) {
        this.code = withoutOperands(code, functions);
        levels.push(new Level(Kind.LIST, 0));
    }

    public static ShellCommands of(ShellText text) {
        ShellCommands commands = new ShellCommands(text.code());
        commands.read();
        return commands;
    }

    /** In the order in which they begin. */
    public List<SimpleCommand> commands() {
        return commands.stream()
                .sorted(Comparator.comparingInt(SimpleCommand::start))
                .toList();
    }

    /** The names of the functions that the script defines. */
    public Set<String> functions() {
        return functions;
    }

    private static String withoutOperands(String code, Set<String> functions) {
        Matcher function = FUNCTION.matcher(code);
        StringBuilder plain = new StringBuilder(code);
        while (function.find()) {
            functions.add(function.group(1));
            blank(plain, function.start(), function.end());
        }
        blankConditions(code, plain);
        blankCasePatterns(code, plain);
        for (Matcher duplication = DUPLICATION.matcher(code); duplication.find(); ) {
            plain.setCharAt(duplication.start(), '>');
            plain.setCharAt(duplication.end() - 1, '>');
        }
        return plain.toString();
    }

    /** What stands in {@code [[ … ]]} on one line is one word. What begins and does not end is looked at once. */
    private static void blankConditions(String code, StringBuilder plain) {
        Matcher condition = CONDITION.matcher(code);
        Matcher end = CONDITION_END.matcher(code);
        for (int from = 0; condition.find(from); ) {
            if (!end.find(condition.end())) {
                return;
            }
            from = end.end();
            if (code.charAt(end.end() - 1) == ']') {
                plain.setCharAt(condition.start() + 2, ' ');
                for (int i = condition.start() + 3; i < end.end(); i++) {
                    plain.setCharAt(i, DATA);
                }
            }
        }
    }

    private static void blankCasePatterns(String code, StringBuilder plain) {
        Matcher cases = CASE.matcher(code);
        Matcher end = CASE_END.matcher(code);
        for (int from = 0; cases.find(from) && end.find(cases.end()); from = end.end()) {
            blankCasePatterns(code, cases.start() + 1, end.end(), plain);
        }
    }

    /** One that does not end by a parenthesis is passed over with all that would end where it does. */
    private static void blankCasePatterns(String code, int begin, int end, StringBuilder plain) {
        Matcher pattern = CASE_PATTERN.matcher(code).useTransparentBounds(true);
        for (int from = begin; pattern.region(from, end).find(); ) {
            if (pattern.group("end") != null) {
                blank(plain, pattern.start(), pattern.end());
                from = pattern.end();
            } else {
                from = pattern.start() + 1;
                for (int at = pattern.end(); at > from; at--) {
                    from = Character.isWhitespace(code.charAt(at - 1)) ? from : at;
                }
            }
        }
    }

    private static void blank(StringBuilder text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != '\n') {
                text.setCharAt(i, ' ');
            }
        }
    }

    private void read() {
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            switch (c) {
                case '\n', ';', '|', '&' -> separator(i, c);
                case '(' -> open(i);
                case ')' -> close(i);
                case '`' -> backtick(i);
                default -> append(c);
            }
        }
        while (levels.size() > 1) {
            end(code.length());
            levels.pop();
        }
        end(code.length());
    }

    private void append(char c) {
        levels.element().command.append(c);
    }

    private void separator(int at, char c) {
        if (levels.element().kind == Kind.ARRAY) {
            append(' ');
        } else {
            end(at);
        }
        if (c == '\n') {
            line++;
        }
    }

    private void open(int at) {
        char before = at == 0 ? '\n' : code.charAt(at - 1);
        if (before == '=') {
            append(DATA);
            levels.push(new Level(Kind.ARRAY, at));
        } else if (before == '$' || before == '<' || before == '>') {
            append(DATA);
            levels.push(new Level(Kind.SUBSTITUTION, at + 1));
        } else {
            end(at);
            levels.push(new Level(Kind.LIST, at + 1));
        }
    }

    private void close(int at) {
        Level level = levels.element();
        if (levels.size() == 1) {
            // A pattern of case.
            level.command.setLength(0);
            level.start = at + 1;
        } else {
            if (level.kind != Kind.ARRAY) {
                end(at);
            }
            levels.pop();
        }
    }

    private void backtick(int at) {
        if (levels.element().kind == Kind.BACKTICKS) {
            end(at);
            levels.pop();
        } else {
            append(DATA);
            levels.push(new Level(Kind.BACKTICKS, at + 1));
        }
    }

    /** Ends the command that is being read. */
    private void end(int at) {
        Level level = levels.element();
        SimpleCommand command = SimpleCommand.of(level.start, at, line, level.command.toString());
        if (!command.isEmpty()) {
            commands.add(command);
        }
        level.command.setLength(0);
        level.start = at + 1;
    }
}
