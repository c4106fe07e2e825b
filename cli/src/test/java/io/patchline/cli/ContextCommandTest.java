package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCommandTest {
    private final FakeService service = new FakeService().json("/v1/lanes", 200, "{\"lanes\":[]}");

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        service.close();
    }

    private CommandRun run(String input, String... arguments) {
        return new CommandRun.Around()
                .with(
                        "PATCHLINE_CONFIG",
                        directory.resolve("config/contexts.json").toString())
                .input(input)
                .run(arguments);
    }

    @Test
    void a_named_service_is_used_with_its_own_token_which_only_its_owner_can_read() throws IOException {
        assertThat(run("pl_one\n", "context", "set", "one", "--url", service.url(), "--token-stdin")
                        .exit())
                .isZero();
        assertThat(run("", "context", "set", "two", "--url", "https://two.example")
                        .exit())
                .isZero();

        assertThat(run("", "lanes").exit()).isZero();
        assertThat(service.requests().getFirst().header("Authorization")).isEqualTo("Bearer pl_one");
        Path kept = directory.resolve("config/tokens/one");
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(directory.resolve("config/contexts.json"))).doesNotContain("pl_one");
        assertThat(run("", "context", "list", "-o", "table")
                        .out()
                        .lines()
                        .map(line -> line.replaceAll(" +", " ").strip()))
                .containsExactly(
                        "CURRENT NAME URL TOKEN FILE",
                        "* one " + service.url() + " " + kept,
                        "two https://two.example -");
    }

    @Test
    void one_is_chosen_or_forgotten() {
        run("", "context", "set", "one", "--url", "https://one.example");
        run("", "context", "set", "two", "--url", service.url());

        assertThat(run("", "lanes", "--context", "two").exit()).isZero();
        assertThat(run("", "context", "use", "two").exit()).isZero();
        assertThat(run("", "lanes").exit()).isZero();
        assertThat(run("", "context", "remove", "two").exit()).isZero();
        assertThat(run("", "context", "list").out()).contains("one.example").doesNotContain("two");
    }

    @Test
    void a_broken_file_is_told_and_not_overwritten() throws IOException {
        Path file = directory.resolve("config/contexts.json");
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(file, "{nonsense");

        CommandRun set = run("", "context", "set", "one", "--url", "https://one.example");

        assertThat(set.exit()).isEqualTo(1);
        assertThat(set.err()).contains(file.toString());
        assertThat(Files.readString(file)).isEqualTo("{nonsense");
    }
}
