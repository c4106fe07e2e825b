package io.patchline.executor.git;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which patches wait for a review, by what they change. Its patterns are read as those of {@code .gitignore}; where one could be meant to match more than git reads in it, it does, and one that could
 * match nothing is refused: what a pattern does not match, nobody judges.
 */
public final class ReviewRule {
    private static final String NEVER = "never";
    private static final String ALWAYS = "always";

    /** What people write who mean one of the two. */
    private static final Set<String> WORDS =
            Set.of(NEVER, ALWAYS, "true", "false", "yes", "no", "on", "off", "all", "none");

    private static final Pattern ABSOLUTE = Pattern.compile("[/~].*|[A-Za-z]:/.*");
    private static final Pattern NO_COMMA = Pattern.compile("[\\s[:cntrl:];'\"]");

    private static final String UNREADABLE_SET =
            "what is between [ and ] cannot be read. Write characters and ranges, such as [a-z_]";

    private final boolean always;
    private final List<Pattern> patterns;

    private ReviewRule(boolean always, List<Pattern> patterns) {
        this.always = always;
        this.patterns = List.copyOf(patterns);
    }

    /**
     * Reads a configured value: {@code never}, {@code always}, or patterns of paths separated by commas.
     *
     * @throws IllegalArgumentException if a pattern could match nothing, or cannot be read: what is wrong with it, and what to write instead
     */
    public static ReviewRule parse(String text) {
        String value = text.strip();
        if (value.equals(NEVER) || value.equals(ALWAYS)) {
            return new ReviewRule(value.equals(ALWAYS), List.of());
        }
        List<String> globs = Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(glob -> !glob.isEmpty())
                .toList();
        if (globs.isEmpty()) {
            throw new IllegalArgumentException("names no path: write never, always, or patterns of paths");
        }
        return new ReviewRule(false, globs.stream().map(ReviewRule::pattern).toList());
    }

    private static Pattern pattern(String glob) {
        Optional<String> wrong = wrong(glob);
        if (wrong.isEmpty()) {
            try {
                return Glob.read(glob);
            } catch (PatternSyntaxException e) {
                wrong = Optional.of(UNREADABLE_SET);
            }
        }
        throw new IllegalArgumentException("has the pattern \"" + glob + "\": " + wrong.get());
    }

    /** Why it would not match what is meant by it, and what to write instead; empty if it may. */
    private static Optional<String> wrong(String glob) {
        if (WORDS.contains(glob.toLowerCase(Locale.ROOT))) {
            return Optional.of("write never or always, alone and in lower case. A path of this name is **/" + glob);
        }
        if (glob.startsWith("!")) {
            return Optional.of("there are no exceptions. Leave it out, and name what is to be judged");
        }
        if (glob.contains("\\")) {
            return Optional.of("write / between directories, and [*] for a * that is meant");
        }
        if (ABSOLUTE.matcher(glob).matches()) {
            return Optional.of("paths begin at the top of the repository, without a / before, such as deploy/**");
        }
        if (glob.contains("{") || glob.contains("}")) {
            return Optional.of("there are no groups. Write a pattern for each, separated by commas");
        }
        if (NO_COMMA.matcher(glob).find()) {
            return Optional.of("separate patterns by commas, and leave out quotation marks. For a space write ?");
        }
        return Glob.names(glob).stream()
                .map(ReviewRule::wrongName)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> wrongName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.equalsIgnoreCase(".git")) {
            return Optional.of("no commit has a path with \"" + name + "\" in it. Write paths as git shows them,"
                    + " from the top of the repository, such as deploy/**");
        }
        if (Glob.NAMED.matcher(name).find()) {
            return Optional.of(UNREADABLE_SET);
        }
        return Glob.SET.matcher(name).replaceAll("").contains("[")
                ? Optional.of("a [ is not closed. Write ] behind it, or [[] for one that is meant")
                : Optional.empty();
    }

    /** Whether some patch may need one. */
    public boolean mayAsk() {
        return always || !patterns.isEmpty();
    }

    /** Why one that changes these files waits; empty if it does not. */
    public Optional<String> reason(Iterable<FilePath> changed) {
        if (always) {
            return Optional.of("the workspace asks for a review of every patch");
        }
        for (FilePath path : changed) {
            if (patterns.stream()
                    .anyMatch(pattern -> pattern.matcher(path.value()).matches())) {
                return Optional.of("the workspace asks for a review of what changes " + path);
            }
        }
        return Optional.empty();
    }

    /** A pattern of paths as a regular expression, which takes no longer than the path is long: of the path, and of all that is below it. */
    private static final class Glob {
        static final Pattern SET = Pattern.compile("\\[([!^]?)(\\]?[^\\]]*)\\]");

        /** A set with a class by its name, such as {@code [[:digit:]]}. */
        static final Pattern NAMED = Pattern.compile("\\[[!^]?\\]?[^\\]]*\\[[:.=]");

        private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");
        private static final String ANY_DIRECTORIES = "(?:.*/)?";
        private static final String DIRECTORIES = "**";

        private Glob() {}

        static List<String> names(String glob) {
            return List.of(SLASHES_AT_END.matcher(glob).replaceFirst("").split("/", -1));
        }

        static Pattern read(String glob) {
            List<String> names = new ArrayList<>(names(glob));
            // As git reads it: a name alone is one at any depth.
            StringBuilder regex = new StringBuilder(names.size() == 1 ? ANY_DIRECTORIES : "");
            while (names.size() > 1 && names.getLast().equals(DIRECTORIES)) {
                names.removeLast();
            }
            for (String name : names.subList(0, names.size() - 1)) {
                regex.append(name.equals(DIRECTORIES) ? ANY_DIRECTORIES : name(name) + "/");
            }
            regex.append(name(names.getLast())).append("(?:/.*)?");
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        }

        private static String name(String name) {
            StringBuilder regex = new StringBuilder();
            Matcher set = SET.matcher(name);
            for (int at = 0; at < name.length(); at++) {
                char c = name.charAt(at);
                if (name.startsWith(DIRECTORIES, at)) {
                    regex.append(".*"); // Git takes src/**.tf for src/*.tf, and whoever writes it does not.
                    at++;
                } else if (c == '[' && set.find(at)) {
                    regex.append(set.group(1).isEmpty() ? "[" : "[^/").append(set(set.group(2)));
                    at = set.end() - 1;
                } else if (c == '*') {
                    regex.append("[^/]*");
                } else {
                    regex.append(c == '?' ? "[^/]" : literal(c));
                }
            }
            return regex.toString();
        }

        /** The inside of a set, without the slash that a range may span. */
        private static String set(String characters) {
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < characters.length(); i++) {
                char from = characters.charAt(i);
                regex.append(literal(from));
                if (i + 2 < characters.length() && characters.charAt(i + 1) == '-') {
                    i += 2;
                    char to = characters.charAt(i);
                    regex.append(from < '/' && to > '/' ? "-.0-" : "-").append(literal(to));
                }
            }
            return regex.append(']').toString();
        }

        private static String literal(char c) {
            boolean plain = c > 127 || Character.isLetterOrDigit(c);
            return plain ? String.valueOf(c) : "\\" + c;
        }
    }
}
