package io.patchline.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Real services with a git workspace and OAuth, the command {@code patchline} against them, and a record of what was run. */
final class CommandSite implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final String REVIEWER = "pl_system_tests_reviewer_0123456789abcdefgh";

    private final Path directory;
    private final Path tokens;
    private final Path token;
    private final Path reviewer;
    private final Repository origin;
    private final Pipeline pipeline;
    private final ServiceProcess executor;
    private final Collection<Run> runs = new ConcurrentLinkedQueue<>();

    private record Run(List<String> arguments, int exit) {}

    CommandSite(Path directory) throws IOException {
        this.directory = directory;
        token = write("token", Pipeline.TOKEN + "\n");
        reviewer = write("reviewer", REVIEWER + "\n");
        tokens = write(
                "tokens-of-commands",
                "tests:submit,read,operate,review:" + hash(Pipeline.TOKEN) + "\nanna:review,read:" + hash(REVIEWER)
                        + "\n");
        origin = Repository.create(directory.resolve("origin.git"));
        origin.commit(Map.of("a.txt", "one\n", "guarded/b.txt", "b\n"));
        pipeline = new Pipeline(
                directory,
                TestBroker.shared().newVirtualHost(),
                Map.of(
                        "PATCHLINE_ACCESS_TOKENS_FILE",
                        tokens.toString(),
                        "PATCHLINE_OAUTH",
                        "embedded",
                        "PATCHLINE_HTTP_PUBLIC_URL",
                        OAuthLogin.BASE));
        executor = pipeline.startExecutor(origin.site());
        pipeline.awaitExecutorHeard();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Repository origin() {
        return origin;
    }

    /** The address of the executor: a service, but not the one that the command is for. */
    String executorUrl() {
        return executor.at("").toString();
    }

    String url() {
        return pipeline.ingest().at("").toString();
    }

    /** The executor is gone, as if its machine had lost its power. */
    void stopExecutor() {
        executor.kill9();
    }

    /** The file of tokens that the service reads. */
    Path tokens() {
        return tokens;
    }

    /** The file with the token of somebody who may do everything. */
    Path token() {
        return token;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommandLine.Ended run(String... arguments) {
        return runAs(token, arguments);
    }

    /** By somebody else, who may judge what the first has made. */
    CommandLine.Ended runAsReviewer(String... arguments) {
        return runAs(reviewer, arguments);
    }

    CommandLine.Ended runAs(Path credentials, String... arguments) {
        return run(Path.of("/dev/null"), environment(credentials), arguments);
    }

    /** With this on standard input. */
    CommandLine.Ended runWith(String input, String... arguments) {
        return run(write("input", input), environment(token), arguments);
    }

    /** Where nothing names the service but the arguments and contexts. */
    CommandLine.Ended runAlone(String input, String... arguments) {
        return run(write("input", input), Map.of(), arguments);
    }

    private Map<String, String> environment(Path credentials) {
        return Map.of("PATCHLINE_URL", url(), "PATCHLINE_TOKEN_FILE", credentials.toString());
    }

    private CommandLine.Ended run(Path input, Map<String, String> variables, String... arguments) {
        try (CommandLine command = CommandLine.start(directory, input, variables, arguments)) {
            CommandLine.Ended ended = command.await(SOON);
            runs.add(new Run(List.of(arguments), ended.exit()));
            return ended;
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit codes that were seen. */
    Set<Integer> exitCodes() {
        Set<Integer> seen = new TreeSet<>();
        runs.forEach(run -> seen.add(run.exit()));
        return seen;
    }

    /** Which of these commands, such as {@code token list}, did something at least once that was not a wrong command line. */
    Set<String> exercised(Collection<String> commands) {
        Set<String> seen = new TreeSet<>();
        for (Run run : runs) {
            List<String> path = new ArrayList<>(run.arguments());
            while (!path.isEmpty() && !commands.contains(String.join(" ", path))) {
                path.removeLast();
            }
            if (run.exit() != 2) {
                seen.add(String.join(" ", path));
            }
        }
        return seen;
    }

    private static String hash(String token) {
        return Digest.sha256Hex(token.getBytes(UTF_8));
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
