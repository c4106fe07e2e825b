package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.Problem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no mutation. The places in the table are those below the item. */
class RefusedMutationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        "a"                                          → @                      → Must be an object
        null                                         → @                      → not null
        {}                                           → @/path, @              → Says no change
        {"path":"a"}                                 → @                      → "op": "delete"
        {"path":"a","mode":"755"}                    → @                      → "op": "chmod"
        {"contents":"x"}                             → @/path                 → "target_file"
        {"path":"a","contents":{"a":1}}              → @/contents             → Must be a string in double quotes, not an object
        {"path":"a","contents":7}                    → @/contents             → not a number
        {"path":7,"contents":"x"}                    → @/path                 → not a number
        {"path":"","contents":"x"}                   → @/path                 → 1 to 4096 characters
        {"path":"/a","contents":"x"}                 → @/path                 → relative to the workspace
        {"path":"a/../../b","contents":"x"}          → @/path                 → must not contain ".."
        {"path":".GIT/config","contents":"x"}        → @/path                 → must not lead into .git
        {"path":"a\\u0001b","contents":"x"}          → @/path                 → control characters
        {"file":"a/","contents":"x"}                 → @/file                 → must name a file
        {"path":"a","file":"b","contents":"x"}       → @/file                 → Keep only "path"
        {"path":"a","contents":"x","content":"x"}    → @/content              → Keep only "contents"
        {"path":"a","contnets":"x"}                  → @/contnets, @          → Did you mean "contents"?
        {"path":"a","contents":"x","encoding":"b"}   → @/encoding             → written by a command: base64 -d
        {"path":"a","contents":"x","colour":"b"}     → @/colour               → Known fields: "path", "op", "contents", "mode", "pattern", "replacement", "search", "replace", "occurrences", "after", "before", "add", "changes", "description", "reason", "comment".
        {"path":"a","contents":"x","unknown":null}   → @/unknown              → Unknown field "unknown"
        {"path":"a","contents":"x","mode":755}       → @/mode                 → "0755"
        {"path":"a","contents":"x","mode":"100644"}  → @/mode                 → octal digits
        {"path":"a","contents":"x","mode":"u+x"}     → @/mode                 → octal digits
        {"path":"a","contents":"x","occurrences":"all"} → @/occurrences       → Does not go with writing a file
        {"op":"delete","path":"a","contents":"x"}    → @/contents             → Does not go with "op": "delete"
        {"op":"delete"}                              → @/path                 → Is missing
        {"op":"chmod","path":"a"}                    → @/mode                 → "op": "chmod" needs it
        {"op":"chmod","path":"a","mode":"755","contents":"x"} → @/contents    → Does not go with
        {"op":"upsert","path":"a"}                   → @/contents             → writing a file needs it
        {"op":"upsert","path":"a","search":"x","replace":"y"} → @/contents, @/search, @/replace → Does not go with writing a file
        {"op":"rotate","path":"a","contents":"x"}    → @/op                   → Must be one of "upsert", "delete", "chmod", "update".
        {"op":"delet","path":"a"}                    → @/op                   → Did you mean "delete"?
        {"type":"rename","path":"a","to":"b"}        → @/to, @/type           → rename from <old>
        {"path":"a","changes":[]}                    → @/changes              → Must be a list of changes
        {"path":"a","changes":[7]}                   → @/changes/0            → not a number
        {"path":"a","changes":[{"search":"x"}]}      → @/changes/0/replace    → Is missing
        {"path":"a","changes":[{"search":"x","replace":"y","path":"b"}]} → @/changes/0/path → Unknown field "path" in a change
        {"path":"a","changes":[{"after":"x","add":"y"}],"contents":"z"} → @/contents → Does not go with "changes"
        {"type":"file_create","path":"a","changes":[{"after":"x","add":"y"}]} → @/type → Does not go with "changes"
        {"path":"a","after":"x"}                     → @/add                  → Is missing
        {"path":"a","after":"x","add":""}            → @/add                  → would change nothing
        {"path":"a","contents":"x","reason":7}       → @/reason               → not a number
        {"shell":"make","path":"a"}                  → @/path                 → Unknown field "path" in a list of commands
        {"shell":{"a":1}}                            → @/shell                → a list of commands
        {"shell":"--- a/x\\n+++ b/x\\n@@ -1 +1 @@\\n-a\\n+b\\n"} → @/shell    → This is a diff or patch, not a command
        {"shell":"make","env":{"1A":"x"}}            → @/env/1A               → must have names of letters
        {"shell":"make","env":{"A":1}}               → @/env/A                → not a number
        {"shell":"make","cwd":"../x"}                → @/cwd                  → must not contain ".."
        {"path":"~/a","contents":"x"}                → @/path                 → must not begin with ~
        {"op":7,"path":"a"}                          → @/op                   → not a number
        {"path":"a","pattern":"x"}                   → @/replacement          → Is missing
        {"path":"a","replacement":"x"}               → @/pattern              → Is missing
        {"path":"a","pattern":"","replacement":"x"}  → @/pattern              → found everywhere
        {"path":"a","pattern":"x","replace":"y"}     → @                      → Says more than one change
        {"path":"a","search":"x"}                    → @/replace              → Is missing
        {"path":"a","new_string":"x"}                → @/search               → Is missing
        {"path":"a","search":"","replace":"x"}       → @/search               → found everywhere
        {"path":"a","old_string":"","new_string":"x"} → @/old_string          → found everywhere
        {"path":"a","search":"x","replace":"y","occurrences":"every"} → @/occurrences → Must be one of "all", "first", "one".
        {"path":"a","search":"x","replace":"y","occurrences":2} → @/occurrences → not a number
        {"path":"a","contents":"x","search":"y","replace":"z"} → @            → make an item of each
        {"path":"/a","pattern":7,"replacement":8,"x":9} → @/x, @/path, @/pattern, @/replacement → Unknown field "x"
        """)
    void an_item_of_no_known_shape_is_refused(String item, String places, String advice) {
        List<Problem> problems =
                Submitting.problems("{\"mutations\":[{\"path\":\"ok\",\"op\":\"delete\"}," + item + "]}");
        assertThat(Submitting.places(problems))
                .isEqualTo(places.replace(",", " invalid_patch,").replace("@", "/mutations/1") + " invalid_patch");
        assertThat(Submitting.details(problems)).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"mutations":{"path":"a","contents":"x"}}     → /mutations invalid_patch       → a list of file changes, not an object
        {"mutations":"a"}                             → /mutations invalid_patch       → not a string
        {"patch":{"mutations":7}}                     → /patch/mutations invalid_patch → not a number
        """)
    void mutations_are_a_list(String body, String places, String advice) {
        RefusedFormsTest.check(body, places, advice);
    }
}
