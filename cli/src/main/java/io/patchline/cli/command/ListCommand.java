package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.FilterOptions;
import io.patchline.cli.options.LimitOption;
import io.patchline.cli.options.Pages;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists patches. */
@Command(name = "list", description = "List patches, the newest first.")
public final class ListCommand implements Callable<Integer> {
    private static final int SHORT_COMMIT = 10;

    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private FilterOptions common = new FilterOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE,…",
            description =
                    "queued, running, retrying, succeeded, failed, timed_out, refused, cancelled, interrupted, declined, awaiting_review, rejected")
    private Optional<String> state = Optional.empty();

    @Option(names = "--role", paramLabel = "ROLE", description = "Of this role")
    private Optional<String> role = Optional.empty();

    @Option(names = "--source", paramLabel = "NAME", description = "That came with the token of this name")
    private Optional<String> source = Optional.empty();

    @Option(names = "--text", paramLabel = "TEXT", description = "With this in id, description, summary or command")
    private Optional<String> text = Optional.empty();

    @Mixin
    private LimitOption limit = new LimitOption();

    @Option(names = "--order", paramLabel = "newest|oldest", description = "What comes first; newest if not given")
    private Optional<String> order = Optional.empty();

    public ListCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Map<String, Optional<String>> filter = new LinkedHashMap<>(common.parameters());
        filter.put("state", state);
        filter.put("role", role);
        filter.put("source", source);
        filter.put("text", text);
        filter.put("order", order);
        Pages pages = new Pages(connection.connect(environment), "/v1/patches", "patches", filter);
        JsonNode patches = pages.first(limit.limit());
        print(patches);
        return ExitCode.DONE.number();
    }

    private void print(JsonNode patches) {
        Printer printer = environment.printer();
        switch (printer.format()) {
            case JSON -> printer.json(patches);
            case JSONL -> patches.forEach(printer::jsonLine);
            case TABLE -> {
                if (patches.isEmpty()) {
                    printer.note("No patches.");
                    return;
                }
                Table table = new Table("ID", "STATUS", "LANE", "AGE", "SOURCE", "COMMIT", "SUMMARY");
                patches.forEach(patch -> table.row(
                        patch.path("id").asText(),
                        patch.path("status").asText(),
                        patch.path("lane").asText(),
                        Age.since(patch.path("accepted_at").asText(), Instant.now(environment.clock())),
                        patch.path("source").asText(),
                        shortened(patch.path("commit").asText()),
                        patch.path("summary").asText(patch.path("description").asText())));
                printer.table(table);
            }
        }
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }
}
