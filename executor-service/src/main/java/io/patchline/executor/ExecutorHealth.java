package io.patchline.executor;

import io.patchline.executor.spawn.SpawnerProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready: patches can reach this executor. That the process answers at all is its liveness, which no broker can take from it. */
@Readiness
@ApplicationScoped
public class ExecutorHealth implements HealthCheck {
    private final PatchExecutor executor;

    ExecutorHealth(PatchExecutor executor) {
        this.executor = executor;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("executor");
        executor.obstacle().ifPresent(problem -> health.withData("problem", problem));
        health.status(executor.isReady())
                .withData("broker", executor.isConnected() ? "connected" : "away")
                .withData("sandbox", executor.sandbox())
                .withData("processes_by", SpawnerProbe.summary())
                .withData("draining", executor.isDraining());
        executor.prelaunchStatus().ifPresent(status -> {
            health.withData("sandboxes_waiting", status.waiting());
            status.trouble().ifPresent(why -> health.withData("prelaunch_problem", why));
        });
        executor.repositoryTrouble().forEach((workspace, why) -> health.withData("repository_" + workspace, why));
        List<String> missing = executor.missingPermissions();
        if (!missing.isEmpty()) {
            health.withData("missing_permissions", String.join("; ", missing));
        }
        return health.build();
    }
}
