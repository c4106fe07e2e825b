package io.patchline.ingest.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** The document for GPT actions, to be imported by its address; like the whole one at {@code /openapi} it is for everybody, and no secret. */
@Path("openapi-gpt.json")
public class GptDocumentResource {
    private final ServedDocument document;
    private final ObjectMapper json;

    GptDocumentResource(ServedDocument document, ObjectMapper json) {
        this.document = document;
        this.json = json;
    }

    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public String document() throws IOException {
        return GptDocument.of(json.readTree(document.json())).toPrettyString();
    }
}
