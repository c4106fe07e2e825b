package io.patchline.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.context.ContextFile;
import io.patchline.cli.context.PrivateFiles;
import io.patchline.cli.http.Target;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names services, so that their address and token need not be given each time. */
@Command(name = "context", description = "Name the services that you use, and choose one.")
public final class ContextCommand {
    private static final int LONGEST_TOKEN = 4096;

    private final CommandEnvironment environment;

    public ContextCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Command(name = "list", description = "List the services, the current one marked.")
    int list() {
        ContextFile.Content content = environment.contexts().read();
        Printer printer = environment.printer();
        if (printer.format() == Format.TABLE) {
            Table table = new Table("CURRENT", "NAME", "URL", "TOKEN FILE");
            content.contexts()
                    .forEach((name, named) -> table.row(
                            content.current().filter(name::equals).isPresent() ? "*" : "",
                            name,
                            named.url(),
                            named.tokenFile().orElse("-")));
            printer.table(table);
        } else {
            ArrayNode list = new ObjectMapper().createArrayNode();
            content.contexts().forEach((name, named) -> {
                var one = list.addObject()
                        .put("name", name)
                        .put("url", named.url())
                        .put("current", content.current().filter(name::equals).isPresent());
                named.tokenFile().ifPresent(file -> one.put("token_file", file));
            });
            printer.json(list);
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "set",
            description = "Name a service, or change what a name stands for; the first is the current one.")
    int set(
            @Parameters(paramLabel = "NAME", description = "A name of yours") String name,
            @Option(names = "--url", required = true, paramLabel = "URL", description = "Its address") String url,
            @Option(names = "--token-file", paramLabel = "FILE", description = "The file that holds its token")
                    Optional<String> tokenFile,
            @Option(
                            names = "--token-stdin",
                            description =
                                    "Read the token from standard input and keep it in a file that only you can read")
                    boolean tokenFromInput) {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw CommandException.usage("A name has 1 to 64 letters, digits, '.', '_' and '-'.");
        }
        Target.of(url, Optional.empty());
        Optional<String> file = tokenFromInput
                ? Optional.of(keepToken(name).toString())
                : tokenFile.map(path -> Path.of(path).toAbsolutePath().toString());
        ContextFile.Content content = environment.contexts().read();
        SortedMap<String, ContextFile.Named> contexts = new TreeMap<>(content.contexts());
        contexts.put(name, new ContextFile.Named(url, file));
        environment.contexts().write(new ContextFile.Content(content.current().or(() -> Optional.of(name)), contexts));
        return ExitCode.DONE.number();
    }

    @Command(name = "use", description = "Make a service the current one.")
    int use(@Parameters(paramLabel = "NAME", description = "Its name") String name) {
        ContextFile.Content content = known(name);
        environment.contexts().write(new ContextFile.Content(Optional.of(name), content.contexts()));
        return ExitCode.DONE.number();
    }

    @Command(name = "remove", description = "Forget a service. Its token's file stays.")
    int remove(@Parameters(paramLabel = "NAME", description = "Its name") String name) {
        ContextFile.Content content = known(name);
        SortedMap<String, ContextFile.Named> contexts = new TreeMap<>(content.contexts());
        contexts.remove(name);
        environment
                .contexts()
                .write(new ContextFile.Content(content.current().filter(current -> !current.equals(name)), contexts));
        return ExitCode.DONE.number();
    }

    private ContextFile.Content known(String name) {
        ContextFile.Content content = environment.contexts().read();
        if (!content.contexts().containsKey(name)) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "no_context",
                    "There is no context " + name + ". `patchline context list` shows those that there are.");
        }
        return content;
    }

    private Path keepToken(String name) {
        try {
            String token = new String(environment.input().readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8).strip();
            if (!token.matches("[!-~]+")) {
                throw CommandException.usage("Standard input must hold the token and nothing else.");
            }
            Path file = environment.contexts().path().resolveSibling("tokens").resolve(name);
            PrivateFiles.write(file, token + "\n", StandardCopyOption.ATOMIC_MOVE);
            return file.toAbsolutePath();
        } catch (IOException e) {
            throw new CommandException(ExitCode.OTHER, "not_written", "The token cannot be kept: " + e.getMessage());
        }
    }
}
