package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Pause;
import io.patchline.cli.output.Printer;
import java.time.Duration;

/** Waits for a patch's end, through restarts of the service and lost connections. */
public final class PatchWaiter {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** At most so long at a time, so that proxies which allow 30 s do not cut it. */
    private static final long ASKED_SECONDS = 20;

    private final ApiClient api;
    private final Printer printer;

    public PatchWaiter(ApiClient api, Printer printer) {
        this.api = api;
        this.printer = printer;
    }

    /**
     * The patch when it is over, or as it is when the time is.
     *
     * @throws CommandException if the service refuses, or is away when the time is over
     */
    public JsonNode await(String id, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        boolean away = false;
        while (true) {
            long left = Math.max(0, (deadline - System.nanoTime()) / 1_000_000_000L);
            try {
                JsonNode patch = api.getOnce(
                                "/v1/patches/" + ApiClient.segment(id) + "?wait=" + Math.min(ASKED_SECONDS, left))
                        .json();
                if (away) {
                    printer.note("The service answers again.");
                    away = false;
                }
                if (PatchStates.isOver(patch) || left == 0) {
                    return patch;
                }
            } catch (CommandException e) {
                if (e.exit() != ExitCode.UNREACHABLE || left == 0) {
                    throw e;
                }
                if (!away) {
                    printer.note("Waiting on, although: " + e.text());
                    away = true;
                }
                Pause.of(PAUSE);
            }
        }
    }
}
