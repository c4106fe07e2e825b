package io.patchline.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {
    /** Clients, dashboards and dead letters know these names: one may be added, none renamed or removed. */
    @Test
    void no_wire_name_was_ever_renamed() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName))
                .contains(
                        "malformed_json",
                        "not_json",
                        "too_large",
                        "invalid_patch",
                        "invalid_request",
                        "not_executable",
                        "id_conflict",
                        "already_over",
                        "review_decided",
                        "unauthenticated",
                        "too_many_attempts",
                        "rate_limited",
                        "replayed",
                        "idempotency_key_reused",
                        "body_timeout",
                        "forbidden",
                        "not_found",
                        "not_supported",
                        "lane_full",
                        "broker_unavailable",
                        "overloaded",
                        "not_dead",
                        "not_replayable",
                        "count_changed",
                        "desk_taken",
                        "internal_error",
                        "command_failed",
                        "command_killed",
                        "timed_out",
                        "output_limit",
                        "out_of_memory",
                        "network_refused",
                        "setup_failed",
                        "cancelled",
                        "interrupted",
                        "malformed_diff",
                        "context_not_found",
                        "context_ambiguous",
                        "file_not_found",
                        "file_exists",
                        "path_refused",
                        "file_refused",
                        "lane_held",
                        "undecodable",
                        "delivery_limit",
                        "unexplained",
                        "unknown_workspace",
                        "not_awaiting_review",
                        "not_revertible",
                        "stale",
                        "conflict",
                        "revert_conflict",
                        "push_refused",
                        "rejected",
                        "review_expired");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void a_wire_name_leads_back_to_its_code(ErrorCode code) {
        assertThat(code.wireName()).matches("[a-z]+(_[a-z]+)*").isEqualTo(code.toString());
        assertThat(ErrorCode.ofWireName(code.wireName())).isSameAs(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TIMED_OUT", "Timed_Out", "timed_out ", "tımed_out", "unheard_of"})
    void no_other_spelling_is_a_code(String name) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThatThrownBy(() -> ErrorCode.ofWireName(name)).isInstanceOf(IllegalArgumentException.class);
        } finally {
            Locale.setDefault(before);
        }
    }
}
