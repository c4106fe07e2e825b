package io.patchline.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a fresh reader needs of the answer to a broken patch, without a guess: what was understood, where it is wrong, and the shortest form that is right; at
 * most 1 kB of it. The patches are those of {@code refusals/cases.jsonl}, of the kinds of the blind test in docs/forms.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 1000;

    private Pipeline pipeline;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
        for (Map.Entry<String, JsonNode> file :
                JSON.readTree(resource("workspace.json")).properties()) {
            Path path = pipeline.workspace().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue().asText());
        }
        assertThat(pipeline.post("/webhook", """
                        {"id":"taken","role":"command_patch","patch":"true"}""", Map.of("Prefer", "wait=30")).statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    static Stream<Arguments> cases() throws IOException {
        return resource("cases.jsonl").lines().map(line -> {
            JsonNode row = tree(line);
            return Arguments.of(row.get("name").asText(), row);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_answer_is_enough_to_mend_the_patch(String name, JsonNode row) {
        String id = "refused-" + name.replaceAll("[^A-Za-z0-9]+", "-");
        Map<String, String> headers = new HashMap<>(Map.of("Prefer", "wait=30"));
        row.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));

        HttpResponse<String> answer = pipeline.post(
                "/webhook" + row.path("query").asText(""),
                row.get("body").asText().replace("\"ID\"", "\"" + id + "\""),
                headers);

        JsonNode told = Pipeline.json(answer);
        assertThat(answer.statusCode())
                .as(answer.body())
                .isEqualTo(row.path("status").asInt(200));
        String text = answer.statusCode() == 200 ? failure(told) : refusal(told, row);
        assertThat(text).hasSizeLessThanOrEqualTo(LONGEST);
        row.get("says").forEach(words -> assertThat(text).contains(words.asText()));
    }

    /** What is said of a patch that failed: its summary, its problems, and how to go on. */
    private static String failure(JsonNode story) {
        assertThat(story.at("/status").asText()).isNotEqualTo("succeeded");
        assertThat(story.at("/next").asText()).contains("under a new id");
        JsonNode problems = story.at("/outcome/problems");
        assertThat(story.at("/summary").asText()).doesNotEndWith(":");
        return problems.isEmpty()
                ? story.at("/summary").asText()
                : problems.findValuesAsText("pointer") + " " + String.join("\n", problems.findValuesAsText("detail"));
    }

    private static String refusal(JsonNode problem, JsonNode row) {
        if (row.has("at")) {
            assertThat(problem.at("/errors").findValuesAsText("pointer"))
                    .contains(row.get("at").asText());
        }
        return problem.at("/detail").asText() + "\n"
                + String.join("\n", problem.at("/errors").findValuesAsText("detail"));
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(RefusalsIT.class.getResourceAsStream("/refusals/" + name), name)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
