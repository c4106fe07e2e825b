package io.patchline.ingest.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.MessageCodec;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields around the actions. */
class PatchParserTest {
    private static final String COMMAND = "\"role\":\"command_patch\",\"patch\":\"ls\"";

    @Test
    void what_is_not_said_has_a_default() {
        Patch patch = Submitting.patch("{\"id\":\"p\"," + COMMAND + "}");
        assertThat(patch.id()).isEqualTo(new PatchId("p"));
        assertThat(patch.role()).contains("command_patch");
        assertThat(patch.targetFile()).isEmpty();
        assertThat(patch.options())
                .isEqualTo(new RunOptions(
                        Duration.ofMinutes(5), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK));
        assertThat(patch.description()).isEmpty();
        assertThat(patch.metadata()).isEmpty();
        assertThat(patch.extra()).isEmpty();
    }

    @Test
    void every_field_is_read() {
        Patch patch = Submitting.patch("""
                {"id":"p","role":"command_patch","patch":"ls","target_file":"t","lane":"l","timeout":"90s","retries":10,
                 "idempotent":true,"dryRun":true,"network":false,"onFailure":"keep","description":"d\\n",
                 "metadata":{"b":[1,{"z":1.50,"y":null}],"a":12345678901},"agent":"gpt","tags":["x"],"nothing":null}""");
        assertThat(patch.targetFile()).contains("t");
        assertThat(patch.lane().name()).isEqualTo("l");
        assertThat(patch.options())
                .isEqualTo(new RunOptions(
                        Duration.ofSeconds(90), 10, true, true, Optional.of(false), RunOptions.OnFailure.KEEP));
        assertThat(patch.description()).contains("d\n");
        Map<String, Object> inner = new HashMap<>(Map.of("z", new BigDecimal("1.50")));
        inner.put("y", null);
        assertThat(patch.metadata()).isEqualTo(Map.of("a", 12345678901L, "b", List.of(1, inner)));
        assertThat(patch.extra())
                .containsEntry("agent", "gpt")
                .containsEntry("tags", List.of("x"))
                .containsKey("nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        "post_mutation_build":"make"       → "postMutationBuild":"make"
        "targetFile":"t"                   → "target_file":"t"
        "dry_run":true                     → "dryRun":true
        "on_failure":"keep"                → "onFailure":"keep"
        "onFailure":"rollback"             → "retries":0
        "timeout":"5m"                     → "timeout":null
        "timeout":"300s"                   → "timeout":"PT5M"
        "lane":null,"role":"command_patch" → "role":"command_patch"
        "target_file":"./a//b","lane":"x"  → "lane":"x","target_file":"./a//b"
        "metadata":{"a":{"c":1,"b":2},"z":3} → "metadata":{"z":3,"a":{"b":2,"c":1}}
        """)
    void the_same_content_said_otherwise_is_the_same_bytes_but_for_where_it_stood(String one, String other) {
        String rest = "{\"id\":\"p\",\"mutations\":[{\"path\":\"a\",\"op\":\"delete\"}],";
        assertThat(withoutPointers(rest + one + "}")).isEqualTo(withoutPointers(rest + other + "}"));
    }

    private static String withoutPointers(String body) {
        return new String(MessageCodec.write(Submitting.patch(body)), UTF_8)
                .replaceFirst(",\"pointers\":\\[[^]]*\\]", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"id":"p","lane":"l","target_file":"t",%s}        → l
        {"id":"p","target_file":"/tmp/test.log",%s}       → /tmp/test.log
        {"id":"p","target_file":"./src//app.py",%s}       → src/app.py
        {"id":"p","target_file":"../app.py",%s}           → ../app.py
        {"id":"p",%s}                                     → p
        """)
    void the_lane_is_the_one_named_else_the_target_file_else_the_patch_alone(String body, String lane) {
        assertThat(Submitting.patch(body.formatted(COMMAND)).lane().name()).isEqualTo(lane);
    }

    /** Defect 17: patches without a target file had a lane of their own each, also where they changed the same file. */
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"id":"p","mutations":[{"path":"./a//b","contents":""}]}                                                      → a/b
        {"id":"p","mutations":[{"path":"f","contents":""},{"path":"f","search":"x","replace":"y"}]}                    → f
        {"id":"p","mutations":[{"path":"f","op":"delete"}],"postMutationBuild":["make"]}                               → f
        {"id":"p","mutations":[{"path":"f","contents":""},{"path":"g","contents":""}]}                                 → workspace
        {"id":"p","target_file":"t","mutations":[{"path":"f","contents":""},{"path":"g","contents":""}]}               → t
        {"id":"p","lane":"l","mutations":[{"path":"f","contents":""}]}                                                 → l
        {"id":"p","patch":"--- a/f\\n+++ b/f\\n@@ -1 +1 @@\\n-a\\n+b\\n"}                                    → workspace
        {"id":"p","postMutationBuild":["make"]}                                                                        → p
        """)
    void what_changes_the_same_file_is_in_one_lane(String body, String lane) {
        assertThat(Submitting.patch(body).lane().name()).isEqualTo(lane);
    }

    @Test
    void names_of_lanes_and_targets_have_a_few_hundred_characters() {
        String longest = "\ud83d\ude00".repeat(NameBounds.MOST_CHARACTERS);
        assertThat(Submitting.patch(
                                "{\"lane\":\"" + longest + "\",\"target_file\":\"" + longest + "\"," + COMMAND + "}")
                        .lane()
                        .name())
                .isEqualTo(longest);
        for (String field : List.of("lane", "target_file")) {
            assertThat(Submitting.problems("{\"" + field + "\":\"" + longest + "x\"," + COMMAND + "}"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/" + field));
        }
    }

    @Test
    void more_unknown_fields_than_are_looked_at_are_refused_and_quickly() {
        StringBuilder fields = new StringBuilder("{" + COMMAND);
        for (int i = 0; i < 49_000; i++) {
            fields.append(",\"tim_eou").append(i).append("\":1");
        }
        Instant begin = Instant.now();
        assertThat(Submitting.problems(fields + "}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("49000 fields", "metadata"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_patch_without_an_id_gets_one_of_its_own_that_begins_with_the_time() {
        Patch patch = Submitting.patch("{" + COMMAND + "}");
        assertThat(patch.id().value()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        String time = patch.id().value().replace("-", "").substring(0, 12);
        assertThat(Long.parseLong(time, 16)).isEqualTo(Submitting.NOW.toEpochMilli());
        assertThat(patch.lane().name()).isEqualTo(patch.id().value());
        assertThat(Submitting.patch("{\"id\":null," + COMMAND + "}").id()).isNotEqualTo(patch.id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        "id":7                  → /id          → Must be a string in double quotes, not a number.
        "id":""                 → /id          → 1 to 200 characters
        "id":"a\\nb"            → /id          → control characters
        "target_file":false     → /target_file → not true or false
        "target_file":"a\\tb"   → /target_file → control characters
        "lane":""               → /lane        → 1 to 400 characters
        "lane":{}               → /lane        → not an object
        "id":"."                → /id          → could not be found
        "id":".."               → /id          → could not be found
        "timeout":90            → /timeout     → "90s"
        "timeout":"90"          → /timeout     → "1h30m"
        "timeout":"soon"        → /timeout     → "PT90S"
        "timeout":"0s"          → /timeout     → longer than 0s
        "timeout":"-PT1S"       → /timeout     → must not be negative
        "timeout":"61m"         → /timeout     → at most 1h
        "timeout":true          → /timeout     → not true or false
        "retries":"3"           → /retries     → whole number from 0 to 10, without quotes
        "retries":-1            → /retries     → 0 to 10
        "retries":11            → /retries     → 0 to 10
        "retries":1.0           → /retries     → 0 to 10
        "retries":99999999999   → /retries     → 0 to 10
        "idempotent":"true"     → /idempotent  → without quotes
        "dryRun":1              → /dryRun      → not a number
        "dry_run":"yes"         → /dry_run     → not a string
        "network":"off"         → /network     → true or false
        "onFailure":"roll_back" → /onFailure   → Did you mean "rollback"?
        "onFailure":"Hold"      → /onFailure   → Did you mean "hold"?
        "onFailure":false       → /onFailure   → not true or false
        "description":["a"]     → /description → not a list
        "metadata":"a"          → /metadata    → Must be an object, not a string.
        "metadata":[]           → /metadata    → not a list
        """)
    void a_field_that_is_not_as_it_must_be_is_refused(String field, String pointer, String advice) {
        RefusedFormsTest.check("{" + field + "," + COMMAND + "}", pointer + " invalid_patch", advice);
    }

    @Test
    void a_role_has_bounds_also_beside_mutations() {
        RefusedFormsTest.check(
                "{\"role\":\"" + "r".repeat(201) + "\",\"mutations\":[{\"path\":\"a\",\"op\":\"delete\"}]}",
                "/role invalid_patch",
                "1 to 200 characters");
    }

    @Test
    void a_refusal_is_called_not_executable_only_if_nothing_else_is_wrong() {
        Problem prose = new Problem(ErrorCode.NOT_EXECUTABLE, "/patch", "d");
        Problem invalid = new Problem(ErrorCode.INVALID_PATCH, "/id", "d");
        assertThat(new ParseResult.Unreadable(List.of(prose)).code()).isEqualTo(ErrorCode.NOT_EXECUTABLE);
        assertThat(new ParseResult.Unreadable(Arrays.asList(prose, invalid)).code())
                .isEqualTo(ErrorCode.INVALID_PATCH);
    }
}
