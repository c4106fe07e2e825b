package io.patchline.ingest.callbacks;

import io.patchline.patch.CallbackUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Looks hosts up and says whether they may be spoken to. Blocks while it asks. */
final class CallbackResolver {
    private final OutboundAddressPolicy rules;
    private final Lookup lookup;

    /** Who knows the addresses of a host. */
    interface Lookup {
        /** All of them, at least one. */
        InetAddress[] of(String host) throws UnknownHostException;
    }

    CallbackResolver(OutboundAddressPolicy rules, Lookup lookup) {
        this.rules = rules;
        this.lookup = lookup;
    }

    private static final Duration LOOKUP_WITHIN = Duration.ofSeconds(5);

    /** One pool for all: for submissions and for deliveries. */
    private static final Lookup SYSTEM = new NameLookups(InetAddress::getAllByName, LOOKUP_WITHIN);

    /** With the system's own lookup. */
    static CallbackResolver allowing(Set<String> blocks) {
        return new CallbackResolver(new OutboundAddressPolicy(blocks), SYSTEM);
    }

    /**
     * All addresses of the host must be allowed: a name that means a public address and a private one is a trick.
     *
     * @param turn which of several addresses is taken, so that a retry tries the next
     */
    Destination of(CallbackUrl url, int turn) {
        List<InetAddress> addresses;
        try {
            addresses = Arrays.asList(lookup.of(bareHost(url)));
        } catch (UnknownHostException e) {
            return new Destination.Unknown("the host's name is not known");
        }
        if (!addresses.stream().allMatch(rules::mayBeSpokenTo)) {
            return new Destination.Refused(
                    "the host is in a private or special network; an operator can allow it with patchline.callbacks.allow");
        }
        boolean plain = url.uri().getScheme().equalsIgnoreCase("http");
        if (plain && !addresses.stream().allMatch(rules::isAllowedByName)) {
            return new Destination.Refused(
                    "only https is used over the public internet; an operator can allow the address with patchline.callbacks.allow");
        }
        return new Destination.Reachable(url, addresses.get(Math.floorMod(turn, addresses.size())));
    }

    private static String bareHost(CallbackUrl url) {
        String host = url.uri().getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
