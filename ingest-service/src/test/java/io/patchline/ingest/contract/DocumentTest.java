package io.patchline.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.outcome.ErrorCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the document says of the operations is what the code has, no more and no less. */
class DocumentTest {
    private static final Set<String> TOKENS = Set.of("bearer", "header", "basic");

    /** They are good for what they sign, a patch, and for nothing else (docs/decisions/0046). */
    private static final Set<String> SIGNATURES = Set.of("standardWebhooks", "gitHubSignature");

    private static final Set<String> WEBHOOKS = Set.of("/webhook", "/patch", "/api/patches");

    private final Contract contract = Contract.withSettings(Map.of("patchline.http.public-url", "https://p.example"));

    @Test
    void every_file_of_the_document_is_read() {
        assertThat(Path.of("src/main/resources/openapi").toFile().list())
                .containsExactlyInAnyOrderElementsOf(DocumentReader.FILES);
    }

    @Test
    void every_operation_of_the_code_is_described_and_no_other() {
        assertThat(contract.operations().stream().map(Contract.Described::toString))
                .as(
                        "the operations described in src/main/resources/openapi/*.yaml (a file for each feature, named in DocumentReader)")
                .containsExactlyInAnyOrderElementsOf(
                        Endpoint.all().stream().map(Endpoint::toString).toList());
    }

    @Test
    void an_operation_asks_for_the_scopes_that_the_code_asks_for_with_each_kind_of_credential() {
        assertThat(fieldNames(contract.document().at("/components/securitySchemes")))
                .isEqualTo(union(TOKENS, SIGNATURES));
        for (Contract.Described described : contract.operations()) {
            Endpoint endpoint = endpoint(described);
            Set<String> kinds = WEBHOOKS.contains(described.path()) ? union(TOKENS, SIGNATURES) : TOKENS;
            Map<String, Set<String>> expected = endpoint.scopes().isEmpty()
                    ? Map.of()
                    : kinds.stream().collect(Collectors.toMap(kind -> kind, kind -> endpoint.scopes()));
            assertThat(security(described.operation()))
                    .as("security of %s", described)
                    .isEqualTo(expected);
        }
    }

    @Test
    void the_query_parameters_are_those_of_the_code() {
        for (Contract.Described described : contract.operations()) {
            Set<String> documented = stream(described.operation().path("parameters"))
                    .map(contract::resolved)
                    .filter(parameter -> parameter.get("in").asText().equals("query"))
                    .map(parameter -> parameter.get("name").asText())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(documented)
                    .as("query parameters of %s", described)
                    .isEqualTo(endpoint(described).queryParameters());
        }
    }

    @Test
    void every_operation_has_an_id_of_its_own_a_summary_a_description_and_a_tag_that_is_explained() {
        Set<String> tags = stream(contract.document().get("tags"))
                .map(tag -> tag.get("name").asText())
                .collect(Collectors.toSet());
        List<String> ids = contract.operations().stream()
                .map(described -> described.operation().path("operationId").asText())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
        for (Contract.Described described : contract.operations()) {
            assertThat(described.operation().path("summary").asText())
                    .as("%s", described)
                    .isNotBlank();
            assertThat(described.operation().path("description").asText())
                    .as("%s", described)
                    .isNotBlank();
            assertThat(described.operation().at("/tags/0").asText())
                    .as("%s", described)
                    .isIn(tags);
        }
    }

    @Test
    void every_operation_declares_the_problems_that_it_can_answer_with() {
        for (Contract.Described described : contract.operations()) {
            Set<String> declared = fieldNames(described.operation().get("responses"));
            assertThat(declared).as("%s", described).contains("400", "405", "500");
            if (described.operation().get("security").size() > 0) {
                assertThat(declared).as("%s", described).contains("401", "403");
            }
            if (described.path().contains("{")) {
                assertThat(declared).as("%s", described).contains("404");
            }
        }
    }

    @Test
    void every_code_that_answers_a_request_is_declared_with_its_status() {
        Map<String, Integer> declared = new TreeMap<>();
        contract.document().at("/components/responses").forEach(response -> {
            JsonNode own = response.at("/content/application~1problem+json/schema/allOf/1/properties");
            own.at("/code/enum")
                    .forEach(code ->
                            declared.put(code.asText(), own.at("/status/enum/0").asInt()));
        });
        Map<String, Integer> answered = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            statusOf(code).ifPresent(status -> answered.put(code.wireName(), status));
        }
        assertThat(declared).isEqualTo(answered);
    }

    @Test
    void the_error_codes_are_all_told() {
        assertThat(stream(contract.document().at("/components/schemas/ErrorCode/enum"))
                        .map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::wireName)
                        .toList());
    }

    @Test
    void what_is_referred_to_is_there() {
        for (String reference : contract.document().findValuesAsText("$ref")) {
            assertThat(contract.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void it_names_the_version_the_address_and_the_header_as_they_are_configured() {
        JsonNode document = Contract.withSettings(
                        Map.of("patchline.http.port", "81", "patchline.access.header", "X-Key"))
                .document();
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("http://127.0.0.1:81");
        assertThat(document.at("/components/securitySchemes/header/name").asText())
                .isEqualTo("X-Key");
        assertThat(contract.document().at("/servers/0/url").asText()).isEqualTo("https://p.example");
    }

    private static Optional<Integer> statusOf(ErrorCode code) {
        try {
            return Optional.of(HttpStatus.of(code));
        } catch (IllegalArgumentException outcomeOfARun) {
            return Optional.empty();
        }
    }

    private static Endpoint endpoint(Contract.Described described) {
        return Endpoint.all().stream()
                .filter(endpoint -> endpoint.toString().equals(described.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(described + " is not in the code"));
    }

    private static Map<String, Set<String>> security(JsonNode operation) {
        Map<String, Set<String>> security = new TreeMap<>();
        operation
                .get("security")
                .forEach(alternative -> alternative
                        .properties()
                        .forEach(scheme -> security.put(
                                scheme.getKey(),
                                stream(scheme.getValue()).map(JsonNode::asText).collect(Collectors.toSet()))));
        return security;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    private static Set<String> fieldNames(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
