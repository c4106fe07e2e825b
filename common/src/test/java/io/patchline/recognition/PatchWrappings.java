package io.patchline.recognition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The wrappings in which patch texts come: each takes the bare text, whose last line has its end, and puts something around or into it. */
public final class PatchWrappings {
    private PatchWrappings() {}

    /** By what they are called. */
    public static Map<String, UnaryOperator<String>> all() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("bare", text -> text);
        prose(all);
        fences(all);
        shells(all);
        characters(all);
        lines(all);
        return all;
    }

    private static void prose(Map<String, UnaryOperator<String>> all) {
        all.put("a sentence before", text -> "Here is the change you asked for:\n\n" + text);
        all.put("a sentence without a capital before", text -> "make the build pass, it's broken:\n" + text);
        all.put("an apostrophe before", text -> "Here's what doesn't work, 'mended'\n\n" + text);
        all.put("a sentence after", text -> text + "\nThis makes the tests pass.\n");
        all.put("sentences around", text -> "I've changed it:\n" + text + "\nLet me know if it doesn't work!\n");
        all.put("blank lines before", text -> "\n\n  \n" + text);
        all.put("a comment before", text -> "# the change that was asked for\n" + text);
        all.put("a heading before", text -> "## Patch\n\n" + text);
        all.put("the command that made it", text -> "$ git diff\n" + text);
    }

    private static void fences(Map<String, UnaryOperator<String>> all) {
        all.put("a fence", text -> "```\n" + text + "```\n");
        all.put("a fence with its language", text -> "```diff\n" + text + "```");
        all.put("a fence of tildes", text -> "~~~patch\n" + text + "~~~\n");
        all.put("prose and a fence", text -> "Apply this:\n\n```diff\n" + text + "```\n\nThat's all.\n");
        all.put("a fence that is not closed", text -> "```diff\n" + text);
        all.put("a tag", text -> "<patch>\n" + text + "</patch>\n");
        all.put("CDATA", text -> "<diff><![CDATA[\n" + text + "]]></diff>\n");
    }

    private static void shells(Map<String, UnaryOperator<String>> all) {
        all.put("a here-document of nothing", text -> "<<'EOF'\n" + text + "EOF\n");
        all.put("apply_patch with a here-document", text -> "apply_patch <<'PATCH'\n" + text + "PATCH\n");
        all.put("apply_patch with an expanded here-document", text -> "apply_patch <<EOF\n" + text + "EOF\n");
        all.put("applypatch in bash -lc", text -> "bash -lc \"applypatch <<'EOF'\n" + text + "EOF\"\n");
        all.put("cd and apply_patch", text -> "cd src && apply_patch <<'EOF'\n" + text + "EOF\n");
        all.put("apply_patch on a line of its own", text -> "apply_patch\n" + text);
        all.put("apply_patch with a quoted word", text -> "apply_patch '" + text + "'\n");
        all.put("commands before", text -> "set -e\ncd src\n" + text);
        all.put("a command after", text -> text + "make test\n");
        all.put("cat to nowhere", text -> "cat <<'EOF'\n" + text + "EOF\n");
        all.put("a here-document of bash", text -> "bash <<'EOF'\n" + text + "EOF\n");
    }

    private static void characters(Map<String, UnaryOperator<String>> all) {
        all.put("a byte order mark", text -> "\ufeff" + text);
        all.put("a byte order mark and a fence", text -> "\ufeff```diff\n" + text + "```\n");
        all.put("CRLF", text -> text.replace("\n", "\r\n"));
        all.put("escaped line breaks", text -> text.replace("\n", "\\n"));
        all.put("PowerShell's line breaks", text -> text.replace("\n", "`n"));
        all.put("double quotes", text -> "\"" + text + "\"");
        all.put("single quotes", text -> "'" + text + "'");
        all.put("JSON in a string", text -> "{ \"patch\": \"" + text.replace("\n", "\\n") + "\" }");
        all.put("blanks for line breaks", text -> text.replace('\n', ' '));
        all.put("colours", text -> each(text, line -> "\u001b[32m" + line + "\u001b[m"));
    }

    private static void lines(Map<String, UnaryOperator<String>> all) {
        all.put("indentation", text -> each(text, line -> "    " + line));
        all.put("a tab", text -> each(text, line -> "\t" + line));
        all.put("quoting of a mail", text -> each(text, line -> "> " + line));
        all.put("comments", text -> each(text, line -> "# " + line));
        all.put(
                "an indented fence of a list",
                text -> "1. Apply\n" + each("```diff\n" + text + "```\n", line -> "   " + line));
        all.put("line numbers", text -> {
            int[] number = {0};
            return each(text, line -> ++number[0] + ": " + line);
        });
    }

    private static String each(String text, UnaryOperator<String> change) {
        return text.lines().map(change).collect(Collectors.joining("\n", "", "\n"));
    }
}
