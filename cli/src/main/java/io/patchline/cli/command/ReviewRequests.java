package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.http.ApiClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Sends decisions about commits that wait for a review. */
record ReviewRequests(ApiClient api) {
    /** The patch after the request, whose body has these fields. */
    JsonNode send(String id, String what, Map<String, String> fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach(json::put);
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        return api.send("POST", "/v1/patches/" + ApiClient.segment(id) + "/" + what, Optional.of(body), Map.of())
                .json();
    }
}
