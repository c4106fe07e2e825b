package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every form that a patch may have, from HTTP to changed files; what has none of them is refused and changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormsIT {
    private Pipeline pipeline;

    @BeforeAll
    void start(@TempDir Path directory) {
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    @Test
    void mutations_write_change_and_delete_files_and_the_outcome_lists_them_with_their_diff() throws IOException {
        write("kept.txt", "one\ntwo\n");
        write("gone.txt", "bye\n");

        JsonNode story = carryOut("""
                {"id":"mutations","role":"file_patch","mutations":[
                  {"path":"src/new.txt","contents":"hello\\n"},
                  {"path":"kept.txt","old_string":"two","new_string":"TWO"},
                  {"op":"delete","path":"gone.txt"},
                  {"op":"chmod","path":"kept.txt","mode":"755"}]}""");

        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(read("src/new.txt")).isEqualTo("hello\n");
        assertThat(read("kept.txt")).isEqualTo("one\nTWO\n");
        assertThat(Files.isExecutable(pipeline.workspace().resolve("kept.txt"))).isTrue();
        assertThat(pipeline.workspace().resolve("gone.txt")).doesNotExist();
        assertThat(story.at("/outcome/report/files").findValuesAsText("path"))
                .containsExactly("gone.txt", "kept.txt", "src/new.txt");
        assertThat(story.at("/outcome/report/files").findValuesAsText("kind"))
                .containsExactly("deleted", "changed", "created");
        assertThat(story.at("/outcome/report/diff").asText()).contains("-two", "+TWO", "+hello");
    }

    @Test
    void a_unified_diff_is_applied() throws IOException {
        write("greet.py", "def greet():\n    print('hi')\n");

        JsonNode story = carryOut("""
                {"id":"diff","role":"command_patch","target_file":"greet.py","patch":"--- a/greet.py\\n+++ b/greet.py\\n\
                @@ -1,2 +1,2 @@\\n def greet():\\n-    print('hi')\\n+    print('hello')\\n"}""");

        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(read("greet.py")).isEqualTo("def greet():\n    print('hello')\n");
    }

    @Test
    void a_v4a_patch_is_applied() throws IOException {
        write("v4a.txt", "a\nb\nc\n");

        JsonNode story = carryOut("""
                {"id":"v4a","role":"file_patch","patch":"*** Begin Patch\\n*** Update File: v4a.txt\\n@@\\n a\\n-b\\n+B\\n c\\n*** End Patch"}""");

        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(read("v4a.txt")).isEqualTo("a\nB\nc\n");
    }

    @Test
    void a_pattern_is_replaced_literally_or_as_a_regular_expression() throws IOException {
        write("version.txt", "version = 1.2.3\nversion = 4.5.6\n");

        JsonNode story = carryOut("""
                {"id":"regex","role":"file_patch","target_file":"version.txt","patch":{"pattern":"[0-9.]+","replacement":"9"}}""");

        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(read("version.txt")).isEqualTo("version = 9\nversion = 9\n");
    }

    @Test
    void a_build_runs_after_the_mutations_and_its_failure_rolls_them_back_byte_for_byte() throws IOException {
        write("source.txt", "old\r\nno newline at the end");

        JsonNode story = carryOut("""
                {"id":"rollback","role":"file_patch",
                 "patch":{"mutations":[{"path":"source.txt","contents":"new"},{"path":"deep/er/made.txt","contents":"x"}],
                          "postMutationBuild":{"shell":["cat source.txt","exit 4"]}}}""");

        assertThat(story.at("/status").asText()).isEqualTo("failed");
        assertThat(story.at("/outcome/report/commands/0/output/head").asText()).isEqualTo("new");
        assertThat(story.at("/outcome/report/files")).isEmpty();
        assertThat(read("source.txt")).isEqualTo("old\r\nno newline at the end");
        assertThat(pipeline.workspace().resolve("deep")).doesNotExist();
    }

    @Test
    void on_failure_keep_leaves_what_was_changed() throws IOException {
        JsonNode story = carryOut("""
                {"id":"keep","role":"file_patch","onFailure":"keep",
                 "mutations":[{"path":"stays.txt","contents":"still here"}],"postMutationBuild":"false"}""");

        assertThat(story.at("/status").asText()).isEqualTo("failed");
        assertThat(read("stays.txt")).isEqualTo("still here");
    }

    @Test
    void a_dry_run_tells_what_would_change_and_changes_nothing() throws IOException {
        write("dry.txt", "wet\n");

        JsonNode story = carryOut("""
                {"id":"dry","role":"file_patch","dryRun":true,
                 "mutations":[{"path":"dry.txt","search":"wet","replace":"dry"}],"postMutationBuild":"touch ran"}""");

        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(story.at("/outcome/report/diff").asText()).contains("-wet", "+dry");
        assertThat(read("dry.txt")).isEqualTo("wet\n");
        assertThat(pipeline.workspace().resolve("ran")).doesNotExist();
    }

    @Test
    void a_place_that_is_not_in_the_file_fails_with_its_pointer_and_changes_nothing() throws IOException {
        write("place.txt", "alpha\nbeta\n");

        JsonNode story = carryOut("""
                {"id":"noplace","role":"file_patch","mutations":[
                  {"path":"place.txt","search":"alpha","replace":"A"},
                  {"path":"place.txt","search":"gamma","replace":"G"}]}""");

        assertThat(story.at("/status").asText()).isEqualTo("failed");
        assertThat(story.at("/code").asText()).isEqualTo("context_not_found");
        assertThat(story.at("/outcome/problems/0/pointer").asText()).isEqualTo("/mutations/1");
        assertThat(read("place.txt")).isEqualTo("alpha\nbeta\n");
    }

    @Test
    void prose_is_refused_at_the_door_and_never_run() {
        HttpResponse<String> answer =
                pipeline.post("/webhook", "{\"id\":\"prose\",\"role\":\"system\",\"patch\":\"touch prose\"}", Map.of());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Pipeline.json(answer).at("/code").asText()).isEqualTo("not_executable");
        assertThat(pipeline.workspace().resolve("prose")).doesNotExist();
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_place() {
        HttpResponse<String> answer = pipeline.post("/webhook", """
                {"id":"wrong","role":"file_patch","timeout":"soon","mutations":[{"path":"../x","contents":""},{"path":"ok"}]}""", Map.of());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Pipeline.json(answer).at("/errors").findValuesAsText("pointer"))
                .contains("/timeout", "/mutations/0/path", "/mutations/1");
    }

    private JsonNode carryOut(String patch) {
        HttpResponse<String> answer = pipeline.post("/webhook", patch, Map.of("Prefer", "wait=30"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Pipeline.json(answer);
    }

    private void write(String name, String contents) throws IOException {
        Files.createDirectories(pipeline.workspace());
        Files.writeString(pipeline.workspace().resolve(name), contents);
    }

    private String read(String name) throws IOException {
        return Files.readString(pipeline.workspace().resolve(name));
    }
}
