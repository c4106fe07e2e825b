package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {

    @Test
    void by_default_it_is_bubblewrap_or_nothing() {
        assertThat(SandboxSettings.DEFAULTS)
                .isEqualTo(
                        new SandboxSettings(Optional.empty(), true, List.of(), Path.of("/usr/bin/bwrap"), List.of()));
    }

    @Test
    void the_names_of_the_configuration_are_understood() {
        assertThat(SandboxSettings.tier("auto")).isEmpty();
        assertThat(SandboxSettings.tier("bubblewrap")).contains(TierName.BUBBLEWRAP);
        assertThat(SandboxSettings.tier("none")).contains(TierName.NONE);
    }

    @Test
    void a_tier_that_is_not_built_in_is_refused_and_the_message_says_what_there_is() {
        for (String name : new String[] {"landlock", "container", "Bubblewrap", ""}) {
            assertThatThrownBy(() -> SandboxSettings.tier(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"")
                    .hasMessageContaining("bubblewrap, none")
                    .hasMessageContaining("0020-sandbox-tiers");
        }
    }

    @Test
    void what_may_be_read_is_named_by_absolute_paths() {
        for (String path : new String[] {"/", "relative", ""}) {
            assertThatThrownBy(() -> new SandboxSettings(
                            Optional.empty(), true, List.of(), Path.of("/bwrap"), List.of(Path.of(path))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("patchline.sandbox.readable");
        }
    }

    @Test
    void known_errors_have_a_remedy_and_unknown_ones_a_page() {
        assertThat(Remedy.of("bwrap: Can't mount proc on /newroot/proc: Operation not permitted"))
                .contains("systempaths=unconfined");
        assertThat(Remedy.of("bwrap: Can't find source path /x: Permission denied"))
                .contains("chmod a+x");
        assertThat(Remedy.of("something new")).isEqualTo("see docs/sandbox.md");
    }
}
