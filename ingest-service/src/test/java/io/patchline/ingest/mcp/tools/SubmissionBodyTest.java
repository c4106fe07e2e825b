package io.patchline.ingest.mcp.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.mcp.protocol.RpcMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubmissionBodyTest {
    private static final Set<String> ROLES = Set.of("command_patch");

    @Test
    void a_command_alone_is_the_patch_that_the_webhook_documents() {
        SubmissionBody body = body("{'id':'a','command':'echo x','target_file':'f','on_failure':'keep'}");

        assertThat(new String(body.body(), UTF_8))
                .satisfies(json -> assertThat(tree(json))
                        .isEqualTo(tree(quoted("{'id':'a','patch':'echo"
                                + " x','role':'command_patch','target_file':'f','onFailure':'keep'}"))));
        assertThat(pointer(body, "/patch")).isEqualTo("/command");
        assertThat(pointer(body, "/onFailure")).isEqualTo("/on_failure");
    }

    @Test
    void forms_together_run_in_the_order_files_replacements_diff_command() {
        SubmissionBody body =
                body("{'command':'make','diff':'--- a','files':[{'path':'x'}],'replace':[{'path':'y'},{'path':'z'}]}");

        assertThat(tree(new String(body.body(), UTF_8)))
                .isEqualTo(tree(quoted("{'mutations':[{'path':'x'},{'path':'y'},{'path':'z'}],'patch':'---"
                        + " a','postMutationBuild':'make'}")));
        assertThat(pointer(body, "/mutations/0/path")).isEqualTo("/files/0/path");
        assertThat(pointer(body, "/mutations/2/search")).isEqualTo("/replace/1/search");
        assertThat(pointer(body, "/patch")).isEqualTo("/diff");
        assertThat(pointer(body, "/postMutationBuild")).isEqualTo("/command");
        assertThat(pointer(body, "")).isEmpty();
    }

    @Test
    void one_replacement_is_named_without_an_index() {
        SubmissionBody body = body("{'replace':{'path':'y','search':'a','replace':'b'}}");

        assertThat(pointer(body, "/mutations/0/search")).isEqualTo("/replace/search");
    }

    @Test
    void nothing_to_do_and_what_is_not_known_is_refused() {
        for (String arguments : List.of(
                "{}",
                "{'command':null}",
                "{'command':7}",
                "{'files':'x'}",
                "{'replace':'x'}",
                "{'comand':'x','command':'y'}")) {
            Arguments given = arguments(arguments);
            assertThat(SubmissionBody.of(given, ROLES)).as(arguments).isEmpty();
            assertThat(given.refusal()).as(arguments).isPresent();
        }
    }

    private static String pointer(SubmissionBody body, String inBody) {
        return body.amongArguments(List.of(new Problem(ErrorCode.INVALID_PATCH, inBody, "x")), "")
                .getFirst()
                .pointer();
    }

    private static SubmissionBody body(String arguments) {
        Arguments given = arguments(arguments);
        Optional<SubmissionBody> body = SubmissionBody.of(given, ROLES);
        assertThat(given.refusal()).isEmpty();
        return body.orElseThrow();
    }

    private static Arguments arguments(String json) {
        return new Arguments((ObjectNode) tree(quoted(json)), SubmissionBody.NAMES);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static com.fasterxml.jackson.databind.JsonNode tree(String json) {
        try {
            return RpcMessage.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
