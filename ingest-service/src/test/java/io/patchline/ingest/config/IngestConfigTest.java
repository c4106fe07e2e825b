package io.patchline.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    @Test
    void the_defaults_are_as_documented() {
        IngestConfig config = TestConfig.of(Map.of());

        assertThat(config.lanes()).isEqualTo(8);
        assertThat(config.broker().url()).isEqualTo("amqp://guest:guest@127.0.0.1:5672");
        assertThat(config.broker().urlFile()).isEmpty();
        assertThat(config.broker().caFile()).isEmpty();
        assertThat(config.broker().certificateFile()).isEmpty();
        assertThat(config.broker().keyFile()).isEmpty();
        assertThat(config.broker().maxMessageSize().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.broker().declare()).isTrue();
        assertThat(config.broker().confirmTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(5555);
        assertThat(config.http().publicUrl()).isEmpty();
        assertThat(config.access().tokensFile()).isEmpty();
        assertThat(config.access().sendersFile()).isEmpty();
        assertThat(config.access().header()).isEqualTo("X-Patchline-Token");
        assertThat(config.access().failures()).hasToString("10/m");
        assertThat(config.access().proxies()).isEmpty();
        assertThat(config.access().proxyHeader()).isEqualTo("X-Forwarded-For");
        assertThat(config.access().keepAddresses()).isTrue();
        assertThat(config.access().anonymous()).isFalse();
        assertThat(config.console().keyFile()).isEmpty();
        assertThat(config.console().session()).isEqualTo(Duration.ofHours(12));
        assertThat(config.oauth().mode()).isEqualTo(OAuthConfig.Mode.OFF);
        assertThat(config.oauth().issuer()).isEmpty();
        assertThat(config.oauth().audience()).isEmpty();
        assertThat(config.oauth().scopeClaim()).isEqualTo("scope");
        assertThat(config.oauth().scopes()).isEmpty();
        assertThat(config.oauth().nameClaim()).isEqualTo("sub");
        assertThat(config.oauth().accessLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(config.oauth().grantLifetime()).isEqualTo(Duration.ofDays(90));
        assertThat(config.oauth().rate()).hasToString("60/m");
        assertThat(config.limits().rate()).hasToString("1000/s");
        assertThat(config.limits().bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.limits().memory(800)).isEqualTo(100);
        assertThat(config.limits().connections()).isEqualTo(1000);
        assertThat(config.submission().largestBody()).isEqualTo(1 << 20);
        assertThat(config.submission().deepestNesting()).isEqualTo(64);
        assertThat(config.workspace().knownAs()).isEmpty();
        assertThat(config.submission().mostProblems()).isEqualTo(50);
        assertThat(config.submission().commandRoles()).containsExactly("command_patch");
        assertThat(config.submission().defaultTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.submission().longestTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.submission().mostRetries()).isEqualTo(10);
        assertThat(config.review().own()).isFalse();
        assertThat(config.status().keep()).isEqualTo(100_000);
        assertThat(config.status().memory().asLongValue()).isEqualTo(200L << 20);
        assertThat(config.deadLetters().keep()).isEqualTo(50_000);
        assertThat(config.deadLetters().memory().asLongValue()).isEqualTo(64 << 20);
        assertThat(config.deadLetters().rate()).isEqualTo(200);
        assertThat(config.deadLetters().checkEvery()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.callbacks().secretFile()).isEmpty();
        assertThat(config.callbacks().url()).isEmpty();
        assertThat(config.callbacks().allow()).isEmpty();
        assertThat(config.callbacks().timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.callbacks().firstPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.callbacks().giveUpAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(config.callbacks().atOnce()).isEqualTo(64);
        assertThat(config.callbacks().perReceiver()).isEqualTo(4);
        assertThat(config.mcp().hosts()).isEmpty();
        assertThat(config.mcp().origins()).isEmpty();
        assertThat(config.following().clients()).isEqualTo(200);
        assertThat(config.following().clientsPerCredential()).isEqualTo(100);
        assertThat(config.log().json()).isFalse();
        assertThat(config.traces().endpoint()).isEmpty();
        assertThat(config.traces().ratio()).isEqualTo(1.0);
    }

    @Test
    void every_key_can_be_set() {
        IngestConfig config = TestConfig.of(Map.ofEntries(
                Map.entry("patchline.lanes", "16"),
                Map.entry("patchline.broker.url", "amqp://b"),
                Map.entry("patchline.broker.url-file", "/run/url"),
                Map.entry("patchline.broker.ca-file", "/run/ca"),
                Map.entry("patchline.broker.certificate-file", "/run/mine"),
                Map.entry("patchline.broker.key-file", "/run/key"),
                Map.entry("patchline.broker.max-message-size", "64M"),
                Map.entry("patchline.broker.declare", "false"),
                Map.entry("patchline.broker.confirm-timeout", "2s"),
                Map.entry("patchline.http.host", "0.0.0.0"),
                Map.entry("patchline.http.port", "80"),
                Map.entry("patchline.http.public-url", "https://p.example"),
                Map.entry("patchline.access.tokens-file", "/run/tokens"),
                Map.entry("patchline.access.senders-file", "/run/senders"),
                Map.entry("patchline.access.keep-addresses", "false"),
                Map.entry("patchline.oauth", "embedded"),
                Map.entry("patchline.oauth.issuer", "https://id.example"),
                Map.entry("patchline.oauth.audience", "patchline"),
                Map.entry("patchline.oauth.scope-claim", "scp"),
                Map.entry("patchline.oauth.scopes.submit", "api.write"),
                Map.entry("patchline.oauth.name-claim", "email"),
                Map.entry("patchline.oauth.access-lifetime", "5m"),
                Map.entry("patchline.oauth.grant-lifetime", "7d"),
                Map.entry("patchline.oauth.rate", "9/m"),
                Map.entry("patchline.limits.rate", "5/h"),
                Map.entry("patchline.limits.body-timeout", "3s"),
                Map.entry("patchline.limits.memory", "1000"),
                Map.entry("patchline.limits.connections", "9"),
                Map.entry("patchline.access.header", "X-Key"),
                Map.entry("patchline.access.failures", "3/h"),
                Map.entry("patchline.access.proxies", "10.0.0.0/8,::1"),
                Map.entry("patchline.access.proxy-header", "CF-Connecting-IP"),
                Map.entry("patchline.access.anonymous", "true"),
                Map.entry("patchline.console.key-file", "/run/console-key"),
                Map.entry("patchline.console.session", "1h"),
                Map.entry("patchline.submission.largest-body", "10"),
                Map.entry("patchline.submission.deepest-nesting", "5"),
                Map.entry("patchline.workspace.known-as", "/home/jo/proj,C:/proj"),
                Map.entry("patchline.submission.most-problems", "3"),
                Map.entry("patchline.submission.command-roles", "command_patch,shell"),
                Map.entry("patchline.submission.default-timeout", "1m"),
                Map.entry("patchline.submission.longest-timeout", "2h"),
                Map.entry("patchline.submission.most-retries", "1"),
                Map.entry("patchline.dead-letters.keep", "8"),
                Map.entry("patchline.dead-letters.memory", "5M"),
                Map.entry("patchline.review.own", "true"),
                Map.entry("patchline.dead-letters.rate", "9"),
                Map.entry("patchline.dead-letters.check-every", "3s"),
                Map.entry("patchline.status.keep", "7"),
                Map.entry("patchline.status.memory", "1M"),
                Map.entry("patchline.callbacks.secret-file", "/run/secret"),
                Map.entry("patchline.callbacks.url", "https://c.example/hook"),
                Map.entry("patchline.callbacks.allow", "10.0.0.0/8,::1"),
                Map.entry("patchline.callbacks.timeout", "3s"),
                Map.entry("patchline.callbacks.first-pause", "1s"),
                Map.entry("patchline.callbacks.give-up-after", "1h"),
                Map.entry("patchline.callbacks.at-once", "9"),
                Map.entry("patchline.callbacks.per-receiver", "2"),
                Map.entry("patchline.log.json", "true"),
                Map.entry("patchline.traces.endpoint", "http://c:4318/v1/traces"),
                Map.entry("patchline.traces.ratio", "0.1"),
                Map.entry("patchline.mcp.hosts", "p.example,10.0.0.5:81"),
                Map.entry("patchline.mcp.origins", "https://inspector.example"),
                Map.entry("patchline.following.clients", "3"),
                Map.entry("patchline.following.clients-per-credential", "2")));

        assertThat(config.lanes()).isEqualTo(16);
        assertThat(config.http().publicUrl()).hasValue(URI.create("https://p.example"));
        assertThat(config.broker().url()).isEqualTo("amqp://b");
        assertThat(config.broker().urlFile()).contains(Path.of("/run/url"));
        assertThat(config.broker().caFile()).contains(Path.of("/run/ca"));
        assertThat(config.broker().certificateFile()).contains(Path.of("/run/mine"));
        assertThat(config.broker().keyFile()).contains(Path.of("/run/key"));
        assertThat(config.broker().maxMessageSize().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.broker().declare()).isFalse();
        assertThat(config.broker().confirmTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.http().port()).isEqualTo(80);
        assertThat(config.access().tokensFile()).contains(Path.of("/run/tokens"));
        assertThat(config.access().sendersFile()).contains(Path.of("/run/senders"));
        assertThat(config.access().header()).isEqualTo("X-Key");
        assertThat(config.access().keepAddresses()).isFalse();
        assertThat(config.console().keyFile()).contains(Path.of("/run/console-key"));
        assertThat(config.console().session()).isEqualTo(Duration.ofHours(1));
        assertThat(config.oauth().mode()).isEqualTo(OAuthConfig.Mode.EMBEDDED);
        assertThat(config.oauth().issuer()).hasValue(URI.create("https://id.example"));
        assertThat(config.oauth().audience()).contains("patchline");
        assertThat(config.oauth().scopeClaim()).isEqualTo("scp");
        assertThat(config.oauth().scopes()).isEqualTo(Map.of("submit", "api.write"));
        assertThat(config.oauth().nameClaim()).isEqualTo("email");
        assertThat(config.oauth().accessLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.oauth().grantLifetime()).isEqualTo(Duration.ofDays(7));
        assertThat(config.oauth().rate()).hasToString("9/m");
        assertThat(config.limits().rate()).hasToString("5/h");
        assertThat(config.limits().bodyTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.limits().memory(800)).isEqualTo(1000);
        assertThat(config.limits().connections()).isEqualTo(9);
        assertThat(config.access().failures()).hasToString("3/h");
        assertThat(config.access().proxies()).contains(List.of(Network.of("10.0.0.0/8"), Network.of("::1")));
        assertThat(config.access().proxyHeader()).isEqualTo("CF-Connecting-IP");
        assertThat(config.access().anonymous()).isTrue();
        assertThat(config.submission().largestBody()).isEqualTo(10);
        assertThat(config.submission().deepestNesting()).isEqualTo(5);
        assertThat(config.workspace().knownAs()).contains(List.of("/home/jo/proj", "C:/proj"));
        assertThat(config.submission().mostProblems()).isEqualTo(3);
        assertThat(config.submission().commandRoles()).isEqualTo(Set.of("command_patch", "shell"));
        assertThat(config.submission().defaultTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.submission().longestTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(config.submission().mostRetries()).isEqualTo(1);
        assertThat(config.review().own()).isTrue();
        assertThat(config.status().keep()).isEqualTo(7);
        assertThat(config.status().memory().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.deadLetters().keep()).isEqualTo(8);
        assertThat(config.deadLetters().memory().asLongValue()).isEqualTo(5 << 20);
        assertThat(config.deadLetters().rate()).isEqualTo(9);
        assertThat(config.deadLetters().checkEvery()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.callbacks().secretFile()).hasValue(Path.of("/run/secret"));
        assertThat(config.callbacks().url()).hasValue(URI.create("https://c.example/hook"));
        assertThat(config.callbacks().allow()).hasValue(Set.of("10.0.0.0/8", "::1"));
        assertThat(config.callbacks().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.callbacks().firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.callbacks().giveUpAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(config.callbacks().atOnce()).isEqualTo(9);
        assertThat(config.callbacks().perReceiver()).isEqualTo(2);
        assertThat(config.mcp().hosts()).contains(List.of("p.example", "10.0.0.5:81"));
        assertThat(config.mcp().origins()).contains(List.of("https://inspector.example"));
        assertThat(config.following().clients()).isEqualTo(3);
        assertThat(config.following().clientsPerCredential()).isEqualTo(2);
        assertThat(config.log().json()).isTrue();
        assertThat(config.traces().endpoint()).contains(URI.create("http://c:4318/v1/traces"));
        assertThat(config.traces().ratio()).isEqualTo(0.1);
    }

    @Test
    void a_key_that_is_not_known_is_refused() {
        assertThatThrownBy(() -> TestConfig.of(Map.of("patchline.lane", "8"))).hasMessageContaining("patchline.lane");
    }
}
