package io.patchline.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressPolicyTest {
    private final OutboundAddressPolicy rules = new OutboundAddressPolicy(Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:7f00:1",
                "::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void what_is_private_special_or_a_clouds_own_is_not_spoken_to(String address) throws UnknownHostException {
        assertThat(rules.mayBeSpokenTo(InetAddress.getAllByName(address)[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "168.63.129.17",
                "172.15.255.255",
                "172.32.0.0",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:1.1.1.1",
                "64:ff9b::1.1.1.1",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void the_public_internet_is_spoken_to(String address) throws UnknownHostException {
        assertThat(rules.mayBeSpokenTo(InetAddress.getAllByName(address)[0])).isTrue();
    }

    @Test
    void what_the_operator_allows_is_spoken_to_and_its_neighbour_is_not() throws UnknownHostException {
        OutboundAddressPolicy own = new OutboundAddressPolicy(Set.of("10.1.2.0/23", "::1"));

        assertThat(own.mayBeSpokenTo(InetAddress.getAllByName("10.1.3.255")[0])).isTrue();
        assertThat(own.mayBeSpokenTo(InetAddress.getAllByName("::1")[0])).isTrue();
        assertThat(own.mayBeSpokenTo(InetAddress.getAllByName("10.1.4.0")[0])).isFalse();
        assertThat(own.mayBeSpokenTo(InetAddress.getAllByName("10.1.1.255")[0])).isFalse();
        assertThat(own.mayBeSpokenTo(InetAddress.getAllByName("::2")[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "10.0.0"})
    void a_block_that_is_none_is_refused_without_asking_anybody(String block) {
        assertThatThrownBy(() -> new OutboundAddressPolicy(Set.of(block))).isInstanceOf(IllegalArgumentException.class);
    }
}
