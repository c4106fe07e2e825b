package io.patchline.executor.intake;

import io.patchline.executor.actions.DiskRetry;
import io.patchline.executor.report.Reporter;
import io.patchline.executor.report.UndecodableMessage;
import io.patchline.executor.run.Runs;
import io.patchline.message.LaneRelease;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.PatchMessage;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees one delivery through: reads it, has it carried out, and acknowledges it when the broker has the report, and never before. No defect of ours strands a message and the
 * lane behind it: the run is tried again a few times and then reported as failed, and where even that cannot be, the broker delivers it again, up to its limit.
 */
public final class DeliveryHandler {
    static final int MOST_DEFECTS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHandler.class);

    private final Runs runs;
    private final Reporter reporter;
    private final String executor;
    private final Clock clock;

    public DeliveryHandler(Runs runs, Reporter reporter, String executor, Clock clock) {
        this.runs = runs;
        this.reporter = reporter;
        this.executor = executor;
        this.clock = clock;
    }

    void handle(Delivery delivery) {
        try {
            seeThrough(delivery).accept(delivery);
        } catch (InterruptedException e) {
            LOG.atWarn()
                    .addKeyValue("message", delivery.properties().getMessageId())
                    .log("The executor ends before the report was confirmed; the message will be delivered again");
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("message", delivery.properties().getMessageId())
                    .log("A defect: the message is given back to its queue");
            giveBack(delivery);
        }
    }

    /** Returns what the broker is to hear of the message. */
    private Consumer<Delivery> seeThrough(Delivery delivery) throws InterruptedException {
        try {
            if (LaneRelease.TYPE.equals(delivery.properties().getType())) {
                runs.release(LaneRelease.read(delivery.body()));
                return Delivery::acknowledge;
            }
            boolean done =
                    bringToEnd(PatchMessage.read(delivery.headers(), delivery.body(), clock.instant()), delivery);
            return done ? Delivery::acknowledge : Delivery::giveBack;
        } catch (UndecodableException e) {
            boolean published = reporter.deadLetterUndecodable(
                    new UndecodableMessage(delivery.properties(), delivery.body(), e.why(), executor, clock.instant()));
            LOG.atWarn()
                    .addKeyValue("message", delivery.properties().getMessageId())
                    .addKeyValue("cause", e.why())
                    .log("A message that is no patch was put aside");
            return published ? Delivery::acknowledge : Delivery::deadLetter;
        }
    }

    /**
     * A ledger that cannot be used is waited for: without it nothing may run. The steps of a run that write wait for their disk themselves, inside of this: begun anew from the
     * claim, a run of which this process knows more than its disk would count as one whose executor died.
     */
    private boolean bringToEnd(PatchMessage message, Delivery delivery) throws InterruptedException {
        int defects = 0;
        while (true) {
            try {
                return DiskRetry.until(
                        "patch " + message.patch().id(),
                        () -> runs.bringToEnd(message, delivery.deliveredBefore(), delivery::isHeld));
            } catch (RuntimeException | Error e) {
                defects++;
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("patch", message.patch().id())
                        .addKeyValue("defects", defects)
                        .log("A defect kept a run from its end");
                if (defects == MOST_DEFECTS) {
                    runs.giveUp(message, e);
                    return true;
                }
                pause();
            }
        }
    }

    private static void giveBack(Delivery delivery) {
        try {
            pause();
            delivery.giveBack();
        } catch (InterruptedException e) {
            LOG.atDebug().log("The executor ends; the broker takes the message back by itself");
        }
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(DiskRetry.PAUSE.toMillis());
    }
}
