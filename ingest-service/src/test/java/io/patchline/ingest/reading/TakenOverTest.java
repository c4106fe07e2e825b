package io.patchline.ingest.reading;

import static io.patchline.ingest.reading.Submitting.details;
import static io.patchline.ingest.reading.Submitting.patch;
import static io.patchline.ingest.reading.Submitting.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.patchline.message.MessageCodec;
import io.patchline.patch.Patch;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a submission says once and means often: its message has it as often as it is meant. */
class TakenOverTest {
    private static final String COMMANDS = list("\"a\"", 8_000);
    private static final String TEXT = "x".repeat(30_000);

    @Test
    void a_variable_of_many_commands_is_refused_that_would_come_to_hundreds_of_megabytes() {
        assertRefused("\"env\":{\"A\":\"" + TEXT + "\"},\"postMutationBuild\":" + COMMANDS);
        assertRefused("\"postMutationBuild\":{\"env\":{\"A\":\"" + TEXT + "\"},\"shell\":" + COMMANDS + "}");
        assertRefused("\"mutations\":" + list("{\"run\":\"a\"}", 4_000) + ",\"env\":{\"A\":\"" + TEXT + "\"}");
    }

    @Test
    void a_directory_of_many_commands_or_a_file_of_many_changes_is_refused_likewise() {
        String path = String.join("/", Collections.nCopies(20, "d".repeat(200)));

        assertRefused("\"cwd\":\"" + path + "\",\"postMutationBuild\":" + COMMANDS);
        assertRefused("\"mutations\":[{\"path\":\"" + path + "\",\"changes\":"
                + list("{\"search\":\"a\",\"replace\":\"b\"}", 4_000) + "}]");
    }

    @Test
    void more_variables_than_a_command_may_have_are_refused_once_and_not_with_each_command() {
        String variables =
                IntStream.range(0, 20_000).mapToObj(i -> "\"A" + i + "\":\"\"").collect(Collectors.joining(","));

        assertThat(details(assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () -> problems("{\"id\":\"1\",\"env\":{" + variables + "},\"postMutationBuild\":"
                                + list("{\"run\":\"a\"}", 10_000) + "}"))))
                .isEqualTo("The env must have at most 100 variables.");
    }

    @Test
    void what_people_send_is_taken_and_each_command_has_its_settings() {
        Patch patch = patch("{\"id\":\"1\",\"cwd\":\"src\",\"env\":{\"A\":\"" + "x".repeat(1_000)
                + "\"},\"postMutationBuild\":" + list("\"make\"", 1_000) + "}");

        assertThat(patch.actions()).hasSize(1_000);
        assertThat(MessageCodec.write(patch).length).isLessThan(TakenOver.MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./", "d/", "/"})
    void a_directory_of_any_length_is_read_in_time(String step) {
        String body = "{\"id\":\"1\",\"role\":\"command_patch\",\"patch\":\"make\",\"cwd\":\"a%s%s\"}";
        for (String end : new String[] {"", "a"}) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> Submitting.reading(body.formatted(step.repeat(200_000), end)));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> Submitting.reading(
                            body.formatted(step.repeat(200_000), end).replace("\"a", "\"")));
        }
    }

    private static void assertRefused(String fields) {
        assertThat(details(problems("{\"id\":\"1\"," + fields + "}"))).containsOnlyOnce("as often as it is meant");
    }

    private static String list(String item, int count) {
        return "[" + String.join(",", Collections.nCopies(count, item)) + "]";
    }
}
