package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form that a patch can have, and the actions that it becomes: {@code docs/api.md}. */
class PatchFormsTest {
    private static final char ARROW = '→';
    private static final char NO_QUOTE = '§';

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"role":"command_patch","patch":"echo test"}                                   → [{"type":"run_command","script":"echo test"}]
        {"role":"command_patch","target_file":"/tmp/test.log","patch":"echo test"}     → [{"type":"run_command","script":"echo test"}]
        {"role":"command_patch","patch":"cat >p <<E\\n--- a\\n+++ b\\n@@ -1 +1 @@\\n-x\\n+y\\nE\\n"} → [{"type":"run_command","script":"cat >p <<E\\n--- a\\n+++ b\\n@@ -1 +1 @@\\n-x\\n+y\\nE\\n"}]
        {"role":"command_patch","patch":"apply_patch <<'E'\\n*** Begin Patch\\n*** End Patch\\nE"} → [{"type":"apply_diff","diff":"*** Begin Patch\\n*** End Patch\\n"}]
        {"role":"command_patch","patch":"diff --git a b\\necho differs"}               → [{"type":"run_command","script":"diff --git a b\\necho differs"}]
        {"role":"command_patch","patch":"diff -u a b"}                                 → [{"type":"run_command","script":"diff -u a b"}]
        {"role":"command_patch","patch":"# --- a\\nls","mutations":null}               → [{"type":"run_command","script":"# --- a\\nls"}]
        {"role":"command_patch","patch":"ls","mutations":[],"postMutationBuild":[]}    → [{"type":"run_command","script":"ls"}]
        """)
    void a_text_under_a_command_role_is_a_command(String body, String actions) {
        assertThat(Submitting.actions(body)).isEqualTo(Submitting.json(actions));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"target_file":"a.txt","patch":{"pattern":"x+","replacement":"y"}}             → [{"type":"replace_text","path":"a.txt","pattern":"x+","replacement":"y","matching":"pattern","occurrences":"all"}]
        {"target_file":"a.txt","role":"system","patch":{"pattern":"x","replacement":""}} → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"","matching":"pattern","occurrences":"all"}]
        {"target_file":"./a.txt","patch":{"pattern":"x","replacement":"y","occurrences":"first"}} → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"y","matching":"pattern","occurrences":"first"}]
        {"target_file":"a.txt","patch":{"pattern":"x","replacement":"y","occurrences":"one"}} → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"y","matching":"pattern","occurrences":"one"}]
        {"target_file":"a.txt","patch":{"search":"x","replace":"y"}}                   → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"y","matching":"block","occurrences":"one"}]
        {"target_file":"a.txt","patch":{"old_string":"x","new_string":"y","occurrences":"all"}} → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"y","matching":"block","occurrences":"all"}]
        {"target_file":"a.txt","patch":{"contents":"whole"}}                           → [{"type":"write_file","path":"a.txt","contents":"whole"}]
        {"target_file":"main","patch":{"path":"a.txt","pattern":"x","replacement":"y"}} → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"y","matching":"pattern","occurrences":"all"}]
        {"targetFile":"a.txt","patch":{"pattern":"x","replacement":"y"}}               → [{"type":"replace_text","path":"a.txt","pattern":"x","replacement":"y","matching":"pattern","occurrences":"all"}]
        """)
    void an_object_is_one_change_of_the_target_file(String body, String actions) {
        assertThat(Submitting.actions(body)).isEqualTo(Submitting.json(actions));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"postMutationBuild":{"shell":["a","b"]}}                → [{"type":"run_command","script":"a"},{"type":"run_command","script":"b"}]
        {"postMutationBuild":{"commands":["a","b"]}}             → [{"type":"run_command","script":"a"},{"type":"run_command","script":"b"}]
        {"postMutationBuild":{"run":["a","b"]}}                  → [{"type":"run_command","script":"a"},{"type":"run_command","script":"b"}]
        {"postMutationBuild":"a"}                                → [{"type":"run_command","script":"a"}]
        {"postMutationBuild":["a","b"]}                          → [{"type":"run_command","script":"a"},{"type":"run_command","script":"b"}]
        {"postMutationBuild":{"shell":"a"}}                      → [{"type":"run_command","script":"a"}]
        {"postMutationBuild":{"shell":["a"],"run":null}}         → [{"type":"run_command","script":"a"}]
        {"post_mutation_build":["a"]}                            → [{"type":"run_command","script":"a"}]
        {"patch":{"postMutationBuild":{"shell":["a","b"]}}}      → [{"type":"run_command","script":"a"},{"type":"run_command","script":"b"}]
        {"patch":{"postMutationBuild":{"commands":["a"]}}}       → [{"type":"run_command","script":"a"}]
        {"patch":{"postMutationBuild":{"run":["a"]}}}            → [{"type":"run_command","script":"a"}]
        {"patch":{"postMutationBuild":"a"}}                      → [{"type":"run_command","script":"a"}]
        {"patch":{"postMutationBuild":["a"]}}                    → [{"type":"run_command","script":"a"}]
        """)
    void a_build_is_a_command_for_each_of_its_strings(String body, String actions) {
        assertThat(Submitting.actions(body)).isEqualTo(Submitting.json(actions));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"postMutationBuild":"5","role":"command_patch","patch":"3","mutations":[{"path":"1","op":"delete"},{"path":"2","op":"delete"}]} → [{"type":"delete_file","path":"1"},{"type":"delete_file","path":"2"},{"type":"run_command","script":"3"},{"type":"run_command","script":"5"}]
        {"patch":{"postMutationBuild":"3","mutations":[{"path":"2","op":"delete"}]},"postMutationBuild":"4","mutations":[{"path":"1","op":"delete"}]} → [{"type":"delete_file","path":"1"},{"type":"delete_file","path":"2"},{"type":"run_command","script":"3"},{"type":"run_command","script":"4"}]
        """)
    void actions_run_in_the_order_mutations_patch_build(String body, String actions) {
        assertThat(Submitting.actions(body)).isEqualTo(Submitting.json(actions));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"patch":{"id":"p","role":"command_patch","patch":"ls"}}                   → [{"type":"run_command","script":"ls"}]
        {"patch":{"role":"command_patch","patch":"ls"}}                            → [{"type":"run_command","script":"ls"}]
        {"patch":{"id":"p","target_file":"a","patch":{"pattern":"x","replacement":"y"}}} → [{"type":"replace_text","path":"a","pattern":"x","replacement":"y","matching":"pattern","occurrences":"all"}]
        {"patch":{"id":"p","mutations":[{"path":"a","op":"delete"}],"postMutationBuild":{"run":["b"]}}} → [{"type":"delete_file","path":"a"},{"type":"run_command","script":"b"}]
        {"patch":{"id":"p","patch":{"mutations":[{"path":"a","op":"delete"}]}},"agent":"x"} → [{"type":"delete_file","path":"a"}]
        """)
    void a_wrapped_patch_is_the_patch_in_it(String body, String actions) {
        assertThat(Submitting.actions(body)).isEqualTo(Submitting.json(actions));
    }
}
