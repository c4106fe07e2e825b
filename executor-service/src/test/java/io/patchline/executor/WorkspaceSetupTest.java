package io.patchline.executor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceSetupTest {
    @TempDir
    Path state;

    /** The executor does not start then. */
    @Test
    void a_value_that_cannot_be_read_is_refused_with_its_key_and_what_to_write() {
        assertThatThrownBy(() -> setup(Map.of("patchline.git.site.review", "Always")))
                .hasMessage("patchline.git.site.review has the pattern \"Always\": write never or always, alone and in"
                        + " lower case. A path of this name is **/Always");
        assertThatThrownBy(() -> setup(Map.of("patchline.git.site.review", "docs/**,/deploy/**")))
                .hasMessageContaining("patchline.git.site.review has the pattern \"/deploy/**\": ");
        assertThatThrownBy(() -> setup(Map.of("patchline.git.site.url", "https://jo:secret@host/site.git")))
                .hasMessageStartingWith("patchline.git.site.url ");
    }

    private void setup(Map<String, String> values) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("patchline.git.site.url", "/srv/site.git", "patchline.state", state.toString()));
        all.putAll(values);
        ExecutorConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ExecutorConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(ExecutorConfig.class);
        new WorkspaceSetup(config, Clock.systemUTC()).close();
    }
}
