package io.patchline.cli.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.LimitOption;
import io.patchline.cli.options.Pages;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists dead letters, the newest first. */
@Command(name = "list", description = "List dead letters, the newest first.")
public final class DeadLetterListCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private DeadLetterFilterOptions filter = new DeadLetterFilterOptions();

    @Mixin
    private LimitOption limit = new LimitOption();

    public DeadLetterListCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        JsonNode letters = new Pages(
                        connection.connect(environment), "/v1/dead-letters", "dead_letters", filter.parameters())
                .first(limit.limit());
        switch (printer.format()) {
            case JSON -> printer.json(letters);
            case JSONL -> letters.forEach(printer::jsonLine);
            case TABLE -> table(printer, letters);
        }
        return ExitCode.DONE.number();
    }

    private void table(Printer printer, JsonNode letters) {
        if (letters.isEmpty()) {
            printer.note("No dead letters.");
            return;
        }
        Table table = new Table("ID", "REASON", "LANE", "AGE", "SUMMARY");
        letters.forEach(letter -> table.row(
                letter.path("id").asText(),
                letter.path("reason").asText(),
                letter.path("lane").asText(),
                Age.since(letter.path("dead_at").asText(), Instant.now(environment.clock())),
                letter.path("summary").asText()));
        printer.table(table);
    }
}
