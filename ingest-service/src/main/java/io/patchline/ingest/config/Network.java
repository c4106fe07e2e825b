package io.patchline.ingest.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses: {@code 10.0.0.0/8}, {@code ::1}, {@code 2001:db8::/32}.
 *
 * @param address the first of them
 * @param bits how many of its bits are those of all
 */
public record Network(InetAddress address, int bits) {
    /** What can only be an address: a name would be looked up. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final int SUBSCRIBER_BITS = 64;

    public Network {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("a network is an address or a range such as 10.0.0.0/8");
        }
    }

    /**
     * @throws IllegalArgumentException if the text is neither an address nor a range
     */
    public static Network of(String text) {
        String[] parts = text.strip().split("/", 2);
        Optional<InetAddress> address = address(parts[0]);
        if (address.isEmpty() || (parts.length == 2 && !parts[1].matches("[0-9]{1,3}"))) {
            throw new IllegalArgumentException("a network is an address or a range such as 10.0.0.0/8");
        }
        int all = address.get().getAddress().length * Byte.SIZE;
        return new Network(address.get(), parts.length == 2 ? Integer.parseInt(parts[1]) : all);
    }

    /** The address that the text is; empty if it is something else. Asks nobody. */
    public static Optional<InetAddress> address(String text) {
        // Brackets as in a URL, and a zone as in fe80::1%eth0, are not the address's.
        String unbracketed = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        String bare = unbracketed.split("%", 2)[0];
        try {
            return LITERAL.matcher(bare).matches() ? Optional.of(InetAddress.getByName(bare)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** What stands for the address where addresses are counted: the address itself, of IPv6 the first 64 bits. */
    public static String keyOf(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, SUBSCRIBER_BITS / Byte.SIZE, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + SUBSCRIBER_BITS;
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }

    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - rest);
        return Arrays.equals(ours, 0, whole, theirs, 0, whole)
                && (rest == 0 || ((ours[whole] ^ theirs[whole]) & mask & 0xff) == 0);
    }
}
