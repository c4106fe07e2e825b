package io.patchline.ingest.access;

import io.patchline.ingest.config.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from: who is connected, unless that is a proxy that was configured. Then the last address in its header that is not
 * a configured proxy's either: what stands before it anybody may have written.
 *
 * @param proxies whose word is taken
 * @param header where they say it: {@code X-Forwarded-For}, or one with a single address such as {@code CF-Connecting-IP}
 */
record ClientAddress(List<Network> proxies, String header) {
    ClientAddress {
        proxies = List.copyOf(proxies);
    }

    /**
     * @param peer who is connected
     * @param forwarded all values of the header, in their order
     */
    InetAddress of(InetAddress peer, List<String> forwarded) {
        InetAddress client = peer;
        List<String> hops = forwarded.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            Optional<InetAddress> before = isProxy(client) ? Network.address(hop) : Optional.empty();
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.contains(address));
    }
}
