package io.patchline.cli.http;

import io.patchline.cli.CommandException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * The ingest service that a command talks to.
 *
 * @param url {@code http} or {@code https}, a host, perhaps a port and a path in front of the API's; without a slash at its end
 * @param token what is sent as bearer; empty where the service lets anybody in
 */
public record Target(URI url, Optional<String> token) {

    /**
     * Reads an address as people write it.
     *
     * @throws CommandException if it is none, holds credentials or a query, or would carry a token over the network unencrypted
     */
    public static Target of(String address, Optional<String> token) {
        URI url = parse(address);
        if (token.isPresent() && !url.getScheme().equals("https") && !isLoopback(url.getHost())) {
            throw CommandException.usage("The token would cross the network unencrypted to " + url.getHost()
                    + ". Use https://, or a tunnel that ends on this machine.");
        }
        return new Target(url, token);
    }

    /** The address of a path of the API, which begins with a slash and is encoded. */
    public URI at(String path) {
        return URI.create(url + path);
    }

    /** Whether the address stays on this machine, whatever is asked there. */
    public boolean isThisMachine() {
        return isLoopback(url.getHost());
    }

    private static URI parse(String address) {
        try {
            String text = address.strip().replaceFirst("/+$", "");
            URI url = new URI(text.contains("://") ? text : "http://" + text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!http
                    || url.getHost() == null
                    || url.getUserInfo() != null
                    || url.getQuery() != null
                    || url.getFragment() != null) {
                throw CommandException.usage("Not the address of a service: " + withoutCredentials(address)
                        + ". It looks like https://patchline.example.com; a token goes into a file (--token-file).");
            }
            return url;
        } catch (URISyntaxException e) {
            throw CommandException.usage(
                    "Not the address of a service: " + withoutCredentials(address) + " (" + e.getReason() + ").");
        }
    }

    private static String withoutCredentials(String address) {
        return address.replaceFirst("//[^/@]*@", "//…@").replaceFirst("\\?.*", "?…");
    }

    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost") || host.toLowerCase(Locale.ROOT).endsWith(".localhost")) {
            return true;
        }
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
