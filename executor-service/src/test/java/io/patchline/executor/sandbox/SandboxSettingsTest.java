package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {

    @Test
    void by_default_it_is_bubblewrap_or_nothing() {
        assertThat(SandboxSettings.DEFAULTS)
                .isEqualTo(new SandboxSettings(
                        Optional.empty(), true, List.of(), Path.of("/usr/bin/bwrap"), List.of(), List.of()));
    }

    @Test
    void the_names_of_the_configuration_are_understood() {
        assertThat(SandboxSettings.tier("auto")).isEmpty();
        assertThat(SandboxSettings.tier("bubblewrap")).contains(TierName.BUBBLEWRAP);
        assertThat(SandboxSettings.tier("landlock")).contains(TierName.LANDLOCK);
        assertThat(SandboxSettings.tier("container")).contains(TierName.CONTAINER);
        assertThat(SandboxSettings.tier("none")).contains(TierName.NONE);
    }

    @Test
    void a_tier_that_does_not_exist_is_refused_and_the_message_says_what_there_is() {
        for (String name : new String[] {"firejail", "Bubblewrap", ""}) {
            assertThatThrownBy(() -> SandboxSettings.tier(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"")
                    .hasMessageContaining("bubblewrap, landlock, container, none");
        }
    }

    /** All 16 sets of accepted tiers, in any order. */
    @Test
    void auto_tries_bubblewrap_and_of_the_others_only_those_that_are_accepted_the_strongest_first() {
        List<TierName> all = List.of(TierName.values());
        for (int set = 0; set < 1 << all.size(); set++) {
            int chosen = set;
            List<TierName> accepted = IntStream.range(0, all.size())
                    .filter(i -> (chosen & 1 << i) != 0)
                    .mapToObj(all.reversed()::get)
                    .toList();
            SandboxSettings auto =
                    new SandboxSettings(Optional.empty(), true, accepted, Path.of("/bwrap"), List.of(), List.of());

            assertThat(auto.candidates()).startsWith(TierName.BUBBLEWRAP).isSorted();
            assertThat(auto.candidates())
                    .filteredOn(name -> name != TierName.BUBBLEWRAP)
                    .allMatch(accepted::contains);
            assertThat(auto.candidates()).containsAll(accepted);
        }
    }

    @Test
    void a_tier_that_is_named_is_the_only_one_that_is_tried() {
        for (TierName name : TierName.values()) {
            SandboxSettings one = new SandboxSettings(
                    Optional.of(name), true, List.of(TierName.values()), Path.of("/bwrap"), List.of(), List.of());
            assertThat(one.candidates()).containsExactly(name);
        }
    }

    @Test
    void what_may_be_read_is_named_by_absolute_paths() {
        for (String path : new String[] {"/", "relative", ""}) {
            assertThatThrownBy(() -> new SandboxSettings(
                            Optional.empty(), true, List.of(), Path.of("/bwrap"), List.of(Path.of(path)), List.of()))
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
