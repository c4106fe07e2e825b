package io.patchline.ingest.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {
    private final AllowedHosts hosts = new AllowedHosts(
            List.of("patches.example:8443", "10.0.0.5"),
            List.of("https://inspector.example"),
            "0.0.0.0",
            Optional.of(URI.create("https://Public.Example/base")));

    @Test
    void this_machine_the_public_address_and_what_is_configured_are_hosts() {
        assertThat(List.of(
                        "localhost",
                        "LOCALHOST:5555",
                        "127.0.0.1:1",
                        "[::1]:5555",
                        "public.example",
                        "patches.example:8443",
                        "10.0.0.5:99"))
                .allMatch(hosts::isHost);
    }

    @Test
    void nothing_that_only_looks_like_one_is() {
        assertThat(List.of(
                        "",
                        "evil.example",
                        "localhost.evil.example",
                        "evil-localhost",
                        "127.0.0.1.evil.example",
                        "127.0.0.1:",
                        "127.0.0.1:99999999",
                        "localhost:5555@evil.example",
                        "evil.example#localhost",
                        "localhost.",
                        "0.0.0.0:5555",
                        "patches.example",
                        "patches.example:8444",
                        "[::1",
                        "::1",
                        "2130706433"))
                .noneMatch(hosts::isHost);
    }

    @Test
    void a_page_is_of_the_service_itself_or_of_a_configured_origin() {
        assertThat(hosts.isOrigin("http://localhost:5555", "localhost:5555")).isTrue();
        assertThat(hosts.isOrigin("https://inspector.example", "localhost:5555"))
                .isTrue();
        assertThat(hosts.isOrigin("https://public.example", "public.example")).isTrue();
        assertThat(List.of(
                        "null",
                        "http://localhost:5556",
                        "https://inspector.example.evil.example",
                        "http://inspector.example",
                        "https://inspector.example:444",
                        "http://evil.example"))
                .noneMatch(origin -> hosts.isOrigin(origin, "localhost:5555"));
    }

    @Test
    void what_cannot_be_a_name_is_refused_at_the_start() {
        assertThatThrownBy(() -> new AllowedHosts(List.of("https://x"), List.of(), "127.0.0.1", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patchline.mcp.hosts");
        assertThatThrownBy(() -> new AllowedHosts(List.of(), List.of("example"), "127.0.0.1", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
