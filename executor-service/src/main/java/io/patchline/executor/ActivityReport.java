package io.patchline.executor;

import io.patchline.executor.intake.Intake;
import io.patchline.executor.intake.LaneBalance;
import io.patchline.executor.run.RunInProgress;
import io.patchline.executor.run.Runs;
import io.patchline.executor.run.Slots;
import io.patchline.message.Activity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;

/** What an executor publishes of itself each second: what it is on. Safe for use by several threads. */
final class ActivityReport {
    private final String version = ConfigProvider.getConfig()
            .getOptionalValue("quarkus.application.version", String.class)
            .orElse("unknown");
    private final Slots slots;
    private final Intake intake;
    private final Runs runs;
    private final LaneBalance balance;
    private final int lanes;
    private final Instant startedAt;
    private final Supplier<Optional<String>> sandboxTier;
    private final LongSupplier freeBytes;

    ActivityReport(
            Slots slots,
            Intake intake,
            Runs runs,
            LaneBalance balance,
            int lanes,
            Instant startedAt,
            Supplier<Optional<String>> sandboxTier,
            LongSupplier freeBytes) {
        this.slots = slots;
        this.intake = intake;
        this.runs = runs;
        this.balance = balance;
        this.lanes = lanes;
        this.startedAt = startedAt;
        this.sandboxTier = sandboxTier;
        this.freeBytes = freeBytes;
    }

    Activity now() {
        List<Activity.Running> running = runs.inProgress().stream()
                .sorted(Comparator.comparing(RunInProgress::since))
                .map(run -> new Activity.Running(
                        run.key().patch(),
                        run.key().run(),
                        run.message().patch().lane().queue(lanes),
                        run.since()))
                .toList();
        return new Activity(
                version,
                startedAt,
                slots.count(),
                intake.isDraining(),
                balance.share(),
                running.size(),
                running,
                sandboxTier.get(),
                Optional.of(freeBytes.getAsLong()));
    }
}
