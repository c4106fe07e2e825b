package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.TestBroker;
import io.patchline.patch.Digest;
import io.patchline.system.ApiDocument.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the document that the running service serves, tried by those who may not. A new path cannot be forgotten. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopesIT {
    private static final List<String> SCOPES = List.of("submit", "read", "operate", "review");

    /** What anybody may ask for, by the name of the operation. */
    private static final Set<String> PUBLIC = Set.of("getHealth", "getGptDocument", "listSessionProviders");

    private final HttpClient http = HttpClient.newHttpClient();
    private Pipeline pipeline;
    private ApiDocument document;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        String lines = SCOPES.stream().map(ScopesIT::line).collect(Collectors.joining("\n"))
                + "\nexpired:submit,read,operate,review:" + hash("expired") + " expires=2026-01-01T00:00:00Z";
        Path tokens = Files.writeString(directory.resolve("scoped-tokens"), lines);
        pipeline = new Pipeline(
                directory,
                TestBroker.shared().newVirtualHost(),
                // Every wrong credential comes from this machine: their number is not what is tried here.
                Map.of("PATCHLINE_ACCESS_TOKENS_FILE", tokens.toString(), "PATCHLINE_ACCESS_FAILURES", "1000000/s"));
        pipeline.awaitReady();
        document = new ApiDocument(pipeline.get(pipeline.ingest(), "/openapi?format=json"));
    }

    @AfterAll
    void stop() {
        pipeline.close();
        http.close();
    }

    @Test
    void what_is_for_everybody_is_listed_here() {
        assertThat(document.operations().stream().filter(Operation::isPublic).map(Operation::id))
                .containsExactlyInAnyOrderElementsOf(PUBLIC);
    }

    @Test
    void nobody_without_credentials_or_with_wrong_ones_gets_anything_but_401() throws Exception {
        String basic = Base64.getEncoder().encodeToString("nobody:wrong".getBytes(StandardCharsets.UTF_8));
        List<String[]> credentials = List.of(
                new String[0],
                new String[] {"Authorization", "Bearer wrong"},
                new String[] {"Authorization", "Bearer "},
                new String[] {"Authorization", "Basic " + basic},
                new String[] {"Authorization", "Bearer " + token("expired")},
                new String[] {"Authorization", "Digest x"},
                new String[] {"X-Patchline-Token", "wrong"},
                new String[] {"webhook-id", "1", "webhook-timestamp", "1", "webhook-signature", "v1,AAAA"},
                new String[] {"X-Hub-Signature-256", "sha256=00"});
        for (Operation operation : guarded()) {
            for (String[] credential : credentials) {
                assertThat(answer(operation, credential).statusCode())
                        .as("%s with %s", operation, List.of(credential))
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void nobody_with_another_scope_gets_anything_but_403() throws Exception {
        for (Operation operation : guarded()) {
            for (String scope : SCOPES) {
                int status = answer(operation, "Authorization", "Bearer " + token(scope))
                        .statusCode();
                if (operation.scopes().contains(scope)) {
                    assertThat(status).as("%s with %s", operation, scope).isNotIn(401, 403);
                } else {
                    assertThat(status).as("%s with %s", operation, scope).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void what_a_command_wrote_is_told_with_the_scope_read_and_in_no_other_way() throws Exception {
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));
        String body = Pipeline.body("scoped-output", "x", "echo what-only-readers-see", Map.of());

        for (int time = 0; time < 2; time++) {
            HttpResponse<String> submitted = submit("submit", body);
            assertThat(submitted.statusCode()).isEqualTo(200);
            assertThat(submitted.body()).contains("succeeded").doesNotContain("only-readers-see");
        }
        HttpResponse<String> cancelled = http.send(
                HttpRequest.newBuilder(pipeline.ingest().at("/v1/patches/scoped-output/cancel"))
                        .header("Authorization", "Bearer " + token("submit"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(cancelled.body()).doesNotContain("only-readers-see");
        HttpResponse<String> read = http.send(
                HttpRequest.newBuilder(pipeline.ingest().at("/v1/patches/scoped-output"))
                        .header("Authorization", "Bearer " + token("read"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(read.body()).contains("what-only-readers-see");
    }

    private HttpResponse<String> submit(String name, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(pipeline.ingest().at("/webhook"))
                        .header("Authorization", "Bearer " + token(name))
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=20")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<Operation> guarded() {
        List<Operation> guarded = document.operations().stream()
                .filter(operation -> !operation.isPublic())
                .toList();
        assertThat(guarded).isNotEmpty();
        return guarded;
    }

    private HttpResponse<InputStream> answer(Operation operation, String... headers) throws Exception {
        String path = operation.path().replaceAll("\\{\\w+}", "unknown");
        HttpRequest.Builder request = HttpRequest.newBuilder(pipeline.ingest().at(path))
                .header("Content-Type", "application/json")
                .method(operation.method(), BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close(); // an event stream has no end
        return response;
    }

    private static String token(String name) {
        return "pl_scopes_test_" + name + "_0123456789abcdefghijklmnop";
    }

    private static String line(String scope) {
        return scope + ":" + scope + ":" + hash(scope);
    }

    private static String hash(String name) {
        return Digest.sha256Hex(token(name).getBytes(StandardCharsets.UTF_8));
    }
}
