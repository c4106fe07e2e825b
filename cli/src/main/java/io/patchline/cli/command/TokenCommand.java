package io.patchline.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.Durations;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import io.patchline.cli.token.TokenFile;
import io.patchline.cli.token.TokenLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes, lists and revokes the tokens of a service, in the file that it reads (patchline.access.tokens-file), again when it has changed. */
@Command(name = "token", description = "Create, list and revoke tokens in the file that the ingest service reads.")
public final class TokenCommand {
    private static final int RANDOM_BYTES = 32;

    private final CommandEnvironment environment;

    public TokenCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Command(name = "create", description = "Make a token for somebody; it is printed this once and kept nowhere.")
    public int create(
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Who holds it") String name,
            @Option(
                            names = "--scope",
                            required = true,
                            split = ",",
                            paramLabel = "SCOPE,…",
                            description =
                                    "submit (send patches), read (see them), operate (dead letters, reverts), review (judge commits)")
                    List<String> scopes,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            converter = Durations.class,
                            description = "How long it is good, such as 30d or 12h")
                    Optional<Duration> expires,
            @Option(names = "--rate", paramLabel = "N/s|m|h", description = "How often it may be used, such as 60/m")
                    Optional<String> rate,
            @Option(names = "--file", paramLabel = "FILE", description = "The file of tokens (PATCHLINE_TOKENS_FILE)")
                    Optional<Path> file) {
        String token = "pl_" + random();
        Optional<Instant> end =
                expires.map(span -> Instant.now(environment.clock()).plus(span).truncatedTo(ChronoUnit.SECONDS));
        TokenLine line = line(name, new LinkedHashSet<>(scopes), token, end, rate);
        file(file).add(line);
        environment.printer().line(token);
        environment
                .printer()
                .note("It is shown this once. Who holds it is " + name + ", and may " + String.join(", ", line.scopes())
                        + end.map(time -> ", until " + time).orElse("") + ".");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "list",
            description =
                    "List who holds a token, what it allows and until when, and which clients were allowed something by OAuth; never the token.")
    int list(
            @Mixin ConnectionOptions connection,
            @Option(names = "--file", paramLabel = "FILE", description = "The file of tokens (PATCHLINE_TOKENS_FILE)")
                    Optional<Path> file) {
        List<TokenLine> tokens = file(file).tokens();
        Printer printer = environment.printer();
        if (printer.format() == Format.TABLE) {
            table(printer, tokens);
            grants(connection).table(printer, environment.clock());
            return ExitCode.DONE.number();
        }
        ArrayNode list = new ObjectMapper().createArrayNode();
        for (TokenLine token : tokens) {
            var one = list.addObject().put("kind", "token").put("name", token.name());
            token.scopes().forEach(one.putArray("scopes")::add);
            token.expires().ifPresent(end -> one.put("expires", end.toString()));
            token.rate().ifPresent(rate -> one.put("rate", rate));
        }
        grants(connection).addTo(list);
        printer.json(list);
        return ExitCode.DONE.number();
    }

    @Command(
            name = "revoke",
            description =
                    "Take a token away, with all that clients were allowed by it; or what one client was allowed: it lets its holder in no more, at once.")
    int revoke(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "NAME", description = "Who holds it, or the id of a grant") String name,
            @Option(names = "--file", paramLabel = "FILE", description = "The file of tokens (PATCHLINE_TOKENS_FILE)")
                    Optional<Path> file) {
        if (OAuthGrants.isId(name) && !isToken(name, file)) {
            OAuthGrants.revoke(connection.connect(environment), name);
            environment.printer().note("The client of the grant " + name + " gets in no more.");
            return ExitCode.DONE.number();
        }
        file(file).remove(name);
        environment.printer().note("The token of " + name + " lets nobody in any more.");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "ensure",
            hidden = true,
            description =
                    "Make the token of this installation, once: its text into a file of its own, its hash into the file of tokens.")
    int ensure(
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Who holds it") String name,
            @Option(names = "--token-file", required = true, paramLabel = "FILE", description = "Where its text is")
                    Path tokenFile,
            @Option(names = "--file", required = true, paramLabel = "FILE", description = "The file of tokens")
                    Path file)
            throws IOException {
        if (!Files.exists(tokenFile) || Files.size(tokenFile) == 0) {
            io.patchline.cli.context.PrivateFiles.write(
                    tokenFile, "pl_" + random() + "\n", java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
        String token = Files.readString(tokenFile).strip();
        new TokenFile(file)
                .put(line(name, new LinkedHashSet<>(TokenLine.SCOPES), token, Optional.empty(), Optional.empty()));
        return ExitCode.DONE.number();
    }

    /** Without a service that answers the tokens are listed all the same; that the rest is missing is said. */
    private OAuthGrants grants(ConnectionOptions connection) {
        try {
            return OAuthGrants.of(connection.connect(environment));
        } catch (CommandException e) {
            environment.printer().note("What clients were allowed by OAuth is not shown. " + e.getMessage());
            return OAuthGrants.unknown();
        }
    }

    private boolean isToken(String name, Optional<Path> file) {
        return known(file).map(TokenFile::tokens).orElse(List.of()).stream()
                .anyMatch(token -> token.name().equals(name));
    }

    private static TokenLine line(
            String name, Set<String> scopes, String token, Optional<Instant> expires, Optional<String> rate) {
        try {
            return TokenLine.of(name, scopes, token, expires, rate);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private void table(Printer printer, List<TokenLine> tokens) {
        if (tokens.isEmpty()) {
            printer.note("No tokens. `patchline token create` makes one.");
            return;
        }
        Instant now = Instant.now(environment.clock());
        Table table = new Table("NAME", "SCOPES", "EXPIRES", "RATE");
        tokens.forEach(token -> table.row(
                token.name(),
                String.join(",", token.scopes()),
                token.expires()
                        .map(end -> end + (token.isExpired(now) ? " (expired)" : ""))
                        .orElse("never"),
                token.rate().orElse("as configured")));
        printer.table(table);
    }

    private TokenFile file(Optional<Path> named) {
        return known(named)
                .orElseThrow(
                        () -> CommandException.usage(
                                "Say which file of tokens the service reads: --file FILE, or PATCHLINE_TOKENS_FILE (patchline.access.tokens-file of the service)."));
    }

    private Optional<TokenFile> known(Optional<Path> named) {
        return named.or(() -> Optional.ofNullable(environment.variables().get("PATCHLINE_TOKENS_FILE"))
                        .map(Path::of))
                .map(TokenFile::new);
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
