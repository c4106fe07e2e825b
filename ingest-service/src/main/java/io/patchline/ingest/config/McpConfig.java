package io.patchline.ingest.config;

import java.util.List;
import java.util.Optional;

/** The MCP endpoint, {@code /mcp}. */
public interface McpConfig {
    /**
     * By which names it may be addressed, besides those of this machine, {@code patchline.http.host} and that of {@code patchline.http.public-url}: with a port where only
     * that one is meant.
     */
    Optional<List<String>> hosts();

    /** Origins of web pages that may call it, besides its own, such as {@code https://inspector.example.org}. */
    Optional<List<String>> origins();
}
