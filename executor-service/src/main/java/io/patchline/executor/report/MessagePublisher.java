package io.patchline.executor.report;

import io.patchline.broker.Confirmation;
import io.patchline.message.OutgoingMessage;
import java.util.concurrent.CompletionStage;

/** The way to the broker. */
public interface MessagePublisher {
    /** Hands the message over. The answer says whether the broker has it; it comes within seconds and never completes exceptionally. */
    CompletionStage<Confirmation> publish(OutgoingMessage message);
}
