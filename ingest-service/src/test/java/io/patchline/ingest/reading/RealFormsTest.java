package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.Patch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Forms in which models really write what they want. The categories are those of issue 16's appendix (300 patch files of the original's history); the files
 * themselves are not at hand, so these are written by hand.
 */
class RealFormsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"type":"file_create","path":"a","contents":"x"}              → [{"type":"write_file","path":"a","contents":"x"}]
        {"type":"file_update","path":"a","contents":"x"}              → [{"type":"write_file","path":"a","contents":"x"}]
        {"type":"file_update","path":"a","search":"x","replace":"y"}  → [{"type":"replace_text","path":"a","pattern":"x","replacement":"y","matching":"block","occurrences":"one"}]
        {"type":"search_replace","target":"a","search":"x","replace":"y"} → [{"type":"replace_text","path":"a","pattern":"x","replacement":"y","matching":"block","occurrences":"one"}]
        {"type":"Delete","file":"a"}                                  → [{"type":"delete_file","path":"a"}]
        {"op":"file-delete","file":"a"}                               → [{"type":"delete_file","path":"a"}]
        {"path":"a","contents":"x","description":"why"}               → [{"type":"write_file","path":"a","contents":"x"}]
        {"path":"a","changes":[{"search":"x","replace":"y"},{"pattern":"p","replacement":"q"}]} → [{"type":"replace_text","path":"a","pattern":"x","replacement":"y","matching":"block","occurrences":"one"},{"type":"replace_text","path":"a","pattern":"p","replacement":"q","matching":"pattern","occurrences":"all"}]
        {"path":"a","type":"update","changes":[{"after":"x\\n","add":"y\\nz"}]} → [{"type":"apply_diff","diff":"@@\\n x\\n+y\\n+z\\n","target":"a"}]
        {"path":"a","before":"x","add":"y\\n"}                        → [{"type":"apply_diff","diff":"@@\\n+y\\n x\\n","target":"a"}]
        {"shell":"make"}                                              → [{"type":"run_command","script":"make"}]
        {"run":["make","make test"],"reason":"build"}                 → [{"type":"run_command","script":"make"},{"type":"run_command","script":"make test"}]
        {"type":"shell","command":"make"}                             → [{"type":"run_command","script":"make"}]
        {"command":"make","cwd":"sub","env":{"A":"1"},"strict":true}  → [{"type":"run_command","script":"make","cwd":"sub","env":{"A":"1"},"strict":true}]
        """)
    void an_item_that_says_plainly_what_to_do_is_carried_out(String item, String actions) {
        assertThat(Submitting.actions("{\"mutations\":[" + item + "]}")).isEqualTo(Submitting.json(actions));
    }

    @Test
    void the_steps_of_a_build_may_be_objects() {
        assertThat(
                        Submitting.actions(
                                "{\"postMutationBuild\":[\"a\",{\"run\":\"b\",\"cwd\":\"sub\",\"description\":\"why\"}],\"strict\":true}"))
                .isEqualTo(Submitting.json("[{\"type\":\"run_command\",\"script\":\"a\",\"strict\":true},"
                        + "{\"type\":\"run_command\",\"script\":\"b\",\"cwd\":\"sub\",\"strict\":true}]"));
    }

    @ParameterizedTest
    @CsvSource({"params", "data", "payload", "arguments"})
    void a_patch_in_the_arguments_of_a_call_is_the_patch(String wrapper) {
        Patch patch = Submitting.patch("{\"name\":\"submit\",\"" + wrapper
                + "\":{\"id\":\"p\",\"mutations\":[{\"path\":\"a\",\"contents\":\"x\"}]}}");
        assertThat(patch.id().value()).isEqualTo("p");
        assertThat(patch.pointers()).containsExactly("/" + wrapper + "/mutations/0");
        assertThat(patch.extra()).containsOnlyKeys("name");
    }

    @Test
    void a_text_in_a_wrapping_of_a_call_is_not_run_but_told_where_it_goes() {
        var problems = Submitting.problems("{\"params\":{\"id\":\"p\",\"role\":\"command_patch\",\"patch\":\"ls\"}}");
        assertThat(Submitting.places(problems)).isEqualTo("/params/patch not_executable");
        assertThat(Submitting.details(problems)).contains("Send the object in \"params\" itself");
    }

    @Test
    void a_command_in_an_object_is_told_in_one_problem() {
        var problems = Submitting.problems("{\"role\":\"command_patch\",\"patch\":{\"command\":\"ls\"}}");
        assertThat(Submitting.places(problems)).isEqualTo("/patch invalid_patch");
        assertThat(Submitting.details(problems)).contains("the string in \"patch\" itself");
    }

    @Test
    void what_is_said_of_a_change_is_kept_by_its_place_and_changes_nothing() {
        Patch patch = Submitting.patch(
                "{\"mutations\":[{\"path\":\"a\",\"contents\":\"x\",\"reason\":\"why\"},{\"path\":\"b\",\"contents\":\"y\"}]}");
        assertThat(patch.extra()).hasToString("{change_notes={/mutations/0={reason=why}}}");
    }

    @Test
    void directory_variables_and_strictness_of_the_patch_hold_for_each_of_its_commands() {
        String common = "\"cwd\":\"sub/\",\"env\":{\"A\":\"1\"},\"strict\":true";
        assertThat(Submitting.actions(
                        "{\"role\":\"command_patch\",\"patch\":\"a\",\"postMutationBuild\":{\"shell\":[\"b\"],\"env\":{\"B\":\"2\"},\"cwd\":\".\"},"
                                + common + "}"))
                .isEqualTo(
                        Submitting.json(
                                "[{\"type\":\"run_command\",\"script\":\"a\",\"cwd\":\"sub\",\"env\":{\"A\":\"1\"},\"strict\":true},"
                                        + "{\"type\":\"run_command\",\"script\":\"b\",\"env\":{\"A\":\"1\",\"B\":\"2\"},\"strict\":true}]"));
        assertThat(Submitting.places(
                        Submitting.problems("{\"mutations\":[{\"path\":\"a\",\"contents\":\"x\"}],\"cwd\":\"sub\"}")))
                .isEqualTo("/cwd invalid_patch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '§',
            value = {
                "#!/usr/bin/env python3\\nprint(1)\\n → commands are run by bash",
                "#!/bin/bash\\r\\necho hi\\r\\n → ends with CR",
                "#!/bin/bash -i\\necho hi\\n → commands are run by bash",
                "echo a\\r\\necho b\\n → Line 1 of the command ends with CR and LF"
            })
    void a_script_for_another_program_or_with_mixed_line_ends_is_refused(String script, String advice) {
        var problems = Submitting.problems("{\"role\":\"command_patch\",\"patch\":\"" + script + "\"}");
        assertThat(Submitting.details(problems)).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '§',
            value = {
                "\\ufeffecho a\\r\\ncd x\\r\\n → echo a\\ncd x\\n",
                "#!/bin/sh\\nls → #!/bin/sh\\nls",
                "#!/usr/bin/env bash\\nls → #!/usr/bin/env bash\\nls",
                "#!/bin/bash -eu\\nls → #!/bin/bash -eu\\nls"
            })
    void a_script_of_windows_or_with_the_shells_own_first_line_is_run(String script, String run) {
        assertThat(Submitting.actions("{\"role\":\"command_patch\",\"patch\":\"" + script + "\"}"))
                .isEqualTo(Submitting.json("[{\"type\":\"run_command\",\"script\":\"" + run + "\"}]"));
    }
}
