package io.patchline.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.TestConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSessionsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "groups.read, others",
        "groups.operate, ops",
        "issuer, https://other.example",
        "client-id, other",
        "name-claim, email",
        "group-claim, roles"
    })
    void who_was_let_in_by_other_rules_is_not_in_any_more(String key, String value) {
        String cookie = sessions(Map.of())
                .beginOfPerson("oidc:anna", Set.of("read"))
                .orElseThrow()
                .cookie();

        assertThat(sessions(Map.of()).of(cookie)).isPresent();
        assertThat(sessions(Map.of(key, value)).of(cookie)).isEmpty();
    }

    @Test
    void sessions_of_tokens_do_not_care_for_the_provider() {
        String cookie = sessions(Map.of())
                .begin("anna", "binding", Optional.empty())
                .orElseThrow()
                .cookie();

        assertThat(sessions(Map.of("groups.read", "others")).of(cookie)).isPresent();
    }

    /** A replica of the service with these changes of its settings. */
    private ConsoleSessions sessions(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "patchline.console.key-file", directory.resolve("key").toString(),
                "patchline.console.login.issuer", "https://id.example",
                "patchline.console.login.client-id", "patchline",
                "patchline.console.login.groups.read", "developers"));
        changes.forEach((key, value) -> settings.put("patchline.console.login." + key, value));
        IngestConfig config = TestConfig.of(settings);
        return new ConsoleSessions(config, Clock.systemUTC());
    }
}
