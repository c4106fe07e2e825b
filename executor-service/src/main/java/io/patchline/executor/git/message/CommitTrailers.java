package io.patchline.executor.git.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trailers of a commit: the lines {@code Name: value} of the last paragraph of its message. They are found as git's {@code %(trailers)} finds them (trailer.c of git 2.39), with the character
 * {@code #} for comments and the separator {@code :}, but in all of the message: git reads none of one with a line {@code # ------------------------ >8 ------------------------} anywhere above
 * them, and none where nothing precedes them but empty lines. Whoever looks for trailers looks here, so that all find the same.
 */
public final class CommitTrailers {
    private static final String SPACE = " \t\r";

    /** Lines by which git knows a paragraph for one of trailers, though other lines are in it. */
    private static final List<String> OF_GIT = List.of("Signed-off-by: ", "(cherry picked from commit ");

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9-]++)[ \t]*+:");

    /** The last value of each name. */
    private final Map<String, StringBuilder> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private CommitTrailers(List<String> lines) {
        Optional<StringBuilder> last = Optional.empty();
        for (String line : lines) {
            if (last.isPresent() && beginsWithSpace(line)) {
                last.get().append(' ').append(line.strip());
                continue;
            }
            Matcher trailer = NAME.matcher(line);
            last = trailer.lookingAt()
                    ? Optional.of(
                            new StringBuilder(line.substring(trailer.end()).strip()))
                    : Optional.empty();
            last.ifPresent(value -> values.put(trailer.group(1), value));
        }
    }

    /** Of a message, as it is in the commit. */
    public static CommitTrailers of(String message) {
        List<String> lines = List.of(message.split("\n", -1));
        List<String> text = lines.subList(0, end(lines));
        return new CommitTrailers(text.subList(start(text), text.size()));
    }

    /** The last value of this name, on one line; empty text if there is none. Capital letters of the name do not count. */
    public String value(String name) {
        StringBuilder value = values.get(name);
        return value == null ? "" : value.toString().strip();
    }

    /** The last values of these names. */
    public List<String> values(List<String> names) {
        return names.stream().map(this::value).toList();
    }

    /** Where the comments and empty lines begin that nothing follows; git before 2.2 had a list of conflicts among them. */
    private static int end(List<String> lines) {
        int end = lines.size();
        boolean inConflicts = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean passedOver = line.isEmpty() || isComment(line) || (inConflicts && line.startsWith("\t"));
            if (line.equals("Conflicts:") && i + 1 < lines.size()) {
                inConflicts = true;
            } else if (!passedOver) {
                inConflicts = false;
                end = lines.size();
                continue;
            }
            end = Math.min(end, i);
        }
        return end;
    }

    /** Where the last paragraph begins, if it is one of trailers and not the first; else the end. */
    private static int start(List<String> lines) {
        Paragraph paragraph = new Paragraph();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            if (!isBlank(line)) {
                paragraph.precede(line);
            } else if (paragraph.begun) {
                return paragraph.isOfTrailers() ? i + 1 : lines.size();
            }
        }
        return lines.size();
    }

    /** What kinds of lines are in a paragraph, which is read from its end. */
    private static final class Paragraph {
        private boolean begun;
        private boolean ofGit;
        private int trailers;
        private int others;

        /** Lines that go on with the one above, if that is a trailer. */
        private int goingOn;

        void precede(String line) {
            if (isComment(line)) {
                others += goingOn;
                goingOn = 0;
                return;
            }
            begun = true;
            boolean known = OF_GIT.stream().anyMatch(line::startsWith);
            ofGit = ofGit || known;
            if (known || NAME.matcher(line).lookingAt()) {
                trailers++;
                goingOn = 0;
            } else if (beginsWithSpace(line)) {
                goingOn++;
            } else {
                others += 1 + goingOn;
                goingOn = 0;
            }
        }

        boolean isOfTrailers() {
            int not = others + goingOn;
            return ofGit ? trailers * 3 >= not : trailers > 0 && not == 0;
        }
    }

    private static boolean isComment(String line) {
        return line.startsWith("#");
    }

    private static boolean isBlank(String line) {
        return line.chars().allMatch(c -> SPACE.indexOf(c) >= 0);
    }

    private static boolean beginsWithSpace(String line) {
        return !line.isEmpty() && SPACE.indexOf(line.charAt(0)) >= 0;
    }
}
