package io.patchline.executor.intake;

import io.patchline.broker.MessageCodec.UndecodableException;
import io.patchline.broker.PatchMessage;
import io.patchline.executor.report.Reporter;
import io.patchline.executor.run.Runs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees one delivery through: reads it, has it carried out, and acknowledges it when the broker has the report, and never before. */
public final class DeliveryHandler {
    private static final Duration LEDGER_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHandler.class);

    private final Runs runs;
    private final Reporter reporter;
    private final Clock clock;

    public DeliveryHandler(Runs runs, Reporter reporter, Clock clock) {
        this.runs = runs;
        this.reporter = reporter;
        this.clock = clock;
    }

    void handle(Delivery delivery) {
        try {
            PatchMessage message = PatchMessage.read(delivery.headers(), delivery.body(), clock.instant());
            bringToEnd(message);
            delivery.acknowledge();
        } catch (UndecodableException e) {
            buryUndecodable(delivery, e);
        } catch (InterruptedException e) {
            LOG.atWarn()
                    .addKeyValue("patch", delivery.properties().getMessageId())
                    .log("The executor ends before the report was confirmed; the message will be delivered again");
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("patch", delivery.properties().getMessageId())
                    .log("A defect ended the run; its message stays unacknowledged");
        }
    }

    /** A ledger that cannot be written, on a full disk for instance, is waited for: without it nothing may run. */
    private void bringToEnd(PatchMessage message) throws InterruptedException {
        while (true) {
            try {
                runs.bringToEnd(message);
                return;
            } catch (IOException e) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("patch", message.patch().id())
                        .log("The ledger cannot be used; mend the state directory, the patch waits for it");
                TimeUnit.MILLISECONDS.sleep(LEDGER_AGAIN_AFTER.toMillis());
            }
        }
    }

    private void buryUndecodable(Delivery delivery, UndecodableException e) {
        try {
            reporter.buryUndecodable(delivery.properties(), delivery.body(), e.why());
            delivery.acknowledge();
            LOG.atWarn()
                    .addKeyValue("message", delivery.properties().getMessageId())
                    .addKeyValue("cause", e.why())
                    .log("A message that is no patch was put aside");
        } catch (InterruptedException interrupted) {
            LOG.atWarn().log("The executor ends before a message was put aside; it will be delivered again");
        }
    }
}
