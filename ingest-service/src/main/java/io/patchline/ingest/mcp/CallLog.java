package io.patchline.ingest.mcp;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.mcp.protocol.ClientInfo;
import io.patchline.ingest.mcp.tools.ToolResult;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line and one count for each call of a tool: who, what, and what came of it. Never arguments or results. */
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

    private final MeterRegistry registry;

    CallLog(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Of a call that was let through to its tool. */
    void called(String tool, ClientInfo client, Caller caller, ToolResult result, Duration elapsed) {
        registry.timer("patchline.mcp.calls", "tool", tool, "result", result.code())
                .record(elapsed);
        write(tool, client, caller, result.patch().map(Object::toString), result.code(), elapsed);
    }

    /** Of a call of a tool that there is not, or not for this caller. */
    void unknown(String tool, ClientInfo client, Caller caller) {
        registry.timer("patchline.mcp.calls", "tool", "unknown", "result", "unknown_tool")
                .record(Duration.ZERO);
        write(tool, client, caller, Optional.empty(), "unknown_tool", Duration.ZERO);
    }

    private static void write(
            String tool, ClientInfo client, Caller caller, Optional<String> patch, String result, Duration elapsed) {
        LOG.atInfo()
                .addKeyValue("client", client.name() + "/" + client.version())
                .addKeyValue("revision", client.revision().text())
                .addKeyValue("caller", caller.name())
                .addKeyValue("tool", tool)
                .addKeyValue("patch", patch.orElse("none"))
                .addKeyValue("result", result)
                .addKeyValue("millis", elapsed.toMillis())
                .log("A tool was called");
    }
}
