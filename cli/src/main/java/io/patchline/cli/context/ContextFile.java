package io.patchline.cli.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file of contexts: {@code {"current": "prod", "contexts": {"prod": {"url": "https://…", "token_file": "/…"}}}}. Tokens are not in it, only where they are. Not thread-safe.
 */
public final class ContextFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /**
     * One service by a name of its user's.
     *
     * @param tokenFile where its token is; empty where none is needed
     */
    public record Named(String url, Optional<String> tokenFile) {}

    /** All of the file. */
    public record Content(Optional<String> current, SortedMap<String, Named> contexts) {}

    public ContextFile(Path file) {
        this.file = file;
    }

    /** {@code PATCHLINE_CONFIG}, else {@code $XDG_CONFIG_HOME/patchline/contexts.json}, {@code %APPDATA%} on Windows, else {@code ~/.config}. */
    public static ContextFile of(Map<String, String> environment) {
        Optional<String> named = get(environment, "PATCHLINE_CONFIG");
        if (named.isPresent()) {
            return new ContextFile(Path.of(named.get()));
        }
        Path home = Path.of(get(environment, "HOME").orElse(System.getProperty("user.home", ".")));
        Path directory = get(environment, "XDG_CONFIG_HOME")
                .or(() -> get(environment, "APPDATA"))
                .map(Path::of)
                .orElse(home.resolve(".config"));
        return new ContextFile(directory.resolve("patchline").resolve("contexts.json"));
    }

    public Path path() {
        return file;
    }

    /**
     * What stands in it; nothing if it is not there.
     *
     * @throws CommandException if it cannot be read
     */
    public Content read() {
        if (!Files.exists(file)) {
            return new Content(Optional.empty(), new TreeMap<>());
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            SortedMap<String, Named> contexts = new TreeMap<>();
            root.path("contexts").properties().forEach(entry -> contexts.put(entry.getKey(), named(entry.getValue())));
            return new Content(text(root, "current"), contexts);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OTHER,
                    "unreadable_config",
                    "The file of contexts " + file + " cannot be read: " + e.getMessage()
                            + ". Mend or delete it; `patchline context set` makes a new one.");
        }
    }

    /** Puts this in the file's place, in one step, for its owner alone. */
    public void write(Content content) {
        ObjectNode root = JSON.createObjectNode();
        content.current().ifPresent(current -> root.put("current", current));
        ObjectNode contexts = root.putObject("contexts");
        content.contexts().forEach((name, named) -> {
            ObjectNode one = contexts.putObject(name).put("url", named.url());
            named.tokenFile().ifPresent(path -> one.put("token_file", path));
        });
        try {
            PrivateFiles.write(file, root.toPrettyString() + "\n", StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OTHER,
                    "not_written",
                    "The file of contexts " + file + " cannot be written: "
                            + e.getClass().getSimpleName() + " " + e.getMessage()
                            + ". PATCHLINE_CONFIG names another one.");
        }
    }

    private static Named named(JsonNode node) {
        return new Named(node.path("url").asText(), text(node, "token_file"));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText).filter(text -> !text.isEmpty());
    }

    private static Optional<String> get(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
