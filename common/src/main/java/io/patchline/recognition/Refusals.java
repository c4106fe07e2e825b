package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;

/** What is said of texts that are recognised and not used: what they are, and the shortest form that would do. */
final class Refusals {
    static final String NOT_RUN = " Nothing of it is run.";

    static final String NOT_ON_LINES_OF_ITS_OWN =
            "This speaks of a patch or diff, or has one whose lines are not lines of their own. Send the patch text alone, with its line breaks.";

    static final String SEVERAL =
            "This text has more than one patch or diff, with other text between them. Send one after the other without anything between, or one by one.";

    static final String COMMANDS_AROUND =
            "This is a patch text with commands around it (\"%s\"). Send the diff or the patch alone in \"patch\", and the commands in"
                    + " \"postMutationBuild\"; or pass the text to git apply in a here-document.";

    static final String EXPANDED =
            "This is a patch text in quotes or a here-document in which a shell would expand $ and `, and it has them escaped. Send the patch alone,"
                    + " from \"*** Begin Patch\" or \"--- a/<path>\" on, without the shell's escapes.";

    static final String QUOTED =
            "This is a diff that begins with a quote, and does not end with it. Send the diff alone, without quotes around it.";

    static final String NO_BEGIN =
            "This is a patch in the format of apply_patch without its first line. Begin it with the line \"*** Begin Patch\", and end it with \"*** End Patch\".";

    static final String NO_END =
            "This is a patch in the format of apply_patch that seems to be cut short: the line \"*** End Patch\" is missing. Send it whole, from"
                    + " \"*** Begin Patch\" on.";

    static final String INDENTED =
            "This is a diff or patch that is indented, and not all of its lines are by the same. Send it with \"---\", \"@@\" or \"*** Begin Patch\""
                    + " at the beginning of the line.";

    static final String MARKED =
            "This is a diff or patch with something before each of its lines (line numbers, marks of quoting). Send it without: \"---\", \"@@\" or"
                    + " \"*** Begin Patch\" stand at the beginning of the line.";

    static final String NO_HUNK =
            "This diff has file headers (---, +++) but no hunk (@@) after them. Show the changed lines under \"@@ -1,3 +1,3 @@\".";

    static final String NO_LINES_OF_DELETED =
            "This diff deletes a file without showing its lines. Show them all as removed lines in a hunk, or send"
                    + " \"mutations\": [{\"op\": \"delete\", \"path\": \"…\"}].";

    static final String CUT_BLOCK =
            "This is a search and replace block that lacks one of its lines. It has the file's name, \"<<<<<<< SEARCH\", the lines to find, \"=======\","
                    + " the new lines, \">>>>>>> REPLACE\". Or send \"mutations\": [{\"path\", \"search\", \"replace\"}].";

    private Refusals() {}

    /** For a sign that proves that the text is a part of a diff, and nothing that could be applied. */
    static String fragment(Kind kind) {
        return switch (kind) {
            case STATISTICS ->
                "This is the statistics of a diff (git diff --stat), not the diff. Send the output of git diff or diff -u.";
            case V4A_END -> NO_BEGIN;
            default ->
                "This is a part of git's header of a diff. Send the diff whole, from \"diff --git\" or \"--- a/<path>\" on.";
        };
    }

    /** For a text in a format that the engine does not read. */
    static String other(Kind kind) {
        return switch (kind) {
            case COMBINED ->
                "This is a combined diff (of a merge), which has more than one old file. Send a unified diff against one of them: git diff <commit>.";
            case CONTEXT ->
                "This is a context diff (diff -c), which is not read. Send a unified diff: git diff or diff -u.";
            case NORMAL ->
                "This is a normal diff (diff without -u): it names no file and has no context. Send a unified diff: git diff or diff -u.";
            case ED_SCRIPT ->
                "This is a diff as a script for ed (diff -e or -n). Send a unified diff: git diff or diff -u.";
            case CONFLICT ->
                "This has the markers of a merge conflict (<<<<<<<, >>>>>>>). Send the resolved contents as a file change, or a unified diff.";
            default -> NOT_ON_LINES_OF_ITS_OWN;
        };
    }
}
