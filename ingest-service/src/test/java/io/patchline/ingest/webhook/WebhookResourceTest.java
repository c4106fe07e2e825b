package io.patchline.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookResourceTest {
    @Test
    void the_route_has_the_paths_of_the_resource_behind_it() {
        String choice = Arrays.stream(WebhookResource.PATHS)
                .map(path -> path.substring(1))
                .collect(Collectors.joining("|", "{door: ", "}"));

        assertThat(WebhookResource.class.getAnnotation(Path.class).value()).isEqualTo(choice);
    }
}
