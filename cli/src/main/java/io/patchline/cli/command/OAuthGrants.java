package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.http.Answer;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients were allowed by OAuth, as the service has it.
 *
 * @param list of the answer; missing where it is not known
 */
record OAuthGrants(JsonNode list) {
    /** Those that the token may see. */
    static OAuthGrants of(ApiClient service) {
        return new OAuthGrants(service.get("/v1/grants").json().path("grants"));
    }

    static OAuthGrants unknown() {
        return new OAuthGrants(MissingNode.getInstance());
    }

    /** Whether this can be the id of one. */
    static boolean isId(String name) {
        return name.matches("[0-9a-f]{16}");
    }

    /** Ends one. */
    static void revoke(ApiClient service, String id) {
        Answer unused = service.send("DELETE", "/v1/grants/" + ApiClient.segment(id), Optional.empty(), Map.of())
                .orThrow();
    }

    void addTo(ArrayNode all) {
        list.forEach(grant -> all.addObject().put("kind", "grant").setAll((ObjectNode) grant));
    }

    void table(Printer printer, Clock clock) {
        if (list.isEmpty()) {
            return;
        }
        Instant now = Instant.now(clock);
        Table table = new Table("GRANT", "TOKEN", "CLIENT", "SCOPES", "USED", "EXPIRES");
        list.forEach(grant -> table.row(
                grant.path("id").asText(),
                grant.path("token").asText(),
                client(grant),
                String.join(",", texts(grant.path("scopes"))),
                grant.has("used") ? Age.since(grant.path("used").asText(), now) : "never",
                grant.path("expires").asText()));
        printer.line("");
        printer.table(table);
    }

    private static String client(JsonNode grant) {
        String name = grant.path("client_name").asText();
        return name.isEmpty()
                ? grant.path("redirect_uri").asText()
                : name + " (" + grant.path("redirect_uri").asText() + ")";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
