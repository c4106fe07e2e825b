package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.outcome.ErrorCode;
import java.util.regex.Pattern;

/** Reads the lines of a unified diff that are part of no file's change: what programs and people write in between. */
final class BetweenFiles {
    private static final Pattern BINARY = Pattern.compile(
            "GIT binary patch|(?:Binary files?|Files) .* (?:differ|has changed)|Cannot display: file marked as a binary type\\..*");

    private static final Pattern SUBMODULE = Pattern.compile("Submodule \\S+ (?:[0-9a-f]{7,}|contains ).*");

    private final PatchLines patch;

    BetweenFiles(PatchLines patch) {
        this.patch = patch;
    }

    /** Passes over one line: prose, where that is allowed, or a line that programs write between files. */
    void skip(boolean proseAllowed) throws EditRefusedException {
        refuseBinary();
        int number = patch.number();
        String line = patch.take();
        if (line.startsWith("Only in ") || (line.startsWith("diff -") && !FileHeader.isPair(patch, patch.blanks(0)))) {
            throw EditRefusedException.malformed(
                    number, "it names a file without saying what is in it. Make the diff with diff -ruN or git diff.");
        }
        if (!proseAllowed && !isKnown(line)) {
            throw EditRefusedException.malformed(
                    number,
                    "\"" + LineExcerpt.of(line)
                            + "\" is no line of a diff. Lines of a hunk start with a space, + or -; then come @@, diff or ---.");
        }
    }

    /** A binary file or a submodule has no lines that could be changed. */
    void refuseBinary() throws EditRefusedException {
        String line = patch.peek().stripTrailing();
        if (BINARY.matcher(line).matches()) {
            throw new EditRefusedException(
                    ErrorCode.FILE_REFUSED,
                    "Line " + patch.number() + " of the diff: \"" + LineExcerpt.of(line)
                            + "\": binary files are not patched. Leave this file out of the diff; a command can write it"
                            + " (base64 -d > <path>).");
        }
        if (SUBMODULE.matcher(line).matches()) {
            throw new EditRefusedException(
                    ErrorCode.PATH_REFUSED,
                    "Line " + patch.number() + " of the diff: submodules are not changed by a patch. Leave it out.");
        }
    }

    private static boolean isKnown(String line) {
        return line.isBlank()
                || line.startsWith("diff -")
                || line.startsWith("Index: ")
                || line.startsWith("====")
                || line.startsWith("```")
                || line.stripTrailing().equals("--");
    }
}
