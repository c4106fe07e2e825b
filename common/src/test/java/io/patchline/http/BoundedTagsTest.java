package io.patchline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class BoundedTagsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    BoundedTagsTest() {
        registry.config().meterFilter(new BoundedTags());
    }

    @Test
    void ever_new_methods_are_one_series() {
        for (int i = 0; i < 10_000; i++) {
            count("A" + i, "/health");
        }
        count("GET", "/health");
        assertThat(registry.getMeters()).hasSize(2);
        assertThat(registry.get("http.server.requests")
                        .tag("method", "OTHER")
                        .timer()
                        .count())
                .isEqualTo(10_000);
    }

    @Test
    void ever_new_paths_are_a_bounded_number_of_series() {
        for (int i = 0; i < 10_000; i++) {
            count("GET", "/v1/patches/" + i);
        }
        assertThat(registry.getMeters()).hasSize(BoundedTags.MOST_PATHS + 1);
        count("GET", "/v1/patches/1");
        assertThat(registry.getMeters()).hasSize(BoundedTags.MOST_PATHS + 1);
    }

    @Test
    void other_meters_keep_their_tags() {
        for (int i = 0; i < 500; i++) {
            registry.counter("patchline.something", "uri", "/" + i, "method", "M" + i)
                    .increment();
        }
        assertThat(registry.getMeters()).hasSize(500);
    }

    private void count(String method, String uri) {
        registry.timer("http.server.requests", "method", method, "uri", uri, "status", "404")
                .record(() -> {});
    }
}
