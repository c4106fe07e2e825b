package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command {@code patchline} as users run it, against real services: every command and every exit code. The tests are in the interfaces, by groups of commands; the last looks whether one was
 * forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineIT implements PatchCommands, DeadLetterCommands, ReviewCommands, TokenCommands, LocalCommands {
    private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\| (\\d+) \\| ");

    private CommandSite site;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        site = new CommandSite(directory);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @Override
    public CommandSite site() {
        return site;
    }

    @Test
    void the_doctor_finds_nothing_broken_and_proves_the_chain() {
        CommandLine.Ended doctor = site.run("doctor", "--prove", "--json");

        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(json(doctor.out()).path("findings"))
                .filteredOn(finding -> !finding.path("link").asText().equals("dead-letters"))
                .allSatisfy(finding -> assertThat(finding.path("grade").asText())
                        .as("%s", finding)
                        .isIn("ok", "skipped"));
        assertThat(site.run("prove").out()).contains("published to patches.results");
    }

    /** Of the whole class: of a part of it it fails, as that leaves commands out. */
    @Test
    @Order(Integer.MAX_VALUE)
    void every_command_was_run_and_every_documented_exit_code_seen() throws IOException {
        JsonNode help = json(site.runAlone("", "help", "--json").out());
        List<String> commands = new ArrayList<>();
        help.path("commands").forEach(command -> addLeaves(command, "", commands));

        assertThat(site.exercised(commands)).containsAll(commands);
        assertThat(site.exitCodes()).isEqualTo(documentedExitCodes());
    }

    /** Those that do something: {@code dead-letters} alone only says what is below it, but {@code lanes} is a command with another below it. */
    private static void addLeaves(JsonNode command, String before, List<String> leaves) {
        String path = before + command.path("name").asText();
        if (command.path("commands").isEmpty()
                || command.path("options").toString().contains("\"--url\"")) {
            leaves.add(path);
        }
        command.path("commands").forEach(below -> addLeaves(below, path + " ", leaves));
    }

    private static Set<Integer> documentedExitCodes() throws IOException {
        Set<Integer> codes = new TreeSet<>();
        var rows = EXIT_CODE.matcher(Files.readString(Path.of(System.getProperty("patchline.root"), "docs/cli.md")));
        while (rows.find()) {
            codes.add(Integer.valueOf(rows.group(1)));
        }
        assertThat(codes).hasSizeGreaterThan(5);
        return codes;
    }
}
