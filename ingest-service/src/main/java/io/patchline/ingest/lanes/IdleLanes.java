package io.patchline.ingest.lanes;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.CurrentSession;
import io.patchline.ingest.log.LogProjector;
import io.patchline.patch.Lane;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Says of a lane's queue that nothing is in it and that nobody is at anything of it. Safe for use by several threads. */
@Singleton
public final class IdleLanes {
    private final CurrentSession current;
    private final LogProjector projector;
    private final LaneQueues queues;
    private final ExecutorRegistry executors;

    IdleLanes(CurrentSession current, LogProjector projector, LaneQueues queues, ExecutorRegistry executors) {
        this.current = current;
        this.projector = projector;
        this.queues = queues;
        this.executors = executors;
    }

    /** Whether it is so now; false as well where it cannot be known: the broker is away, the log is not read, not every executor has been heard. Blocks. */
    public boolean isIdle(Lane lane) {
        Optional<BrokerSession> session = current.session();
        if (session.isEmpty() || !projector.isCaughtUp() || !executors.isComplete()) {
            return false;
        }
        try {
            LaneQueues.Depths depths = queues.depths(session.get());
            int queue = lane.queue(depths.queues().size());
            return depths.queues()
                            .get(queue)
                            .filter(depth -> depth.ready() == 0)
                            .isPresent()
                    && executors.alive().stream().noneMatch(heard -> isAt(heard, queue));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the executor is at something of the queue, or does not say. */
    private static boolean isAt(ExecutorRegistry.Heard heard, int queue) {
        return heard.presence()
                .activity()
                .map(doing -> doing.runs() > doing.running().size()
                        || doing.running().stream().anyMatch(run -> run.queue() == queue))
                .orElse(true);
    }
}
