package io.patchline.cli.context;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the service and the token: options before the environment, before the named context, before the current one, before this machine's. */
public final class TargetResolver {
    static final String LOCAL = "http://127.0.0.1:5555";

    private final Map<String, String> environment;
    private final ContextFile file;

    /** What the command line says of it. */
    public record Wish(Optional<String> url, Optional<String> tokenFile, Optional<String> context) {}

    public TargetResolver(Map<String, String> environment, ContextFile file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * The service to talk to. An address from one place never gets the token of another: who names an address names the token's file with it.
     *
     * @throws CommandException if a context or a token's file is not there
     */
    public Target resolve(Wish wish) {
        if (wish.url().isPresent()) {
            return Target.of(
                    wish.url().get(),
                    token(wish.tokenFile().or(() -> sameAddress(wish.url().get()))));
        }
        Optional<String> name = wish.context().or(() -> variable("PATCHLINE_CONTEXT"));
        Optional<String> url = name.isPresent() ? Optional.empty() : variable("PATCHLINE_URL");
        if (url.isPresent()) {
            return Target.of(url.get(), token(wish.tokenFile().or(() -> variable("PATCHLINE_TOKEN_FILE"))));
        }
        Optional<ContextFile.Named> named = named(name);
        String address = named.map(ContextFile.Named::url)
                .orElseGet(() -> variable("PATCHLINE_LOCAL_URL").orElse(LOCAL));
        Optional<String> tokenFile = named.isPresent()
                ? named.get().tokenFile()
                : variable("PATCHLINE_TOKEN_FILE").or(() -> variable("PATCHLINE_LOCAL_TOKEN_FILE"));
        return Target.of(address, token(wish.tokenFile().or(() -> tokenFile)));
    }

    /** The token's file of the environment, where it is for the very address that the command line names. */
    private Optional<String> sameAddress(String url) {
        return variable("PATCHLINE_URL").filter(url::equals).flatMap(same -> variable("PATCHLINE_TOKEN_FILE"));
    }

    private Optional<ContextFile.Named> named(Optional<String> name) {
        ContextFile.Content content = file.read();
        if (name.isPresent() && !content.contexts().containsKey(name.get())) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "no_context",
                    "There is no context " + name.get() + " in " + file.path() + ". There are: "
                            + (content.contexts().isEmpty()
                                    ? "none"
                                    : String.join(", ", content.contexts().keySet())) + ".");
        }
        return name.or(content::current).map(one -> content.contexts().get(one));
    }

    private static Optional<String> token(Optional<String> tokenFile) {
        return tokenFile.map(path -> {
            try {
                String token = Files.readString(Path.of(path)).strip();
                if (token.isEmpty() || !token.matches("[!-~]+")) {
                    throw new CommandException(
                            ExitCode.CREDENTIALS,
                            "no_token",
                            "The token's file " + path + " must hold the token and nothing else.");
                }
                return token;
            } catch (IOException e) {
                throw new CommandException(
                        ExitCode.CREDENTIALS,
                        "no_token",
                        "The token's file " + path + " cannot be read: "
                                + e.getClass().getSimpleName() + ". Name another one with --token-file.");
            }
        });
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
