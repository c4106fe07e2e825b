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

    private CommandRun at(String url, String... arguments) {
        return new CommandRun.Around()
                .with("PATCHLINE_TOKENS_FILE", directory.resolve("tokens").toString())
                .with("PATCHLINE_URL", url)
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

    @Test
    void what_clients_were_allowed_by_oauth_is_listed_and_revoked_in_the_same_place() throws IOException {
        run("token", "create", "--name", "jo", "--scope", "read,submit");
        try (FakeService service = new FakeService()) {
            service.json("/v1/grants", 200, """
                    {"grants":[{"id":"0123456789abcdef","token":"jo","client":"https://claude.ai/c","client_name":"Claude","redirect_uri":"https://claude.ai/cb",
                    "scopes":["read"],"granted":"2026-11-26T12:00:00Z","expires":"2027-02-24T12:00:00Z"}]}""");
            service.json("/v1/grants/0123456789abcdef", 204, "");

            assertThat(at(service.url(), "token", "list", "-o", "table").out())
                    .contains("jo")
                    .contains("0123456789abcdef")
                    .contains("Claude (https://claude.ai/cb)");
            assertThat(at(service.url(), "token", "list", "-o", "json").out())
                    .contains("\"kind\"")
                    .contains("\"client_name\"");
            CommandRun revoked = at(service.url(), "token", "revoke", "0123456789abcdef");
            assertThat(revoked.exit()).as(revoked.err()).isZero();
            assertThat(service.requests()).anyMatch(request -> request.method().equals("DELETE"));
        }
    }

    @Test
    void without_a_service_the_tokens_are_listed_and_it_is_said_what_is_missing() {
        run("token", "create", "--name", "jo", "--scope", "read");

        CommandRun list = at("http://127.0.0.1:1", "token", "list", "-o", "table");

        assertThat(list.exit()).isZero();
        assertThat(list.out()).contains("jo");
        assertThat(list.err()).contains("What clients were allowed by OAuth is not shown");
    }
}
