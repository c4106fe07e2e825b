package io.patchline.ingest.oauth.server;

import java.net.URI;

/**
 * Where the authorization server and the resource that it guards are. The issuer has a path, so that nothing is at the root of the host, where clients of
 * {@code /mcp} would find it and send no token of their own any more.
 *
 * @param base as clients see this service, such as {@code https://patchline.example}: https, or http on a loopback address; no path, no slash at the end
 */
public record ServerAddress(URI base) {
    /** The path of the issuer, and what all endpoints' paths begin with. */
    public static final String PATH = "/oauth";

    /** The path of the resource: MCP for clients that log in by OAuth. */
    public static final String RESOURCE_PATH = "/mcp-oauth";

    public URI issuer() {
        return base.resolve(PATH);
    }

    /** The resource indicator of RFC 8707 and the resource identifier of RFC 9728. */
    public URI resource() {
        return base.resolve(RESOURCE_PATH);
    }

    /** Where the metadata of the resource is (RFC 9728, 3.1). */
    public URI resourceMetadata() {
        return base.resolve("/.well-known/oauth-protected-resource" + RESOURCE_PATH);
    }

    public URI endpoint(String name) {
        return base.resolve(PATH + "/" + name);
    }

    boolean isTls() {
        return base.getScheme().equals("https");
    }

    /** As a browser says where a form was. */
    String origin() {
        return base.getScheme() + "://" + base.getRawAuthority();
    }
}
