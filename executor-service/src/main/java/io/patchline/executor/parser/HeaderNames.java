package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.PathChoice;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two names in a file's header. The {@code a/} and {@code b/} that git puts before them, or the letters of its
 * {@code diff.mnemonicPrefix}, are no part of a path.
 */
record HeaderNames(HeaderName before, HeaderName after, int patchLine) {
    private static final List<String> PREFIXES =
            List.of("a/b/", "i/w/", "c/i/", "c/w/", "o/w/", "w/i/", "i/c/", "w/c/", "w/o/");

    /** Names that programs and models write where they do not know the file's. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)(?:.*/)?(?:original|modified|old|new|before|after|updated|current|proposed|previous|source|target|a|b|input|output"
                    + "|file|file_?name|code|snippet|your_?file|example)(?:[_-]?(?:file|code|version|content|text|path))?(?:\\.\\w+)?"
                    + "|(?:.*/)?path/to/.*|.*[<>].*");

    /** Names that are none: of a pipe, or of a temporary file. */
    private static final Pattern NAMELESS =
            Pattern.compile("\\s*|-|/dev/(?:stdin|fd/\\d+)|/proc/.*|/tmp/.*|/var/folders/.*|/private/.*");

    /**
     * The path that the names mean, or its candidates.
     *
     * @param target the patch's {@code target_file}: it is meant where the header names none, or a part of it
     */
    PathChoice path(PatchLines patch, Optional<FilePath> target) throws EditRefusedException {
        List<HeaderName> named = new ArrayList<>();
        for (HeaderName name : List.of(after, before)) {
            if (!name.isNoFile() && !isNameless(name, target)) {
                named.add(name);
            }
        }
        if (named.isEmpty()) {
            return PathChoice.only(target.filter(path -> !(before.isNoFile() && after.isNoFile()))
                    .orElseThrow(this::nameless));
        }
        List<FilePath> plain = new ArrayList<>();
        List<FilePath> stripped = new ArrayList<>();
        for (HeaderName name : named) {
            plain.add(path(patch, name, name.name()));
            if (hasSlash(name)) {
                stripped.add(path(patch, name, afterSlash(name)));
            }
        }
        Optional<FilePath> fallback = target.filter(path -> Stream.concat(plain.stream(), stripped.stream())
                .anyMatch(name -> PLACEHOLDER.matcher(name.value()).matches()
                        || path.value().endsWith("/" + name)));
        if (isPrefixed()) {
            return new PathChoice(stripped, plain, fallback, target);
        }
        plain.addAll(stripped);
        return new PathChoice(plain, List.of(), fallback, target);
    }

    /** Whether both name a file, and not the same. */
    boolean differ() {
        return !before.absent() && !after.absent() && !own(before).equals(own(after));
    }

    /** The first name alone, without a prefix. */
    FilePath from(PatchLines patch) throws EditRefusedException {
        return path(patch, before, own(before));
    }

    /** The second name alone, without a prefix. */
    FilePath to(PatchLines patch) throws EditRefusedException {
        return path(patch, after, own(after));
    }

    boolean isPrefixed() {
        return PREFIXES.stream().anyMatch(pair -> fits(before, pair.substring(0, 2)) && fits(after, pair.substring(2)));
    }

    private FilePath path(PatchLines patch, HeaderName name, String text) throws EditRefusedException {
        return name.quoted() ? PatchLines.quotedPath(text, patchLine) : patch.path(text, patchLine);
    }

    private String own(HeaderName name) {
        return isPrefixed() ? afterSlash(name) : name.name();
    }

    private static String afterSlash(HeaderName name) {
        int slash = name.name().indexOf('/');
        int backslash = name.quoted() ? -1 : name.name().indexOf('\\');
        return name.name().substring(Math.max(slash < 0 ? backslash : slash, -1) + 1);
    }

    private static boolean hasSlash(HeaderName name) {
        return !name.name().startsWith("/") && !afterSlash(name).equals(name.name());
    }

    private static boolean isNameless(HeaderName name, Optional<FilePath> target) {
        return name.name().isBlank()
                || (target.isPresent() && NAMELESS.matcher(name.name()).matches());
    }

    private EditRefusedException nameless() {
        return before.isNoFile() && after.isNoFile()
                ? EditRefusedException.malformed(
                        patchLine, "both names are /dev/null. Name the file that is created or deleted.")
                : EditRefusedException.malformed(
                        patchLine,
                        "the file's name is missing. Write --- a/<path> and +++ b/<path>, or give \"target_file\".");
    }

    private static boolean fits(HeaderName name, String prefix) {
        return name.isNoFile() || name.name().startsWith(prefix) || name.name().startsWith(prefix.replace('/', '\\'));
    }
}
