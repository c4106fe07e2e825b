package io.patchline.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.doctor.Doctor;
import io.patchline.cli.doctor.Finding;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at each link of the chain from here to a patch's effect. */
@Command(
        name = "doctor",
        description =
                "Look at each link between here and a patch's effect, and say what mends it. Changes nothing; with --prove real patches go through. Exit code 0 if no link is broken.")
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration TICK = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(2);

    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "As -o json, for monitors")
    private boolean json;

    @Option(
            names = "--prove",
            description = "Send real patches through webhook, broker, executor and back; takes some 15 s")
    private boolean prove;

    public DoctorCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        if (json) {
            printer.want(Format.JSON);
        }
        boolean table = printer.format() == Format.TABLE;
        List<Finding> findings = new Doctor(
                        connection.connectOnce(environment),
                        environment.clock(),
                        new Doctor.Pauses(LOOK_AGAIN_AFTER, prove ? Optional.of(TICK) : Optional.empty()))
                .look(finding -> {
                    if (table) {
                        print(printer, finding);
                    }
                });
        if (!table) {
            printer.json(document(findings));
        }
        return exit(findings).number();
    }

    private static ExitCode exit(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.grade() == Finding.Grade.BROKEN)
                .findFirst()
                .map(finding -> switch (finding.link()) {
                    case "name", "connection", "tls", "service", "health" -> ExitCode.UNREACHABLE;
                    case "token" -> ExitCode.CREDENTIALS;
                    default -> ExitCode.OTHER;
                })
                .orElse(ExitCode.DONE);
    }

    private static void print(Printer printer, Finding finding) {
        String sign = switch (finding.grade()) {
            case OK -> "ok     ";
            case WARNING -> "WARNING";
            case BROKEN -> "BROKEN ";
            case SKIPPED -> "-      ";
        };
        printer.line("%s  %-13s %5d ms  %s"
                .formatted(sign, finding.link(), finding.took().toMillis(), SafeText.line(finding.saw())));
        finding.mend().ifPresent(mend -> printer.line(" ".repeat(33) + "→ " + SafeText.line(mend)));
    }

    private static ObjectNode document(List<Finding> findings) {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.put("healthy", findings.stream().noneMatch(finding -> finding.grade() == Finding.Grade.BROKEN));
        ArrayNode list = document.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = list.addObject()
                    .put("link", finding.link())
                    .put("grade", finding.grade().name().toLowerCase(Locale.ROOT))
                    .put("code", finding.code())
                    .put("saw", finding.saw())
                    .put("milliseconds", finding.took().toMillis());
            finding.mend().ifPresent(mend -> one.put("mend", mend));
        }
        return document;
    }
}
