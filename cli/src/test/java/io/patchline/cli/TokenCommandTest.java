package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.cli.token.TokenLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    @TempDir
    private Path directory;

    private CommandRun run(String... arguments) {
        return new CommandRun.Around()
                .with("PATCHLINE_TOKENS_FILE", directory.resolve("tokens").toString())
                .run(arguments);
    }

    @Test
    void a_token_is_shown_once_and_only_its_hash_is_kept() throws IOException {
        CommandRun made =
                run("token", "create", "--name", "gpt", "--scope", "submit,read", "--expires", "30d", "--rate", "60/m");

        assertThat(made.exit()).isZero();
        assertThat(made.out()).matches("pl_[0-9a-f]{64}\n");
        String kept = Files.readString(directory.resolve("tokens"));
        TokenLine line = TokenLine.parse(kept);
        assertThat(kept)
                .matches("gpt:submit,read:[0-9a-f]{64} expires=[0-9TZ:-]+ rate=60/m\n")
                .doesNotContain(made.out().strip());
        assertThat(line).isEqualTo(TokenLine.of("gpt", line.scopes(), made.out().strip(), line.expires(), line.rate()));
    }

    @Test
    void comments_and_other_tokens_stay_when_one_goes() throws IOException {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "# ours\n");
        run("token", "create", "--name", "a", "--scope", "read");
        run("token", "create", "--name", "b", "--scope", "operate");

        assertThat(run("token", "revoke", "a").exit()).isZero();

        assertThat(Files.readAllLines(file)).first().isEqualTo("# ours");
        assertThat(run("token", "list", "-o", "table").out())
                .contains("b")
                .contains("operate")
                .doesNotContain("\na ");
        assertThat(run("token", "revoke", "a").exit()).isEqualTo(3);
        assertThat(run("token", "create", "--name", "b", "--scope", "read").exit())
                .isEqualTo(5);
    }

    @Test
    void what_cannot_be_a_token_is_refused_before_anything_is_written() {
        for (List<String> wrong : List.of(
                List.of("--name", "a b", "--scope", "read"),
                List.of("--name", "a", "--scope", "all"),
                List.of("--name", "a", "--scope", "read", "--rate", "60"),
                List.of("--name", "a", "--scope", "read", "--expires", "tomorrow"))) {
            List<String> arguments = new java.util.ArrayList<>(List.of("token", "create"));
            arguments.addAll(wrong);
            assertThat(run(arguments.toArray(String[]::new)).exit())
                    .as("%s", wrong)
                    .isEqualTo(2);
        }
        assertThat(directory.resolve("tokens")).doesNotExist();
    }
}
