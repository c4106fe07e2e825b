package io.patchline.ingest.mcp.tools;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** Something that a model can have done. */
interface Tool {
    /** As it is called: its definition is the resource {@code /mcp/<name>.json}. */
    String name();

    /** Who may see and call it: whoever has one of these scopes. */
    Set<String> scopes();

    /** Does it. What goes wrong is a result, too; never blocks the calling thread. */
    Uni<ToolResult> call(ToolCall call);
}
