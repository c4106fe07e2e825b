package io.patchline.ingest.reading;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to send in the place of fields of a file change that other tools have, and of words in its {@code op}: the shortest form that does what is meant. */
final class FieldHints {
    static final String RENAME =
            "A file is renamed by a diff: \"patch\": \"diff --git a/<old> b/<new>\\nrename from <old>\\nrename to <new>\\n\".";

    private static final Map<String, String> BY_WORD = byWord();

    private FieldHints() {}

    /** The form that goes in the place of this field or word; empty where nothing is known of it. */
    static Optional<String> of(String word) {
        return Optional.ofNullable(BY_WORD.get(
                word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "").replaceFirst("^file|file$", "")));
    }

    private static Map<String, String> byWord() {
        Map<String, String> hints = new HashMap<>();
        put(
                hints,
                "Say how many places are meant by \"occurrences\": \"all\", \"first\" or \"one\".",
                List.of(
                        "replaceall",
                        "all",
                        "global",
                        "multiple",
                        "count",
                        "times",
                        "maxreplacements",
                        "expectedreplacements"));
        put(
                hints,
                "Lines are found by their text, not by numbers: {\"path\", \"search\": \"<the lines>\", \"replace\": \"<new lines>\"}, or"
                        + " {\"path\", \"after\": \"<the line before>\", \"add\": \"<new lines>\"}.",
                List.of(
                        "line",
                        "lines",
                        "start",
                        "end",
                        "startline",
                        "endline",
                        "linestart",
                        "lineend",
                        "linenumber",
                        "range",
                        "offset",
                        "position",
                        "insertline",
                        "viewrange",
                        "column"));
        put(
                hints,
                "A diff is a string in \"patch\", not in \"mutations\": \"patch\": \"--- a/<path>\\n+++ b/<path>\\n@@\\n-<old line>\\n+<new line>\\n\".",
                List.of("diff", "patch", "unifieddiff", "hunks", "udiff", "applydiff", "applypatch"));
        put(
                hints,
                RENAME,
                List.of(
                        "from",
                        "to",
                        "source",
                        "destination",
                        "src",
                        "dest",
                        "dst",
                        "newpath",
                        "oldpath",
                        "newname",
                        "oldname",
                        "renameto",
                        "moveto",
                        "movepath",
                        "rename",
                        "move",
                        "mv"));
        put(
                hints,
                "\"contents\" is the file's text as it is, in UTF-8. A binary file is written by a command: base64 -d >\"<path>\" <<'EOF'.",
                List.of("encoding", "base64", "binary", "charset", "isbase64"));
        put(
                hints,
                "Lines at the end go after the last line: {\"path\", \"after\": \"<last line>\", \"add\": \"<lines>\"}; or by a command:"
                        + " {\"shell\": [\"echo '<line>' >>'<path>'\"]}.",
                List.of("append", "appendtext", "appendto"));
        put(
                hints,
                "Lines at the begin go before the first line: {\"path\", \"before\": \"<first line>\", \"add\": \"<lines>\"}.",
                List.of("prepend"));
        put(
                hints,
                "Directories are made with the files in them: {\"path\": \"<directory>/<file>\", \"contents\": \"<text>\"}. An empty one is made by a command:"
                        + " {\"shell\": [\"mkdir -p '<directory>'\"]}.",
                List.of(
                        "mkdir",
                        "createdirectory",
                        "directory",
                        "createdir",
                        "makedirectory",
                        "folder",
                        "createfolder"));
        put(
                hints,
                "A file is copied by a command: {\"shell\": [\"cp '<from>' '<to>'\"]}.",
                List.of("copy", "cp", "duplicate"));
        put(hints, "Write {\"path\": \"<path>\", \"contents\": \"\"}.", List.of("touch", "empty", "truncate"));
        put(
                hints,
                "A patch only changes files. To read one, run a command: {\"shell\": [\"cat '<path>'\"]}.",
                List.of("read", "view", "cat", "open", "list"));
        put(
                hints,
                "Text is searched as it is; \"pattern\" and \"replacement\" are the form with a regular expression.",
                List.of("regex", "isregex", "useregex", "flags", "ignorecase", "casesensitive"));
        put(
                hints,
                "Put what is only to be read into \"description\".",
                List.of("title", "name", "note", "summary", "explanation", "instruction", "instructions", "why", "id"));
        return Map.copyOf(hints);
    }

    private static void put(Map<String, String> hints, String hint, List<String> words) {
        words.forEach(word -> hints.put(word, hint));
    }
}
