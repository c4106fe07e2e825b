package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import io.patchline.system.ApiDocument.Operation;
import io.patchline.system.ContractCall.Expected;
import io.patchline.system.RawHttp.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the document that the running service serves, called in thousands of ways that are made from it: each answer is one
 * that the document declares, with a body as it says, and none is a defect. {@code -Dcontract.seed} makes others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {
    private static final long SEED = Long.getLong("contract.seed", 20_261_121);
    private static final int LETTERS = 10;
    private static final String WAITS = "waits";
    /** As in the document's example of a release. */
    private static final String HELD = "web";

    private static final int MOST_TOLD_OF_A_KIND = 2;

    private Pipeline pipeline;
    private ApiDocument document;
    private RawHttp http;
    private String job;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        pipeline = new Pipeline(
                directory,
                TestBroker.shared().newVirtualHost(),
                Map.of(
                        "PATCHLINE_LIMITS_RATE", "1000000/s",
                        "PATCHLINE_ACCESS_FAILURES", "1000000/s",
                        "PATCHLINE_FOLLOWING_CLIENTS", "10000"));
        ServiceProcess executor = pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
        document = new ApiDocument(pipeline.get(pipeline.ingest(), "/openapi?format=json"));
        http = new RawHttp(pipeline.ingest().at("/").getPort());
        pipeline.submit("holds", HELD, "echo it fails; exit 3", Map.of("onFailure", "hold"));
        for (int i = 1; i < LETTERS; i++) {
            pipeline.submit("dead-" + i, "lane-" + i, "echo it fails; exit 3", Map.of());
        }
        pipeline.submit("done/1", "a.txt", "echo done", Map.of());
        assertThat(pipeline.story("done%2F1", 20).get("status").asText()).isEqualTo("succeeded");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ids("/v1/dead-letters", "dead_letters").size() == LETTERS);
        job = Pipeline.json(pipeline.post(
                        "/v1/dead-letters/replay", "{\"filter\":{\"lane\":\"lane-1\"},\"count\":1}", Map.of()))
                .get("id")
                .asText();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.view("/v1/dead-letter-jobs/" + job)
                                .get("remaining")
                                .asInt()
                        == 0);
        // It says 503 until every executor can have been heard; here that would be taken for a defect.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.get("/v1/executors", Map.of()).statusCode() == 200);
        executor.terminate();
        executor.awaitExit(Duration.ofSeconds(30));
        pipeline.submit(WAITS, "b.txt", "true", Map.of());
    }

    @AfterAll
    void stop() throws IOException {
        http.close();
        pipeline.close();
    }

    @Test
    void every_answer_is_one_that_the_document_declares() throws IOException {
        List<Operation> operations = document.operations().stream()
                .sorted(Comparator.comparingInt(ContractIT::harm))
                .toList();
        Tally tally = new Tally();
        for (Operation operation : operations) {
            tally.tell(calls(operation, new SplittableRandom(SEED)).plain());
        }
        for (Operation operation : operations) {
            Iterator<ContractCall> calls =
                    calls(operation, new SplittableRandom(SEED)).all().iterator();
            while (calls.hasNext()) {
                tally.tell(calls.next());
            }
        }
        System.out.println("seed " + SEED + ", calls by operation: " + tally.calls + ", by status: " + tally.statuses
                + ", ms: " + tally.millis);
        assertThat(tally.wrong).as("with -Dcontract.seed=" + SEED).isEmpty();
        assertThat(tally.calls)
                .hasSize(operations.size())
                .allSatisfy((name, count) -> assertThat(count).as(name).isGreaterThan(10));
        assertThat(pipeline.ingest().log()).doesNotContain("A request met a defect");
        assertThat(pipeline.status(pipeline.ingest(), "/health")).isEqualTo(200);
    }

    /** Those that only read come first, and those that deal with everything at once come last. */
    private static int harm(Operation operation) {
        int changes = operation.method().equals("GET") ? 0 : 4;
        int broad = operation.path().contains("{id}") ? 0 : 2;
        int willing = operation.node().has("requestBody") ? 0 : 1;
        int everything = operation.path().matches("/v1/dead-letters/\\w+") ? 8 : 0;
        return changes + broad + willing + everything;
    }

    private ContractCalls calls(Operation operation, SplittableRandom random) {
        return new ContractCalls(document, operation, id(operation), Pipeline.TOKEN, random);
    }

    /** Of something that is there, as it stands in a path. */
    private String id(Operation operation) {
        if (operation.path().endsWith("/cancel")) {
            return WAITS;
        }
        if (operation.path().contains("dead-letter-jobs")) {
            return job;
        }
        String id = operation.path().contains("dead-letters")
                ? ids("/v1/dead-letters", "dead_letters").stream().findAny().orElse("none-any-more")
                : "done/1";
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private List<String> ids(String path, String list) {
        return pipeline.view(path).get(list).findValuesAsText("id");
    }

    /** What was sent, what was answered, and what was wrong with that. */
    private final class Tally {
        private final Map<String, Integer> calls = new TreeMap<>();
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private final Map<String, Long> millis = new TreeMap<>();
        private final Map<String, Integer> told = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private String last = "nothing";

        void tell(ContractCall call) throws IOException {
            long begin = System.nanoTime();
            Answer answer;
            try {
                answer = http.send(call.request());
            } catch (IOException e) {
                throw new IOException("after " + last + ": " + call.request(), e);
            }
            last = call.request() + " -> " + answer;
            calls.merge(call.operation().id(), 1, Integer::sum);
            statuses.merge(answer.status(), 1, Integer::sum);
            millis.merge(call.operation().id(), (System.nanoTime() - begin) / 1_000_000, Long::sum);
            objection(call, answer)
                    .filter(objection ->
                            told.merge(call.operation() + objection, 1, Integer::sum) <= MOST_TOLD_OF_A_KIND)
                    .ifPresent(objection -> wrong.add("%n%s%n  was answered %d %s %s%n  %s"
                            .formatted(call.request(), answer.status(), answer.mediaType(), answer.text(), objection)));
        }

        private Optional<String> objection(ContractCall call, Answer answer) throws IOException {
            boolean good = answer.status() >= 200 && answer.status() < 300;
            if (answer.status() >= 500) {
                return Optional.of("is a defect");
            }
            if (call.expected() == Expected.SUCCESS && !good) {
                return Optional.of("is as the document allows it");
            }
            if (call.expected() == Expected.REFUSAL && good) {
                return Optional.of("is not as the document allows it");
            }
            boolean bare = answer.status() == 400 && answer.body().length == 0 && !call.hasAddress();
            return bare || call.expected() == Expected.NO_DEFECT
                    ? Optional.empty()
                    : undeclared(call.operation(), answer);
        }

        private Optional<String> undeclared(Operation operation, Answer answer) throws IOException {
            Optional<JsonNode> declared = document.response(operation, answer.status());
            if (declared.isEmpty()) {
                return Optional.of("is a status that the document does not declare");
            }
            JsonNode content = declared.get().path("content");
            if (content.isEmpty() && answer.body().length == 0) {
                return Optional.empty();
            }
            if (!content.has(answer.mediaType())) {
                return Optional.of("is of a type that the document does not declare");
            }
            if (!answer.mediaType().endsWith("json")) {
                return Optional.empty();
            }
            JsonNode body = MessageCodec.mapper().readTree(answer.body());
            List<Error> errors = document.violations(operation, answer.status(), answer.mediaType(), body);
            return errors.isEmpty()
                    ? Optional.empty()
                    : Optional.of("has a body that the document does not declare: " + errors);
        }
    }
}
