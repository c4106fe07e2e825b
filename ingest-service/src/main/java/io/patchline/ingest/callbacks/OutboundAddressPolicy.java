package io.patchline.ingest.callbacks;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a callback may be sent to: those of the public internet, and those that the operator allows. Everything else could be a
 * way into the operator's own network. (Sources: IANA's registries of special-purpose addresses for IPv4 and IPv6; RFC 6890.)
 */
final class OutboundAddressPolicy {
    /** What is no public IPv4 address, or answers with a cloud machine's credentials. */
    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** The public IPv6 addresses, and what of them is not: tunnels, documentation, benchmarks, 6to4. */
    private static final Network PUBLIC_6 = Network.parse("2000::/3");

    private static final List<Network> NOT_PUBLIC_6 =
            networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "3ffe::/16");

    /** IPv4 addresses in the coat of IPv6 ones: the last four bytes count. Java itself takes {@code ::ffff:0:0/96} for IPv4. */
    private static final List<Network> EMBEDDING = networks("64:ff9b::/96", "::/96");

    private final List<Network> allowed;

    /**
     * @param allowed blocks such as {@code 10.1.0.0/16}
     * @throws IllegalArgumentException if one cannot be read
     */
    OutboundAddressPolicy(Collection<String> allowed) {
        this.allowed = allowed.stream().map(Network::parse).toList();
    }

    /** Whether the operator named it: then it may be spoken to without TLS, too. */
    boolean isAllowedByName(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address));
    }

    boolean mayBeSpokenTo(InetAddress address) {
        return isAllowedByName(address) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        Optional<InetAddress> embedded = embedded(address);
        if (embedded.isPresent()) {
            return isPublic(embedded.get());
        }
        return address instanceof Inet4Address
                ? NOT_PUBLIC.stream().noneMatch(network -> network.contains(address))
                : PUBLIC_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> embedded(InetAddress address) {
        if (EMBEDDING.stream().noneMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        try {
            return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length)));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    private static List<Network> networks(String... blocks) {
        return Arrays.stream(blocks).map(Network::parse).toList();
    }
}
