package io.patchline.ingest.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a client says of itself; nobody verifies it.
 *
 * @param revision that the request is of
 * @param name for the log
 * @param version for the log
 * @param tasks whether it takes a task for an answer, by the extension of the stateless revision
 */
public record ClientInfo(Revision revision, String name, String version, boolean tasks) {
    /** The Tasks extension. (Source: SEP-2663.) */
    public static final String TASKS = "io.modelcontextprotocol/tasks";

    static final String META_CLIENT = "io.modelcontextprotocol/clientInfo";
    static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String META_REVISION = "io.modelcontextprotocol/protocolVersion";

    private static final String UNKNOWN = "unknown";

    /** Of a request that describes itself. */
    static ClientInfo ofMeta(Revision revision, JsonNode meta) {
        JsonNode client = meta.path(META_CLIENT);
        return of(
                revision,
                client,
                "",
                meta.path(META_CAPABILITIES).path("extensions").path(TASKS).isObject());
    }

    /**
     * Of a request that does not.
     *
     * @param userAgent the header, which is all that such a client says of itself after {@code initialize}
     */
    public static ClientInfo of(Revision revision, JsonNode client, String userAgent, boolean tasks) {
        String[] agent = userAgent.split("[/ ]", 3);
        return new ClientInfo(
                revision,
                text(client.path("name").asText(agent[0])),
                text(client.path("version").asText(agent.length > 1 ? agent[1] : "")),
                tasks);
    }

    private static String text(String given) {
        String plain = QuotedText.bounded(given).strip();
        return plain.isEmpty() ? UNKNOWN : plain;
    }
}
