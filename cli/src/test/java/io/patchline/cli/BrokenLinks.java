package io.patchline.cli;

import io.patchline.cli.doctor.Finding;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Links that are broken by what the service answers: path, status and body of the answer, and the finding that it must give. */
final class BrokenLinks {
    private BrokenLinks() {}

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        "/health",
                        503,
                        "{\"status\":\"unavailable\",\"service\":\"patchline-ingest\",\"broker\":\"away\",\"log\":\"read\"}",
                        "health",
                        "not_ready",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/health",
                        503,
                        "{\"status\":\"unavailable\",\"service\":\"patchline-ingest\",\"broker\":\"blocked\",\"log\":\"read\"}",
                        "health",
                        "not_ready",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-ingest\",\"broker\":\"connected\",\"log\":\"reading\"}",
                        "health",
                        "log_behind",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-ingest\",\"missing_permissions\":[\"write on patches.unrouted\"]}",
                        "health",
                        "permission_missing",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-executor\"}",
                        "service",
                        "not_patchline",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        401,
                        "{\"code\":\"unauthenticated\"}",
                        "token",
                        "token_refused",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        "{\"as_of\":\"" + Instant.now() + "\",\"executors\":[]}",
                        "executors",
                        "no_executor",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now(), "drained"),
                        "executors",
                        "no_executor",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now().minusSeconds(600), "taking"),
                        "clock",
                        "clock_off",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now().plusSeconds(100), "taking"),
                        "clock",
                        "clock_off",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now(), "taking")
                                .replace("\"status\"", "\"disk_free_bytes\":1000000,\"status\""),
                        "executors",
                        "disk_full",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/webhook", 403, "{\"code\":\"forbidden\"}", "scopes", "scope_missing", Finding.Grade.WARNING),
                Arguments.of(
                        "/status",
                        200,
                        "{\"broker_version\":\"4.3.2\",\"broker_advice\":\"loses data\",\"callbacks\":\"off\"}",
                        "broker",
                        "broker_version",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/lanes",
                        200,
                        "{\"lanes\":[{\"name\":\"patches.lane.3\",\"consumers\":0}]}",
                        "lanes",
                        "lane_without_consumer",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/lanes",
                        200,
                        "{\"lanes\":[{\"name\":\"patches.lane.3\",\"consumers\":1,\"held\":[{\"lane\":\"db\"}]}]}",
                        "lanes",
                        "lane_held",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/lanes",
                        503,
                        "{\"code\":\"broker_unavailable\",\"detail\":\"away\",\"retryable\":true}",
                        "lanes",
                        "broker_unavailable",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/dead-letters",
                        200,
                        "{\"listed\":4,\"groups\":{\"timed_out\":4},\"unrouted\":0}",
                        "dead-letters",
                        "dead_letters",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/dead-letters",
                        200,
                        "{\"listed\":0,\"groups\":{},\"unrouted\":2}",
                        "dead-letters",
                        "unrouted",
                        Finding.Grade.WARNING),
                Arguments.of("/mcp", 502, "{\"error\":\"bad gateway\"}", "mcp", "mcp_blocked", Finding.Grade.WARNING));
    }
}
