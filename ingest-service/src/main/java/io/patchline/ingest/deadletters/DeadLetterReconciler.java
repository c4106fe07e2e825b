package io.patchline.ingest.deadletters;

import io.patchline.event.EventEnvelope;
import io.patchline.message.DeadLetterId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the index with what the queue really holds, and publishes the difference: dead letters that no executor published or that are older than the log, and letters that are
 * gone. Copies that are of no use any more, because their run was begun or discarded, are taken away.
 */
public final class DeadLetterReconciler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReconciler.class);

    private final DeadLetterIndex index;
    private final DeadLetterReplayer sender;
    private final Clock clock;

    /**
     * What a scan brought.
     *
     * @param seen how many messages the queue held
     * @param listed how many of them were not known
     * @param vanished how many were known and are not there any more
     * @param copies how many were of no use any more and were taken away
     */
    record Found(int seen, int listed, int vanished, int copies) {}

    public DeadLetterReconciler(DeadLetterIndex index, DeadLetterReplayer sender, Clock clock) {
        this.index = index;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * @throws IOException if the broker is lost; what was published until then holds
     */
    public Found scan(DeadLetterLock lock) throws IOException, InterruptedException {
        Map<DeadLetterId, DeadLetterEntry> missing = new HashMap<>();
        index.matching(DeadLetterFilter.ALL).forEach(entry -> missing.put(entry.id(), entry));
        Sorting sorting = new Sorting(missing);
        boolean complete = lock.walk(sorting);
        for (EventEnvelope event : sorting.unknown.values()) {
            sender.publishEvent(event);
        }
        for (QueuedDeadLetter copy : sorting.copies) {
            copy.remove();
        }
        if (complete) {
            for (DeadLetterEntry entry : missing.values()) {
                sender.publishVanished(entry);
            }
        }
        Found found =
                new Found(sorting.seen, sorting.unknown.size(), complete ? missing.size() : 0, sorting.copies.size());
        LOG.atInfo().addKeyValue("found", found).log("The dead letters' queue was looked through");
        return found;
    }

    private final class Sorting implements DeadLetterQueueBrowser.Visitor {
        private final Map<DeadLetterId, DeadLetterEntry> missing;
        private final Map<DeadLetterId, Integer> present = new HashMap<>();
        private final Map<DeadLetterId, EventEnvelope> unknown = new HashMap<>();
        private final List<QueuedDeadLetter> copies = new ArrayList<>();
        private int seen;

        private Sorting(Map<DeadLetterId, DeadLetterEntry> missing) {
            this.missing = missing;
        }

        @Override
        public boolean sees(QueuedDeadLetter letter) {
            seen++;
            DeadLetterId id = letter.id();
            missing.remove(id);
            Integer before = present.get(id);
            boolean twice = before != null && before == letter.nextRun();
            if (twice || index.isSettled(id, letter.nextRun())) {
                copies.add(letter);
                return true;
            }
            present.put(id, letter.nextRun());
            if (index.find(id)
                    .filter(entry -> entry.nextRun() == letter.nextRun())
                    .isEmpty()) {
                unknown.put(id, new QueuedDeadLetterFacts(letter).event(clock.instant()));
            }
            return true;
        }
    }
}
