package io.patchline.ingest.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** The document for GPT actions, to be imported by its address; like the whole one at {@code /openapi} it is for everybody, and no secret. */
@Path("openapi-gpt.json")
public class GptDocumentResource {
    private final OpenApiDocumentService documents;
    private final ObjectMapper json;

    GptDocumentResource(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String document() throws IOException {
        byte[] full = documents.getDocument(OpenApiFilter.DEFAULT_DOCUMENT_NAME, Format.JSON);
        return GptDocument.of(json.readTree(full)).toPrettyString();
    }
}
