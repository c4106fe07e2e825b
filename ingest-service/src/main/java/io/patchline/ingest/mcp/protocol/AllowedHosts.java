package io.patchline.ingest.mcp.protocol;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which names the service may be addressed, and of which origin a web page may be that does so: a page whose name was made to mean this machine (DNS rebinding) is neither.
 * Names are compared to the letter, without regard to case.
 */
public final class AllowedHosts {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final Pattern HOST = Pattern.compile("([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(?::([0-9]{1,5}))?");

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> origins = new HashSet<>();

    /**
     * @param hosts more names, with a port where only that one is meant
     * @param origins more origins of web pages, such as {@code https://inspector.example.org}
     * @param bound the address that the service is bound to
     * @param publicUrl by which clients reach it
     * @throws IllegalArgumentException if a name or an origin cannot be one
     */
    public AllowedHosts(List<String> hosts, List<String> origins, String bound, Optional<URI> publicUrl) {
        this.hosts.addAll(THIS_MACHINE);
        if (!EVERY_ADDRESS.contains(bound)) {
            this.hosts.add(bracketed(bound));
        }
        publicUrl.ifPresent(url -> {
            this.hosts.add(url.getRawAuthority().toLowerCase(Locale.ROOT));
            this.origins.add(originOf(url));
        });
        hosts.forEach(host -> this.hosts.add(host(host)));
        origins.forEach(origin -> this.origins.add(originOf(URI.create(origin))));
    }

    /** Whether the header {@code Host} is one of ours. */
    public boolean isHost(String header) {
        Matcher host = HOST.matcher(header.toLowerCase(Locale.ROOT));
        return host.matches() && (hosts.contains(host.group()) || hosts.contains(host.group(1)));
    }

    /**
     * Whether a page of this origin may call: a configured one, or one that this service would have served itself.
     *
     * @param host the header {@code Host}, which is one of ours
     */
    public boolean isOrigin(String origin, String host) {
        String plain = origin.toLowerCase(Locale.ROOT);
        return origins.contains(plain) || plain.equals("http://" + host.toLowerCase(Locale.ROOT));
    }

    private static String host(String configured) {
        String plain = configured.strip().toLowerCase(Locale.ROOT);
        if (!HOST.matcher(plain).matches()) {
            throw new IllegalArgumentException("patchline.mcp.hosts holds names such as patchline.example.org or "
                    + "10.0.0.5:5555, not " + QuotedText.of(configured));
        }
        return plain;
    }

    private static String originOf(URI url) {
        if (url.getScheme() == null || url.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "an origin is written like https://patchline.example.org, not " + QuotedText.of(url.toString()));
        }
        return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    private static String bracketed(String address) {
        return address.contains(":") && !address.startsWith("[")
                ? "[" + address + "]"
                : address.toLowerCase(Locale.ROOT);
    }
}
