package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchline.ingest.config.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress none = new ClientAddress(List.of(), "X-Forwarded-For");
    private final ClientAddress proxied =
            new ClientAddress(List.of(Network.of("127.0.0.1"), Network.of("10.0.0.0/8")), "X-Forwarded-For");

    @Test
    void without_a_configured_proxy_nobody_says_where_somebody_else_comes_from() {
        assertThat(of(none, "127.0.0.1", "203.0.113.9")).isEqualTo("127.0.0.1");
    }

    @Test
    void whoever_is_no_proxy_cannot_say_it_either() {
        assertThat(of(proxied, "198.51.100.1", "203.0.113.9")).isEqualTo("198.51.100.1");
    }

    @Test
    void a_proxy_says_it() {
        assertThat(of(proxied, "127.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(of(proxied, "127.0.0.1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(of(proxied, "127.0.0.1")).isEqualTo("127.0.0.1");
    }

    @Test
    void what_stands_before_the_last_address_that_no_proxy_has_may_be_made_up() {
        assertThat(of(proxied, "127.0.0.1", "1.1.1.1, 203.0.113.9, 10.2.3.4")).isEqualTo("203.0.113.9");
        assertThat(of(proxied, "127.0.0.1", "1.1.1.1", "203.0.113.9,10.2.3.4")).isEqualTo("203.0.113.9");
    }

    @Test
    void what_is_no_address_ends_the_search() {
        assertThat(of(proxied, "127.0.0.1", "203.0.113.9, unknown")).isEqualTo("127.0.0.1");
        assertThat(of(proxied, "127.0.0.1", "203.0.113.9, localhost, 10.2.3.4")).isEqualTo("10.2.3.4");
        assertThat(of(proxied, "127.0.0.1", "")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "::1, ::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
    })
    void a_network_is_its_range(String network, String address, boolean inside) throws Exception {
        assertThat(Network.of(network).contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/", "1.2.3/8", "300.0.0.1"})
    void what_is_no_network_is_refused_and_no_name_is_looked_up(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text));
    }

    @Test
    void of_ipv6_a_subscriber_counts_as_one() throws Exception {
        assertThat(Network.keyOf(InetAddress.getByName("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(Network.keyOf(InetAddress.getByName("2001:db8:1:2::9")))
                .isNotEqualTo(Network.keyOf(InetAddress.getByName("2001:db8:1:3::9")));
        assertThat(Network.keyOf(InetAddress.getByName("192.0.2.1"))).isEqualTo("192.0.2.1");
    }

    private static String of(ClientAddress clients, String peer, String... forwarded) {
        return clients.of(Network.address(peer).orElseThrow(), Arrays.asList(forwarded))
                .getHostAddress();
    }
}
