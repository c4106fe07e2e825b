package io.patchline.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Problems of RFC 9457, as Patchline answers them, as failures of a command. */
final class Problems {
    private Problems() {}

    static CommandException of(int status, JsonNode problem) {
        boolean retryable = problem.path("retryable").asBoolean(false);
        List<CommandException.Fault> faults = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> faults.add(new CommandException.Fault(
                        error.path("pointer").asText(""), error.path("detail").asText())));
        String detail = problem.path("detail").asText(problem.path("title").asText());
        return new CommandException(
                exit(status, retryable),
                detail,
                new CommandException.Details(problem.path("code").asText(), retryable, faults, Optional.of(status)));
    }

    private static ExitCode exit(int status, boolean retryable) {
        if (retryable) {
            return ExitCode.UNREACHABLE;
        }
        return switch (status) {
            case 401, 403 -> ExitCode.CREDENTIALS;
            case 404 -> ExitCode.NOT_FOUND;
            case 408, 429, 502, 503, 504 -> ExitCode.UNREACHABLE;
            case 500 -> ExitCode.OTHER;
            default -> ExitCode.REFUSED;
        };
    }
}
