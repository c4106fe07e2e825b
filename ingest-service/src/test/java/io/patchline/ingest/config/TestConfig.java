package io.patchline.ingest.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The configuration as the service reads it, without starting a service. */
public final class TestConfig {
    private TestConfig() {}

    /** With these settings, and the default of every other. */
    public static IngestConfig of(Map<String, String> settings) {
        return builder().withDefaultValues(settings).build().getConfigMapping(IngestConfig.class);
    }

    static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(IngestConfig.class);
    }
}
