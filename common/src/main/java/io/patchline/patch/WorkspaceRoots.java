package io.patchline.patch;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The absolute paths by which submitters know the workspace, and what a path as they write it means. One that has a single meaning in the
 * workspace is that file; one that is meant for a shell, a URL or another machine is refused and never becomes a name.
 *
 * @param roots absolute paths, of Windows too ({@code C:\proj}), the longest first
 */
public record WorkspaceRoots(List<String> roots) {
    /** No absolute path is understood. */
    public static final WorkspaceRoots NONE = new WorkspaceRoots(List.of());

    private static final Pattern URL = Pattern.compile("(?i)(file:|[a-z][a-z0-9+.-]+://).*", Pattern.DOTALL);
    private static final Pattern HOME = Pattern.compile("~[\\w.-]*([/\\\\].*)?", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile(
            "(\\$[A-Z_][A-Z0-9_]*|\\$\\{\\w+}|\\$\\([^)]*\\)|`[^`]*`|%\\w+%)([/\\\\].*)?", Pattern.DOTALL);
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[/\\\\].*", Pattern.DOTALL);
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?![\\w.@+\\\\-])");

    /**
     * @throws IllegalArgumentException if a root is no absolute path, or the file system's own root
     */
    public WorkspaceRoots {
        roots = roots.stream()
                .map(WorkspaceRoots::root)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** These and one more. */
    public WorkspaceRoots and(String root) {
        return new WorkspaceRoots(Stream.concat(roots.stream(), Stream.of(root)).toList());
    }

    /**
     * The file that a submitter means.
     *
     * @throws IllegalArgumentException that begins with {@code path} and says how to write it instead
     */
    public FilePath path(String written) {
        Text.require(
                !URL.matcher(written).matches(),
                "path",
                () -> "must not be a URL such as file:. " + relative(afterUrl(written)));
        Text.require(
                !HOME.matcher(written).matches(),
                "path",
                () -> "must not begin with ~, which only a shell knows. " + relative(afterSlash(written)));
        Text.require(
                !VARIABLE.matcher(written).matches(),
                "path",
                () -> "must not begin with a variable of a shell such as $HOME. " + relative(afterSlash(written)));
        String plain = slashed(written);
        Optional<String> below = belowRoot(plain);
        Text.require(below.filter(String::isEmpty).isEmpty(), "path", "must name a file below the workspace");
        if (below.isEmpty()) {
            refuseAbsolute(written, plain);
        }
        return new FilePath(below.orElse(plain));
    }

    private static String root(String root) {
        String plain = SLASHES.matcher(root.replace('\\', '/')).replaceAll("/").replaceAll("/$", "");
        Text.require(plain.startsWith("/") || DRIVE.matcher(plain + "/").matches(), "root", "must be an absolute path");
        Text.require(!plain.matches("/?|[A-Za-z]:"), "root", "must not be the root of a file system");
        return plain;
    }

    /** Backslashes are those of Windows, unless they stand before what a shell would have escaped. */
    private static String slashed(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        boolean network = written.startsWith("\\\\");
        Text.require(
                !network, "path", "must not be a path of Windows in the network (\\\\). " + relative("src/app.py"));
        Text.require(
                !ESCAPE.matcher(written).find(),
                "path",
                "must not contain a backslash before such a character: write / between names, and the names as they are");
        return written.replaceAll("\\\\+", "/");
    }

    private Optional<String> belowRoot(String plain) {
        String path = SLASHES.matcher(plain).replaceAll("/");
        return roots.stream()
                .filter(root -> path.regionMatches(isDrive(root), 0, root + "/", 0, root.length() + 1))
                .map(root -> path.substring(root.length() + 1))
                .findFirst();
    }

    private static boolean isDrive(String root) {
        return !root.startsWith("/");
    }

    private void refuseAbsolute(String written, String plain) {
        Text.require(
                !DRIVE.matcher(written).matches(),
                "path",
                () -> "must not begin with a drive of Windows such as C:. " + relative(afterSlash(plain)) + known());
        Text.require(
                !plain.startsWith("/"),
                "path",
                () -> "must be relative to the workspace, without a leading /" + known());
    }

    private String known() {
        return roots.isEmpty() ? "" : ". Absolute paths are understood below " + String.join(", ", roots);
    }

    private static String relative(String example) {
        String shown =
                example.isBlank() || example.length() > 100 || example.chars().anyMatch(Character::isISOControl)
                        ? "src/app.py"
                        : example;
        return "Write it relative to the workspace, with / between names: \"" + shown + "\"";
    }

    private static String afterUrl(String written) {
        return written.replace('\\', '/').replaceFirst("^[^:]*:/*(localhost/)?", "");
    }

    private static String afterSlash(String written) {
        String plain = written.replace('\\', '/');
        return plain.substring(plain.indexOf('/') + 1);
    }
}
