package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is made from the definition of the commands. */
class ReferenceTest {
    private static CommandRun run(String... arguments) {
        return new CommandRun.Around().run(arguments);
    }

    @Test
    void agents_get_all_commands_with_options_and_exit_codes() throws IOException {
        JsonNode all = new ObjectMapper().readTree(run("help", "--json").out());

        assertThat(all.path("exit_codes").path("124").asText()).isEqualTo("waited_in_vain");
        assertThat(all.path("commands"))
                .extracting(command -> command.path("name").asText())
                .contains("submit", "logs", "doctor", "token");
        assertThat(all.path("commands").findValuesAsText("name"))
                .as("each once")
                .filteredOn("dead-letters"::equals)
                .hasSize(1);
        assertThat(all.path("commands").findValues("aliases").toString()).contains("dlq");
        assertThat(all.toString()).doesNotContain("ensure").contains("--follow");
        JsonNode submit =
                new ObjectMapper().readTree(run("help", "submit", "--json").out());
        assertThat(submit.path("options").findValuesAsText("value")).contains("FILE|-", "LANE");
    }

    @Test
    void every_command_has_help_a_manual_entry_and_completions() {
        for (String command : new String[] {
            "submit",
            "get",
            "list",
            "wait",
            "logs",
            "watch",
            "cancel",
            "revert",
            "approve",
            "reject",
            "lanes",
            "executors",
            "doctor",
            "prove"
        }) {
            assertThat(run("help", command).out()).as(command).contains("Usage: patchline " + command);
            assertThat(run(command, "--help").exit()).as(command).isZero();
            assertThat(run("man").out()).contains(".SS \"patchline " + command);
            assertThat(run("completion", "fish").out()).contains("-a '" + command + "'");
            assertThat(run("completion", "bash").out()).contains(command);
        }
        assertThat(run("--version").out()).startsWith("patchline ");
    }

    @Test
    void the_launcher_of_a_clone_passes_every_command_on() throws IOException {
        String launcher = Files.readString(Path.of("../patchline"));
        String passed = launcher.substring(launcher.lastIndexOf("case $COMMAND in"));

        for (JsonNode command :
                new ObjectMapper().readTree(run("help", "--json").out()).path("commands")) {
            String name = command.path("name").asText().split(" ", 2)[0];
            assertThat(passed).as(name).containsPattern("(?m)^  (.* )?" + name + "( .*)?\\)");
        }
    }
}
