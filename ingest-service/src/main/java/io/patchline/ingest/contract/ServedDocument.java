package io.patchline.ingest.contract;

import io.patchline.ingest.config.IngestConfig;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The document with this service's settings, put together when somebody first asks for it: at the start, which is where the framework does it, it takes a third
 * of the processor time until the service is ready, and 28 MB that stay (docs/decisions/0158). Safe for use by several threads.
 */
@Singleton
public final class ServedDocument {
    private final IngestConfig config;
    private volatile @Nullable SmallRyeOpenAPI document;

    ServedDocument(IngestConfig config) {
        this.config = config;
    }

    /** As JSON. Takes a second, the first time. */
    String json() {
        return document().toJSON();
    }

    /** As YAML. Takes a second, the first time. */
    String yaml() {
        return document().toYAML();
    }

    /** One request makes it, others wait for that. */
    private synchronized SmallRyeOpenAPI document() {
        SmallRyeOpenAPI known = document;
        if (known == null) {
            known = of(config);
            document = known;
        }
        return known;
    }

    static SmallRyeOpenAPI of(IngestConfig config) {
        return SmallRyeOpenAPI.builder()
                .withInitialModel(DocumentReader.model())
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .enableAnnotationScan(false)
                .addFilter(new DocumentFilter(config))
                .build();
    }
}
