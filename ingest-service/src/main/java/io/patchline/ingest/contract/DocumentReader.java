package io.patchline.ingest.contract;

import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Puts the document together from its files, one for each feature. */
final class DocumentReader {
    /** In {@code src/main/resources/openapi}. */
    static final List<String> FILES = List.of(
            "patchline.yaml",
            "submit.yaml",
            "patches.yaml",
            "following.yaml",
            "dead-letters.yaml",
            "cancel.yaml",
            "reviews.yaml",
            "lanes.yaml",
            "console.yaml",
            "grants.yaml",
            "service.yaml");

    private DocumentReader() {}

    static OpenAPI model() {
        OpenAPI model = OASFactory.createOpenAPI();
        for (String file : FILES) {
            model = SmallRyeOpenAPI.builder()
                    .withInitialModel(model)
                    .withCustomStaticFile(() -> open(file))
                    .enableModelReader(false)
                    .enableStandardStaticFiles(false)
                    .enableStandardFilter(false)
                    .enableAnnotationScan(false)
                    .build()
                    .model();
        }
        return model;
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(DocumentReader.class.getResourceAsStream("/openapi/" + file), file);
    }
}
