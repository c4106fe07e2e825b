package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code dead-letters}, and what ends in 6. */
interface DeadLetterCommands {
    CommandSite site();

    @Test
    default void a_patch_that_fails_is_6_and_is_replayed_mended_and_discarded_as_a_dead_letter() {
        CommandLine.Ended failed =
                site().run("submit", "--command", "[ -e mended ] || exit 3", "--id", "cli-dead", "--wait");
        assertThat(failed.exit()).isEqualTo(6);
        assertThat(failed.err()).contains("exited with code 3").contains("dead-letters replay cli-dead");
        assertThat(site().run("dead-letters", "show", "cli-dead").out()).contains("command_failed");

        assertThat(site().run("dead-letters", "replay", "cli-dead").exit()).isZero();
        assertThat(site().run("wait", "cli-dead").exit()).isEqualTo(6);
        String mended = site().run("dead-letters", "mend", "cli-dead", "--command", "true")
                .out()
                .strip();
        assertThat(site().run("wait", mended).exit()).isZero();

        site().run("submit", "--command", "exit 9", "--id", "cli-many", "--lane", "cli many", "--wait");
        assertThat(site().run("dead-letters", "discard", "--lane", "cli many").exit())
                .as("asks first")
                .isEqualTo(2);
        CommandLine.Ended replayed = site().run("dlq", "replay", "--lane", "cli many", "--yes");
        assertThat(json(replayed.out()).path("state").asText())
                .as("%s", replayed)
                .isEqualTo("done");
        assertThat(site().run("wait", "cli-many").exit()).isEqualTo(6);
        assertThat(site().run("dead-letters", "discard", "--lane", "cli many", "--yes")
                        .exit())
                .isZero();
        assertThat(site().run("dead-letters", "list", "--lane", "cli many")
                        .out()
                        .strip())
                .isEqualTo("[ ]");
        assertThat(site().run("dead-letters", "discard", "cli-dead").exit())
                .as("mended, so dead no more")
                .isEqualTo(5);
        assertThat(site().run("dead-letters", "show", "never-heard-of").exit()).isEqualTo(3);
    }

    @Test
    default void a_lane_that_a_failure_holds_is_shown_and_released() {
        assertThat(site().run(
                                "submit",
                                "--command",
                                "exit 1",
                                "--id",
                                "cli-holds",
                                "--lane",
                                "cli-held",
                                "--on-failure",
                                "hold",
                                "--wait")
                        .exit())
                .isEqualTo(6);
        assertThat(site().run("lanes", "-o", "json").out()).contains("\"lane\" : \"cli-held\"");

        assertThat(site().run("lanes", "release", "cli-held").exit()).isZero();

        assertThat(site().run("submit", "--command", "true", "--lane", "cli-held", "--wait")
                        .exit())
                .isZero();
        assertThat(site().run("lanes", "release", "cli-held").exit())
                .as("held no more")
                .isIn(3, 5);
    }
}
