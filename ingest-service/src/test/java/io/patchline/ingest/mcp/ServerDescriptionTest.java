package io.patchline.ingest.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ServerDescriptionTest {
    private final ServerDescription server = new ServerDescription("1");

    @Test
    void the_workflow_is_in_what_every_client_shows() {
        assertThat(ServerDescription.INSTRUCTIONS.substring(0, 512))
                .contains("submit_patch", "wait_for_patch", "read_patch_output", "NEW id", "replay_dead_letter");
    }

    @Test
    void a_handshake_is_answered_in_its_own_revision_or_else_in_the_newest_with_one() {
        assertThat(server.initialize("2025-06-18").path("protocolVersion").asText())
                .isEqualTo("2025-06-18");
        assertThat(server.initialize("2025-06-18").path("capabilities").has("tasks"))
                .isFalse();
        assertThat(server.initialize("2025-11-25").path("capabilities").has("tasks"))
                .isTrue();
        assertThat(server.initialize("2026-07-28").path("protocolVersion").asText())
                .isEqualTo("2025-11-25");
        assertThat(server.initialize("2024-11-05").path("protocolVersion").asText())
                .isEqualTo("2025-11-25");
    }

    @Test
    void every_result_of_the_stateless_revision_says_of_which_type_it_is_and_who_answers() {
        ObjectNode result = server.stamped(server.discover());

        assertThat(result.path("resultType").asText()).isEqualTo("complete");
        assertThat(result.at("/_meta/io.modelcontextprotocol~1serverInfo/name").asText())
                .isEqualTo("patchline");
        assertThat(result.at("/capabilities/extensions").has("io.modelcontextprotocol/tasks"))
                .isTrue();
        assertThat(result.path("ttlMs").asInt()).isPositive();
    }
}
