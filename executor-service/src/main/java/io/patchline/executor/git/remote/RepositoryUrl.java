package io.patchline.executor.git.remote;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is: {@code ssh://}, {@code https://}, {@code user@host:path}, {@code file:///} or an absolute path. {@code http://} only on this machine. Helpers of git
 * that run programs ({@code ext::} and others) are no such places.
 *
 * @param value as git takes it
 * @param protocol as {@code GIT_ALLOW_PROTOCOL} names it
 * @param user the user that it names
 */
public record RepositoryUrl(String value, String protocol, Optional<String> user) {
    private static final Pattern SCP =
            Pattern.compile("(?:([A-Za-z0-9._-]+)@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!/?/|:)[^\\s-].*");
    private static final Pattern CONTROL = Pattern.compile(".*\\p{Cntrl}.*", Pattern.DOTALL);

    /**
     * Reads a configured value.
     *
     * @throws IllegalArgumentException that says what is wrong, and never repeats a password
     */
    public static RepositoryUrl parse(String text) {
        if (text.isBlank() || CONTROL.matcher(text).matches()) {
            throw new IllegalArgumentException("must be the address of a repository, without control characters");
        }
        if (text.startsWith("/")) {
            return new RepositoryUrl(text, "file", Optional.empty());
        }
        if (!text.contains("://")) {
            Matcher scp = SCP.matcher(text);
            if (!scp.matches()) {
                throw new IllegalArgumentException(
                        "must be ssh://, https://, user@host:path, file:/// or an absolute path");
            }
            return new RepositoryUrl(text, "ssh", Optional.ofNullable(scp.group(1)));
        }
        return ofUri(text);
    }

    private static RepositoryUrl ofUri(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no address that can be read", null);
        }
        Optional<String> user = Optional.ofNullable(uri.getUserInfo());
        if (user.filter(info -> info.contains(":")).isPresent()) {
            throw new IllegalArgumentException(
                    "must not contain a password: put it in a file and name that as token-file");
        }
        String scheme = String.valueOf(uri.getScheme());
        String host = String.valueOf(uri.getHost());
        boolean known = switch (scheme) {
            case "ssh", "https" -> uri.getHost() != null && !host.startsWith("-");
            case "http" -> host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
            case "file" -> uri.getPath() != null && uri.getPath().startsWith("/") && uri.getHost() == null;
            default -> false;
        };
        if (!known) {
            throw new IllegalArgumentException(
                    "must be ssh://, https://, user@host:path, file:/// or an absolute path; http:// only on this machine");
        }
        return new RepositoryUrl(text, scheme, user);
    }

    public boolean isSsh() {
        return protocol.equals("ssh");
    }

    public boolean isHttp() {
        return protocol.startsWith("http");
    }

    @Override
    public String toString() {
        return value;
    }
}
