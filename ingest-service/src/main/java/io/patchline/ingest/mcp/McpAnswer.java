package io.patchline.ingest.mcp;

/**
 * What is answered to a post.
 *
 * @param status of HTTP
 * @param body JSON, or nothing
 */
public record McpAnswer(int status, byte[] body) {
    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int FORBIDDEN = 403;
    static final int NOT_ACCEPTABLE = 406;
    static final int NOT_JSON = 415;
    static final int UNAVAILABLE = 503;

    static McpAnswer empty(int status) {
        return new McpAnswer(status, new byte[0]);
    }
}
