package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchline.cli.http.ApiClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Sends decisions about commits that wait for a review. */
record ReviewRequests(ApiClient api) {
    /** The patch after the request, whose body has this one field. */
    JsonNode send(String id, String what, String field, String value) {
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .put(field, value)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return api.send("POST", "/v1/patches/" + ApiClient.segment(id) + "/" + what, Optional.of(body), Map.of())
                .json();
    }
}
