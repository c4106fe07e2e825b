package io.patchline.cli.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A patch as it is written on a command line: one content, and what goes with it. */
public final class PatchOptions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST = 16L << 20;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable Content content;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The patch's id; the same id with the same content is the same patch. Made up if absent")
    private Optional<String> id = Optional.empty();

    @Option(names = "--lane", paramLabel = "LANE", description = "Patches of one lane run one after the other")
    private Optional<String> lane = Optional.empty();

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            description = "Where it runs, where executors have several workspaces")
    private Optional<String> workspace = Optional.empty();

    @Option(
            names = "--base",
            paramLabel = "COMMIT|FILE=HASH",
            description =
                    "What it was made on: a commit, or a file's SHA-256 or blob id (may be repeated; FILE= for one that must not exist). Refused as stale where that has changed")
    private List<String> base = List.of();

    @Option(names = "--review", description = "Its commit waits for somebody to judge it")
    private boolean review;

    @Option(names = "--message", paramLabel = "TEXT", description = "The commit's message")
    private Optional<String> message = Optional.empty();

    @Option(names = "--target", paramLabel = "FILE", description = "The file that it is about (target_file)")
    private Optional<String> target = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for")
    private Optional<String> description = Optional.empty();

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long a command may run, such as 90s or 10m")
    private Optional<String> timeout = Optional.empty();

    @Option(
            names = "--on-failure",
            paramLabel = "rollback|keep|hold",
            description = "What becomes of its file changes, and of its lane, if it fails")
    private Optional<String> onFailure = Optional.empty();

    @Option(names = "--idempotent", description = "It may run again after an executor died under it")
    private boolean idempotent;

    @Option(names = "--dry-run", description = "Say what it would change, and change nothing")
    private boolean dryRun;

    private static final class Content {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE|-",
                description = "The patch as JSON, as at the webhook; - is standard input")
        private Optional<String> file = Optional.empty();

        @Option(
                names = "--command",
                paramLabel = "TEXT|-",
                description = "A shell command; - reads it from standard input")
        private Optional<String> command = Optional.empty();

        @Option(
                names = "--diff",
                paramLabel = "FILE|-",
                description = "A diff: unified, V4A or SEARCH/REPLACE; - is standard input")
        private Optional<String> diff = Optional.empty();
    }

    /**
     * The patch as the webhook takes it, with an id.
     *
     * @throws CommandException if a file cannot be read, or is no JSON object
     */
    public ObjectNode body(InputStream input) {
        ObjectNode body = content(Objects.requireNonNull(content, "one of them is required"), input);
        id.ifPresent(text -> body.put("id", text));
        lane.ifPresent(text -> body.put("lane", text));
        workspace.ifPresent(text -> body.put("workspace", text));
        putBase(body);
        if (review) {
            body.put("review", true);
        }
        message.ifPresent(text -> body.put("message", text));
        target.ifPresent(text -> body.put("target_file", text));
        description.ifPresent(text -> body.put("description", text));
        timeout.ifPresent(text -> body.put("timeout", text));
        onFailure.ifPresent(text -> body.put("onFailure", text));
        if (idempotent) {
            body.put("idempotent", true);
        }
        if (dryRun) {
            body.put("dryRun", true);
        }
        if (Stream.of("id", "patch_id", "patchId").noneMatch(body::has)) {
            body.put("id", UUID.randomUUID().toString());
        }
        return body;
    }

    private void putBase(ObjectNode body) {
        if (base.size() == 1 && base.getFirst().indexOf('=') < 0) {
            body.put("base", base.getFirst());
            return;
        }
        for (String file : base) {
            int end = file.lastIndexOf('=');
            if (end < 1) {
                throw CommandException.usage("--base is one commit, or FILE=HASH as often as needed: " + file
                        + " is neither beside others.");
            }
            String hash = file.substring(end + 1);
            body.withObjectProperty("base").put(file.substring(0, end), hash.isEmpty() ? null : hash);
        }
    }

    private static ObjectNode content(Content content, InputStream input) {
        if (content.file.isPresent()) {
            return object(read(content.file.get(), input));
        }
        ObjectNode body = JSON.createObjectNode();
        if (content.command.isPresent()) {
            String text = content.command.get();
            return body.put("role", "command_patch").put("patch", text.equals("-") ? read(text, input) : text);
        }
        return body.put("role", "diff_patch").put("patch", read(content.diff.orElseThrow(), input));
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw CommandException.usage(
                    "--file must hold one patch, a JSON object: {\"id\": …, \"role\": …, \"patch\": …}");
        } catch (IOException e) {
            throw CommandException.usage("--file does not hold JSON: " + e.getMessage());
        }
    }

    private static String read(String file, InputStream input) {
        try {
            byte[] bytes;
            if (file.equals("-")) {
                bytes = input.readNBytes((int) LARGEST + 1);
            } else {
                if (Files.size(Path.of(file)) > LARGEST) {
                    throw CommandException.usage(file + " is larger than a patch may be.");
                }
                bytes = Files.readAllBytes(Path.of(file));
            }
            if (bytes.length > LARGEST) {
                throw CommandException.usage("Standard input is larger than a patch may be.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandException.usage(
                    file + " cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
