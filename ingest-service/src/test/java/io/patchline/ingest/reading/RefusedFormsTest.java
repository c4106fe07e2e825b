package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.Problem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no patch: everything that is wrong, where, and how to put it right. */
class RefusedFormsTest {
    private static final char ARROW = '→';
    private static final char NO_QUOTE = '§';

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {}                                                    → /patch not_executable   → nothing to do
        {"id":"p"}                                            → /patch not_executable   → "mutations"
        {"role":"command_patch"}                              → /patch not_executable   → nothing to do
        {"role":"command_patch","patch":null}                 → /patch not_executable   → nothing to do
        {"mutations":[]}                                      → /patch not_executable   → nothing to do
        {"postMutationBuild":[]}                              → /patch not_executable   → nothing to do
        {"postMutationBuild":{"shell":[]}}                    → /patch not_executable   → nothing to do
        {"patch":{"mutations":[],"postMutationBuild":[]}}     → /patch not_executable   → nothing to do
        {"patch":{"id":"p"}}                                  → /patch/patch not_executable → nothing to do
        {"steps":["ls"]}                                      → /patch not_executable   → nothing to do
        """)
    void a_patch_that_would_do_nothing_is_refused(String body, String places, String advice) {
        check(body, places, advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"patch":7}                                           → /patch invalid_patch    → Must be a string (a command or a diff) or an object
        {"patch":["ls"]}                                      → /patch invalid_patch    → not a list
        {"patch":true}                                        → /patch invalid_patch    → not true or false
        {"patch":{}}                                          → /patch/path invalid_patch, /patch invalid_patch → Says no change
        {"patch":{"mutations":[{"path":"a","op":"delete"}],"pattern":"x"}} → /patch/pattern invalid_patch → Known fields: "mutations", "postMutationBuild"
        {"target_file":"a","patch":{"patern":"x","replacement":"y"}} → /patch/patern invalid_patch, /patch/pattern invalid_patch → Did you mean "pattern"?
        {"target_file":"/tmp/x","patch":{"pattern":"x","replacement":"y"}} → /target_file invalid_patch → relative to the workspace
        {"role":["command_patch"],"patch":"ls"}               → /role invalid_patch, /patch not_executable → not a list
        {"contents":"x","path":"a"}                           → /contents invalid_patch, /patch not_executable → item of "mutations"
        {"role":"command_patch","patch":"ls","commands":["make"]} → /commands invalid_patch → "postMutationBuild"
        {"role":"command_patch","patch":"ls","dryrun":true}   → /dryrun invalid_patch   → Did you mean "dryRun"?
        {"role":"command_patch","patch":"ls","Timeout":"1s"}  → /Timeout invalid_patch  → Did you mean "timeout"?
        {"role":"command_patch","patch":"ls","retires":2}     → /retires invalid_patch  → Did you mean "retries"?
        {"role":"command_patch","patch":"ls","ID":"x"}        → /ID invalid_patch       → Did you mean "id"?
        {"dryRun":true,"dry_run":false,"role":"command_patch","patch":"ls"} → /dry_run invalid_patch → Keep only "dryRun"
        {"id":"p","patch":{"id":"q","role":"command_patch","patch":"ls"}} → /id invalid_patch → Put this field into it
        {"agent":1,"patch":{"agent":2,"role":"command_patch","patch":"ls"}} → /patch/agent invalid_patch → Keep only one
        """)
    void a_patch_of_no_known_form_is_refused(String body, String places, String advice) {
        check(body, places, advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"postMutationBuild":7}                               → /postMutationBuild invalid_patch         → a list of commands
        {"postMutationBuild":{}}                              → /postMutationBuild invalid_patch         → Give "shell"
        {"postMutationBuild":""}                              → /postMutationBuild invalid_patch         → must not be empty
        {"postMutationBuild":["ls"," "]}                      → /postMutationBuild/1 invalid_patch       → must not be empty
        {"postMutationBuild":["ls",7,{"run":"x"},{"uses":"x"}]} → /postMutationBuild/1 invalid_patch, /postMutationBuild/3/uses invalid_patch, /postMutationBuild/3 invalid_patch → not a number
        {"postMutationBuild":{"shell":["a"],"run":["b"]}}     → /postMutationBuild/run invalid_patch     → Put all commands into one list
        {"postMutationBuild":{"shel":["a"]}}                  → /postMutationBuild/shel invalid_patch, /postMutationBuild invalid_patch → Did you mean "shell"?
        {"postMutationBuild":{"shell":["a"],"dir":"b"}}       → /postMutationBuild/dir invalid_patch     → Known fields: "shell", "commands", "run", "cwd", "env", "strict"
        {"postMutationBuild":{"shell":{"a":1}}}               → /postMutationBuild/shell invalid_patch   → a list of commands
        {"patch":{"postMutationBuild":[1]}}                   → /patch/postMutationBuild/0 invalid_patch → not a number
        """)
    void a_build_of_no_known_shape_is_refused(String body, String places, String advice) {
        check(body, places, advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"patch":{"id":7,"role":"command_patch","patch":"ls"}} → /patch/id invalid_patch → not a number
        {"patch":{"id":"p","mutations":[{"path":"../a","op":"delete"}]}} → /patch/mutations/0/path invalid_patch → must not contain ".."
        {"patch":{"id":"p","patch":{"mutations":[7]}}}         → /patch/patch/mutations/0 invalid_patch → not a number
        """)
    void places_are_those_of_the_submission_also_in_a_wrapped_patch(String body, String places, String advice) {
        check(body, places, advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ARROW, quoteCharacter = NO_QUOTE, textBlock = """
        {"id":"","lane":7,"timeout":"soon","mutations":[{"path":"/a","content":1},{"op":"rotate"}],"postMutationBuild":[""]} → /id invalid_patch, /lane invalid_patch, /timeout invalid_patch, /mutations/0/path invalid_patch, /mutations/0/content invalid_patch, /mutations/1/path invalid_patch, /mutations/1/op invalid_patch, /postMutationBuild/0 invalid_patch → 90s
        """)
    void everything_that_is_wrong_is_told_at_once(String body, String places, String advice) {
        check(body, places, advice);
    }

    static void check(String body, String places, String advice) {
        List<Problem> problems = Submitting.problems(body);
        assertThat(Submitting.places(problems)).isEqualTo(places);
        assertThat(Submitting.details(problems)).contains(advice);
    }
}
