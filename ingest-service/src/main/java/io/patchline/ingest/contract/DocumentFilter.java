package io.patchline.ingest.contract;

import io.patchline.ingest.config.IngestConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the document that is written by hand: the address and the header as configured, the aliases of the webhook, and the problems
 * that any operation can answer with.
 */
final class DocumentFilter implements OASFilter {
    private static final String WEBHOOK = "/webhook";

    /** The original's paths for the webhook, and how the operation is called there. */
    private static final Map<String, String> ALIASES =
            Map.of("/patch", "submitPatchAlias", "/api/patches", "submitPatchAliasApi");

    private final URI server;
    private final String tokenHeader;

    DocumentFilter(IngestConfig config) {
        this.server = config.http()
                .publicUrl()
                .orElseGet(() -> URI.create(
                        "http://" + config.http().host() + ":" + config.http().port()));
        this.tokenHeader = config.access().header();
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.setServers(List.of(OASFactory.createServer().url(server.toString())));
        Optional.ofNullable(document.getComponents().getSecuritySchemes().get("header"))
                .ifPresent(scheme -> scheme.setName(tokenHeader));
        takeBasicForBearer(document);
        PathItem webhook = document.getPaths().getPathItem(WEBHOOK);
        ALIASES.forEach((path, operation) -> document.getPaths()
                .addPathItem(path, OASFactory.createPathItem().POST(alias(webhook.getPOST(), operation))));
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(DocumentFilter::addCommonProblems);
    }

    /** A token is good as a password wherever it is good as a bearer token. */
    private static void takeBasicForBearer(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        "basic",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("basic")
                                .description(
                                        "For tools that know nothing else: the token's name as user, the token as password."));
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .distinct()
                .forEach(operation -> operation.getSecurity().stream()
                        .filter(alternative -> alternative.hasScheme("bearer"))
                        .findFirst()
                        .ifPresent(bearer -> operation.addSecurityRequirement(OASFactory.createSecurityRequirement()
                                .addScheme("basic", bearer.getScheme("bearer")))));
    }

    private static Operation alias(Operation submit, String id) {
        APIResponses responses = OASFactory.createAPIResponses();
        submit.getResponses().getAPIResponses().forEach(responses::addAPIResponse);
        return OASFactory.createOperation()
                .operationId(id)
                .tags(submit.getTags())
                .summary(submit.getSummary() + " (alias)")
                .description("The same as " + WEBHOOK + ", by the name that the original gave it.")
                .security(submit.getSecurity())
                .parameters(submit.getParameters())
                .requestBody(submit.getRequestBody())
                .responses(responses);
    }

    private static void addCommonProblems(Operation operation) {
        APIResponses responses = operation.getResponses();
        add(responses, "400", "BadRequest");
        if (!operation.getSecurity().isEmpty()) {
            add(responses, "401", "Unauthenticated");
            add(responses, "403", "Forbidden");
            add(responses, "429", "TooMany");
        }
        add(responses, "405", "NotSupported");
        if (operation.getRequestBody() != null) {
            add(responses, "408", "BodyTimeout");
            add(responses, "413", "TooLarge");
            add(responses, "415", "NotJson");
        }
        add(responses, "414", "TargetTooLong");
        add(responses, "431", "HeadersTooLarge");
        add(responses, "500", "InternalError");
    }

    private static void add(APIResponses responses, String status, String component) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + component));
        }
    }
}
