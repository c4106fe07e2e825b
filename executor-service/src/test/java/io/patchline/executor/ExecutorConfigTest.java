package io.patchline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.git.tree.Keep;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExecutorConfigTest {
    @Test
    void the_defaults_are_as_documented() {
        ExecutorConfig config = with(Map.of());

        assertThat(config.lanes()).isEqualTo(8);
        assertThat(config.slots()).isEmpty();
        assertThat(config.workspace().directory()).isEmpty();
        assertThat(config.workspace().knownAs()).isEmpty();
        assertThat(config.state()).isEqualTo(Path.of(".patchline/state"));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.network()).isEqualTo(NetworkPolicy.OFF);
        assertThat(config.environment()).isEmpty();
        assertThat(config.broker().url()).isEqualTo("amqp://guest:guest@127.0.0.1:5672");
        assertThat(config.broker().urlFile()).isEmpty();
        assertThat(config.broker().caFile()).isEmpty();
        assertThat(config.broker().certificateFile()).isEmpty();
        assertThat(config.broker().keyFile()).isEmpty();
        assertThat(config.broker().maxMessageSize().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.broker().declare()).isTrue();
        assertThat(config.broker().consumerTimeout()).isEqualTo(Duration.ofDays(30));
        assertThat(config.executor().name()).isEmpty();
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(5053);
        assertThat(config.redact().files()).isEmpty();
        assertThat(config.drain().tokenFile()).isEmpty();
        assertThat(config.log().json()).isFalse();
        assertThat(config.hold().lanes()).isEmpty();
        assertThat(config.traces().endpoint()).isEmpty();
        assertThat(config.traces().ratio()).isEqualTo(1.0);
        assertThat(config.ledger().keepFor()).isEqualTo(Duration.ofDays(7));
        assertThat(config.ledger().keep()).isEqualTo(200_000);
        assertThat(config.ledger().keepBytes().asLongValue()).isEqualTo(2048L * 1024 * 1024);
    }

    @Test
    void the_defaults_of_the_sandbox_are_as_documented() {
        ExecutorConfig.Sandbox sandbox = with(Map.of()).sandbox();

        assertThat(sandbox.tier()).isEqualTo("auto");
        assertThat(sandbox.required()).isTrue();
        assertThat(sandbox.accept()).isEmpty();
        assertThat(sandbox.bwrap()).isEqualTo(Path.of("/usr/bin/bwrap"));
        assertThat(sandbox.readable()).isEmpty();
        assertThat(sandbox.directory()).isEmpty();
        assertThat(sandbox.cgroup()).isEmpty();
        assertThat(sandbox.prelaunch()).isTrue();
    }

    @Test
    void the_defaults_of_a_git_workspace_are_as_documented() {
        assertThat(with(Map.of()).git()).isEmpty();
        ExecutorConfig.Git git = site(Map.of("patchline.git.site.url", "/srv/site.git"));

        assertThat(git.url()).isEqualTo("/srv/site.git");
        assertThat(git.branch()).isEqualTo("main");
        assertThat(git.keyFile()).isEmpty();
        assertThat(git.knownHostsFile()).isEmpty();
        assertThat(git.tokenFile()).isEmpty();
        assertThat(git.review()).isEqualTo("never");
        assertThat(git.reviewWithin()).isEqualTo(Duration.ofDays(7));
        assertThat(git.keep()).isEqualTo(Keep.IGNORED);
        assertThat(git.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(git.fetchLimit().asLongValue()).isEqualTo(2L << 30);
        assertThat(git.commitLimit().asLongValue()).isEqualTo(1L << 30);
        assertThat(git.checkoutLimit().asLongValue()).isEqualTo(10L << 30);
        assertThat(git.fence()).isTrue();
    }

    @Test
    void every_key_of_a_git_workspace_can_be_set() {
        ExecutorConfig.Git git = site(Map.ofEntries(
                Map.entry("patchline.git.site.url", "ssh://git@h/site.git"),
                Map.entry("patchline.git.site.branch", "trunk"),
                Map.entry("patchline.git.site.key-file", "/run/key"),
                Map.entry("patchline.git.site.known-hosts-file", "/run/hosts"),
                Map.entry("patchline.git.site.token-file", "/run/token"),
                Map.entry("patchline.git.site.review", "deploy/**"),
                Map.entry("patchline.git.site.review-within", "2d"),
                Map.entry("patchline.git.site.keep", "nothing"),
                Map.entry("patchline.git.site.timeout", "10s"),
                Map.entry("patchline.git.site.fetch-limit", "50M"),
                Map.entry("patchline.git.site.commit-limit", "20M"),
                Map.entry("patchline.git.site.checkout-limit", "100M"),
                Map.entry("patchline.git.site.fence", "false")));

        assertThat(git.branch()).isEqualTo("trunk");
        assertThat(git.keyFile()).contains(Path.of("/run/key"));
        assertThat(git.knownHostsFile()).contains(Path.of("/run/hosts"));
        assertThat(git.tokenFile()).contains(Path.of("/run/token"));
        assertThat(git.review()).isEqualTo("deploy/**");
        assertThat(git.reviewWithin()).isEqualTo(Duration.ofDays(2));
        assertThat(git.keep()).isEqualTo(Keep.NOTHING);
        assertThat(git.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(git.fetchLimit().asLongValue()).isEqualTo(50L << 20);
        assertThat(git.commitLimit().asLongValue()).isEqualTo(20L << 20);
        assertThat(git.checkoutLimit().asLongValue()).isEqualTo(100L << 20);
        assertThat(git.fence()).isFalse();
        assertThatThrownBy(
                        () -> with(Map.of("patchline.git.site.url", "/srv/site.git", "patchline.git.site.brunch", "x")))
                .hasMessageContaining("brunch");
    }

    @Test
    void the_default_limits_are_those_of_the_code() {
        assertThat(SandboxSetup.limits(with(Map.of()).limits()))
                .isEqualTo(io.patchline.executor.process.CommandLimits.DEFAULTS);
    }

    @Test
    void every_key_can_be_set() {
        ExecutorConfig config = with(Map.ofEntries(
                Map.entry("patchline.lanes", "16"),
                Map.entry("patchline.slots", "3"),
                Map.entry("patchline.workspace", "/w"),
                Map.entry("patchline.workspace.known-as", "/home/jo/proj,C:/proj"),
                Map.entry("patchline.state", "/s"),
                Map.entry("patchline.grace", "5m"),
                Map.entry("patchline.network", "ask"),
                Map.entry("patchline.environment.CI", "true"),
                Map.entry("patchline.broker.url", "amqp://b"),
                Map.entry("patchline.broker.url-file", "/run/url"),
                Map.entry("patchline.broker.ca-file", "/run/ca"),
                Map.entry("patchline.broker.certificate-file", "/run/mine"),
                Map.entry("patchline.broker.key-file", "/run/key"),
                Map.entry("patchline.broker.max-message-size", "64M"),
                Map.entry("patchline.broker.declare", "false"),
                Map.entry("patchline.broker.consumer-timeout", "12h"),
                Map.entry("patchline.executor.name", "e1"),
                Map.entry("patchline.http.host", "0.0.0.0"),
                Map.entry("patchline.http.port", "80"),
                Map.entry("patchline.ledger.keep-for", "2h"),
                Map.entry("patchline.ledger.keep", "1000"),
                Map.entry("patchline.ledger.keep-bytes", "100M"),
                Map.entry("patchline.hold.lanes", "release/*,db"),
                Map.entry("patchline.drain.token-file", "/run/drain"),
                Map.entry("patchline.log.json", "true"),
                Map.entry("patchline.traces.endpoint", "http://c:4318/v1/traces"),
                Map.entry("patchline.traces.ratio", "0.1"),
                Map.entry("patchline.redact.files", "/run/a,/run/b"),
                Map.entry("patchline.sandbox", "none"),
                Map.entry("patchline.sandbox.required", "false"),
                Map.entry("patchline.sandbox.accept", "none"),
                Map.entry("patchline.sandbox.bwrap", "/opt/bwrap"),
                Map.entry("patchline.sandbox.readable", "/opt/jdk"),
                Map.entry("patchline.sandbox.directory", "/run/launch"),
                Map.entry("patchline.sandbox.cgroup", "/sys/fs/cgroup/mine"),
                Map.entry("patchline.sandbox.prelaunch", "false"),
                Map.entry("patchline.limits.memory", "3G"),
                Map.entry("patchline.limits.data", "1G")));

        assertThat(config.lanes()).isEqualTo(16);
        assertThat(config.slots()).contains(3);
        assertThat(config.workspace().directory()).contains(Path.of("/w"));
        assertThat(config.workspace().knownAs()).contains(List.of("/home/jo/proj", "C:/proj"));
        assertThat(config.state()).isEqualTo(Path.of("/s"));
        assertThat(config.grace()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.network()).isEqualTo(NetworkPolicy.ASK);
        assertThat(config.environment()).isEqualTo(Map.of("CI", "true"));
        assertThat(config.broker().url()).isEqualTo("amqp://b");
        assertThat(config.broker().urlFile()).contains(Path.of("/run/url"));
        assertThat(config.broker().caFile()).contains(Path.of("/run/ca"));
        assertThat(config.broker().certificateFile()).contains(Path.of("/run/mine"));
        assertThat(config.broker().keyFile()).contains(Path.of("/run/key"));
        assertThat(config.broker().maxMessageSize().asLongValue()).isEqualTo(64L << 20);
        assertThat(config.broker().declare()).isFalse();
        assertThat(config.broker().consumerTimeout()).isEqualTo(Duration.ofHours(12));
        assertThat(config.executor().name()).contains("e1");
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.http().port()).isEqualTo(80);
        assertThat(config.redact().files()).contains(List.of(Path.of("/run/a"), Path.of("/run/b")));
        assertThat(config.ledger().keepFor()).isEqualTo(Duration.ofHours(2));
        assertThat(config.ledger().keep()).isEqualTo(1000);
        assertThat(config.ledger().keepBytes().asLongValue()).isEqualTo(100L * 1024 * 1024);
        assertThat(config.hold().lanes()).contains(List.of("release/*", "db"));
        assertThat(config.drain().tokenFile()).contains(Path.of("/run/drain"));
        assertThat(config.log().json()).isTrue();
        assertThat(config.traces().endpoint()).contains(URI.create("http://c:4318/v1/traces"));
        assertThat(config.traces().ratio()).isEqualTo(0.1);
        assertThat(config.sandbox().tier()).isEqualTo("none");
        assertThat(config.sandbox().required()).isFalse();
        assertThat(config.sandbox().prelaunch()).isFalse();
        assertThat(config.sandbox().accept()).contains(List.of("none"));
        assertThat(config.sandbox().bwrap()).isEqualTo(Path.of("/opt/bwrap"));
        assertThat(config.sandbox().readable()).contains(List.of(Path.of("/opt/jdk")));
        assertThat(config.sandbox().directory()).contains(Path.of("/run/launch"));
        assertThat(config.sandbox().cgroup()).contains(Path.of("/sys/fs/cgroup/mine"));
        assertThat(config.limits().memory().asLongValue()).isEqualTo(3L << 30);
        assertThat(config.limits().data().orElseThrow().asLongValue()).isEqualTo(1L << 30);
    }

    @Test
    void a_key_that_is_not_known_is_refused() {
        assertThatThrownBy(() -> with(Map.of("patchline.slot", "8"))).hasMessageContaining("patchline.slot");
    }

    private static ExecutorConfig.Git site(Map<String, String> values) {
        return Objects.requireNonNull(with(values).git().get("site"));
    }

    private static ExecutorConfig with(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ExecutorConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(ExecutorConfig.class);
    }
}
