package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.outcome.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines between {@code diff --git} and the first hunk: git's extended header. */
final class GitHeader {
    static final String START = "diff --git ";

    private static final List<String> FIELDS = List.of(
            "old mode",
            "new mode",
            "deleted file mode",
            "new file mode",
            "copy from",
            "copy to",
            "rename from",
            "rename to",
            "rename old",
            "rename new",
            "similarity index",
            "dissimilarity index",
            "index");

    private final int patchLine;
    private final String names;
    private final Map<String, String> values = new HashMap<>();

    private GitHeader(int patchLine, String names) {
        this.patchLine = patchLine;
        this.names = names;
    }

    static GitHeader read(PatchLines patch) throws EditRefusedException {
        boolean started = patch.peek().startsWith(START);
        int number = patch.number();
        GitHeader header = new GitHeader(
                number, started ? patch.take().substring(START.length()).stripTrailing() : "");
        while (header.keeps(patch.peek(patch.blanks(0)).stripTrailing())) {
            patch.take(patch.blanks(0) + 1);
        }
        if (isBody(patch, patch.blanks(0))) {
            patch.skipBlanks();
        }
        header.checkModes();
        return header;
    }

    /** Whether a change of a name begins here without the line {@code diff --git}. */
    static boolean isBareRename(PatchLines patch) {
        return patch.peek().matches("(rename|copy) from \\S.*") && patch.peek(1).matches("(rename|copy) to \\S.*");
    }

    private static boolean isBody(PatchLines patch, int at) {
        return FileHeader.isPair(patch, at) || FileHeader.isSingle(patch, at) || HunkReader.isHeader(patch.peek(at));
    }

    private boolean keeps(String line) {
        Optional<String> field =
                FIELDS.stream().filter(name -> line.startsWith(name + " ")).findFirst();
        field.ifPresent(name -> values.put(name, line.substring(name.length() + 1)));
        return field.isPresent();
    }

    /** A diff can ask for links and submodules; neither is a file with text. */
    private void checkModes() throws EditRefusedException {
        for (String field : List.of("old mode", "new mode", "deleted file mode", "new file mode")) {
            String mode = values.getOrDefault(field, "100644");
            if (!mode.matches("100[0-7]{3}")) {
                throw specialMode(mode);
            }
        }
        String index = values.getOrDefault("index", "");
        if (index.matches("\\S+ (?!100)\\d{6}")) {
            throw specialMode(index.substring(index.length() - 6));
        }
    }

    private EditRefusedException specialMode(String mode) {
        String kind = mode.equals("160000")
                ? ": it is a submodule's, and submodules are not changed by a patch. Leave it out"
                : mode.startsWith("120") ? ": it is a symbolic link's, and links are not made or changed" : "";
        return new EditRefusedException(
                ErrorCode.PATH_REFUSED,
                "Line " + patchLine + " of the diff: mode " + mode + " is not that of a regular file (100644 or 100755)"
                        + kind + ".");
    }

    int patchLine() {
        return patchLine;
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    /** The value of the first of the fields that is there, unquoted if it is a name. */
    Optional<String> name(String... fields) throws EditRefusedException {
        for (String field : fields) {
            String value = values.get(field);
            if (value != null) {
                return Optional.of(value.startsWith("\"") ? HeaderName.unquoted(value, patchLine) : value);
            }
        }
        return Optional.empty();
    }

    /** Whether the file shall be executable, if the header speaks of it. */
    Optional<Boolean> executable(String field) {
        return Optional.ofNullable(values.get(field)).map(mode -> (Integer.parseInt(mode.substring(3), 8) & 0100) != 0);
    }

    /** The names in the first line. They are told apart by being equal but for their prefixes, as git does it. */
    HeaderNames names() throws EditRefusedException {
        String[] pair = names.startsWith("\"") ? quoted() : halves();
        return new HeaderNames(HeaderName.of(pair[0], patchLine), HeaderName.of(pair[1], patchLine), patchLine);
    }

    private String[] quoted() throws EditRefusedException {
        int middle = names.indexOf("\" \"");
        if (middle < 0) {
            throw unreadable();
        }
        return new String[] {names.substring(0, middle + 1), names.substring(middle + 2)};
    }

    private String[] halves() throws EditRefusedException {
        int middle = names.length() / 2;
        if (names.length() % 2 == 1 && names.charAt(middle) == ' ') {
            String[] pair = {names.substring(0, middle), names.substring(middle + 1)};
            if (afterSlash(pair[0]).equals(afterSlash(pair[1]))) {
                return pair;
            }
        }
        int second = names.indexOf(" b/");
        if (!names.startsWith("a/") || second < 0 || names.indexOf(" b/", second + 1) >= 0) {
            throw unreadable();
        }
        return new String[] {names.substring(0, second), names.substring(second + 1)};
    }

    private static String afterSlash(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private EditRefusedException unreadable() {
        return EditRefusedException.malformed(
                patchLine,
                "the file's name cannot be read from \"diff --git " + LineExcerpt.of(names)
                        + "\". Add --- a/<path> and +++ b/<path>; for a rename, the lines \"rename from <old>\" and \"rename to <new>\".");
    }
}
