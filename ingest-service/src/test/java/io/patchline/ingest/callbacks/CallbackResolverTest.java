package io.patchline.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.CallbackUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallbackResolverTest {
    private static final CallbackUrl URL = new CallbackUrl("https://hooks.example/x");

    private final List<String> asked = new ArrayList<>();

    @Test
    void a_host_with_public_addresses_is_reached_at_one_of_them_and_the_next_try_takes_the_next() {
        CallbackResolver destinations = where("1.1.1.1", "1.0.0.1");

        assertThat(address(destinations.of(URL, 0))).isEqualTo("1.1.1.1");
        assertThat(address(destinations.of(URL, 1))).isEqualTo("1.0.0.1");
        assertThat(address(destinations.of(URL, 2))).isEqualTo("1.1.1.1");
    }

    @Test
    void it_is_looked_up_once_for_a_try_so_that_what_was_checked_is_what_is_connected_to() {
        where("1.1.1.1").of(URL, 0);

        assertThat(asked).containsExactly("hooks.example");
    }

    @Test
    void one_private_address_among_public_ones_refuses_the_host() {
        assertThat(where("1.1.1.1", "10.0.0.1").of(URL, 0)).isInstanceOf(Destination.Refused.class);
    }

    @Test
    void a_name_that_nobody_knows_may_be_known_later() {
        CallbackResolver nowhere = new CallbackResolver(new OutboundAddressPolicy(Set.of()), host -> {
            throw new UnknownHostException(host);
        });

        assertThat(nowhere.of(URL, 0)).isInstanceOf(Destination.Unknown.class);
    }

    @Test
    void without_tls_only_what_the_operator_allows_is_reached() {
        CallbackUrl plain = new CallbackUrl("http://hooks.example/x");

        assertThat(where("1.1.1.1").of(plain, 0)).isInstanceOf(Destination.Refused.class);
        assertThat(where("10.9.9.9").of(plain, 0)).isInstanceOf(Destination.Reachable.class);
    }

    @Test
    void an_address_in_the_place_of_a_name_is_judged_however_it_is_written() {
        CallbackResolver real = new CallbackResolver(new OutboundAddressPolicy(Set.of()), InetAddress::getAllByName);

        for (String host :
                List.of("127.0.0.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]")) {
            assertThat(real.of(new CallbackUrl("https://" + host + "/x"), 0))
                    .as(host)
                    .isNotInstanceOf(Destination.Reachable.class);
        }
    }

    private CallbackResolver where(String... addresses) {
        return new CallbackResolver(new OutboundAddressPolicy(Set.of("10.9.0.0/16")), host -> {
            asked.add(host);
            InetAddress[] all = new InetAddress[addresses.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = InetAddress.getAllByName(addresses[i])[0];
            }
            return all;
        });
    }

    private static String address(Destination destination) {
        return ((Destination.Reachable) destination).address().getHostAddress();
    }
}
