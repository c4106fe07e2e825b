package io.patchline.executor;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.broker.TopologyException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the executor with the application and drains it when the application ends. */
@ApplicationScoped
public class ExecutorLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorLifecycle.class);

    @Produces
    @Singleton
    PatchExecutor executor(ExecutorConfig config, MeterRegistry registry) throws IOException {
        ExecutorMetrics metrics = new ExecutorMetrics(registry);
        PatchExecutor executor = new PatchExecutor(
                new ExecutorComposition(config, metrics, Clock.systemUTC(), ExecutorLifecycle::stopUnusable));
        metrics.watch(executor, config.state(), WorkspaceSetup.directory(config).orElse(config.state()));
        return executor;
    }

    void start(@Observes StartupEvent event, PatchExecutor executor) {
        executor.start();
    }

    void stop(@Observes ShutdownEvent event, PatchExecutor executor) {
        executor.stop();
    }

    private static void stopUnusable(TopologyException e) {
        LOG.error(e.getMessage());
        Quarkus.asyncExit(1);
    }
}
