package io.patchline.ingest.mcp.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a request is answered with. */
public sealed interface RpcReply {
    record Result(ObjectNode result) implements RpcReply {}

    record Failed(RpcError error) implements RpcReply {}
}
