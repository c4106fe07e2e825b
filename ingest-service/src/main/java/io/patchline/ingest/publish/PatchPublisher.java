package io.patchline.ingest.publish;

import io.patchline.broker.Confirmation;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PatchMessage;
import io.patchline.broker.Topology;
import java.util.concurrent.CompletionStage;

/** Puts patches on the broker. */
public final class PatchPublisher {
    private final ConfirmedPublisher publisher;
    private final Topology topology;

    public PatchPublisher(ConfirmedPublisher publisher, Topology topology) {
        this.publisher = publisher;
        this.topology = topology;
    }

    /** Publishes to the patch's lane queue and the log at once. The answer never completes exceptionally. */
    public CompletionStage<Confirmation> publish(PatchMessage message) {
        return publisher.publish(message.toLane(topology));
    }
}
