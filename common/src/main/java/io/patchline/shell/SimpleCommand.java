package io.patchline.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One command of a script, without redirections to the left of its name.
 *
 * @param start the offset of its first character in the script
 * @param end the offset after its last
 * @param line the number of logical lines before its own
 * @param words of its code: data stands for itself as {@link ShellText#DATA}
 */
public record SimpleCommand(int start, int end, int line, List<String> words) {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*(\\[[^\\]]*\\])?\\+?=.*");
    private static final Pattern REDIRECTION = Pattern.compile("\\d*(?:[<>]{1,3}|<>|>\\||[<>]&|&>{1,2})-?.*");
    private static final Pattern PATH = Pattern.compile("(?:\\.{1,2}|~)?/.*|[\\w.-]+(?:/[\\w.-]+)++");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.+-]*");
    private static final Pattern OPTION = Pattern.compile("-[A-Za-z0-9]|-{1,2}[A-Za-z][\\w-]+(=.*)?");

    /** The command that this code is; a keyword before it is no part of it. */
    public static SimpleCommand of(int start, int end, int line, String code) {
        List<String> words = Arrays.stream(code.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        int first = 0;
        while (first < words.size() && KnownCommands.BEFORE_COMMANDS.contains(words.get(first))) {
            first++;
        }
        return new SimpleCommand(start, end, line, words.subList(first, words.size()));
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** Whether nothing but redirections, or assignments, is left of the command. */
    private int nameIndex() {
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i);
            if (REDIRECTION.matcher(word).matches()) {
                i += word.matches("\\d*[<>&|-]+") ? 2 : 1;
            } else if (ASSIGNMENT.matcher(word).matches()) {
                i++;
            } else {
                return i;
            }
        }
        return words.size();
    }

    /** The name of the program or of the shell's own command; empty if there is none. */
    public String name() {
        int i = nameIndex();
        return i < words.size() ? words.get(i) : "";
    }

    /** The name of the program that runs in the end, where one runs another ({@code sudo -n bash}). */
    String programRun() {
        int i = nameIndex();
        while (i < words.size() - 1 && KnownCommands.PREFIXES.contains(words.get(i))) {
            i++;
            while (i < words.size() - 1
                    && (words.get(i).startsWith("-")
                            || words.get(i).matches("\\d+[smhd]?")
                            || ASSIGNMENT.matcher(words.get(i)).matches())) {
                i++;
            }
        }
        String name = i < words.size() ? words.get(i) : "";
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public boolean runs(Set<String> programs) {
        return programs.contains(programRun());
    }

    /**
     * Whether this can be meant as a command, and not as prose: it has a known name, one that this script defines, a path, a variable, or options.
     *
     * @param functions the names that the script defines
     */
    public boolean isPlausible(Set<String> functions) {
        int i = nameIndex();
        if (i == words.size()) {
            return words.stream().noneMatch(word -> word.contains("<<"));
        }
        String name = words.get(i);
        return KnownCommands.has(name)
                || functions.contains(name)
                || name.startsWith("$")
                || PATH.matcher(name).matches()
                || (NAME.matcher(name).matches() && hasOptions(i));
    }

    private boolean hasOptions(int name) {
        return words.stream()
                .skip(name + 1L)
                .anyMatch(word -> OPTION.matcher(word).matches()
                        || REDIRECTION.matcher(word).matches());
    }
}
