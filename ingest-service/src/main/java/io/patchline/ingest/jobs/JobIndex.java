package io.patchline.ingest.jobs;

import io.patchline.event.EventEnvelope;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.log.LogListener;
import io.patchline.message.PatchMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that the log knows, the newest {@value #KEEP}. Safe for use by several threads. */
public final class JobIndex implements LogListener {
    private static final int KEEP = 1000;

    /** Of jobs that are not over: far more than operators order, and each may name a filter of some kilobytes. */
    static final int MOST_OPEN = 200;

    private static final Logger LOG = LoggerFactory.getLogger(JobIndex.class);

    private final Map<String, Job> jobs = new LinkedHashMap<>();

    /**
     * A job.
     *
     * @param end absent as long as there is something to do
     */
    record Job(JobOrder order, Optional<JobEnd> end) {}

    @Override
    public void accepted(PatchMessage message, long offset) {}

    @Override
    public void happened(EventEnvelope event, long offset) {}

    @Override
    public synchronized void onMessage(String type, byte[] body, long offset) {
        switch (type) {
            case JobOrder.TYPE ->
                RequestBody.parse(body, JobOrder.class).ifPresentOrElse(this::ordered, JobIndex::unreadable);
            case JobEnd.TYPE ->
                RequestBody.parse(body, JobEnd.class).ifPresentOrElse(this::ended, JobIndex::unreadable);
            default -> {}
        }
    }

    public synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The job to work at: one at a time, in the order in which they were given. */
    public synchronized Optional<JobOrder> next() {
        return jobs.values().stream()
                .filter(job -> job.end().isEmpty())
                .map(Job::order)
                .findFirst();
    }

    /** Whether there are so many jobs to do that no more may be ordered. */
    synchronized boolean isFull() {
        return jobs.values().stream().filter(job -> job.end().isEmpty()).count() >= MOST_OPEN;
    }

    private static void unreadable() {
        LOG.atWarn().log("A job in the log cannot be read and is passed over; another version wrote it");
    }

    private void ordered(JobOrder order) {
        jobs.putIfAbsent(order.id(), new Job(order, Optional.empty()));
        if (jobs.size() > KEEP) {
            jobs.values().stream()
                    .filter(job -> job.end().isPresent())
                    .findFirst()
                    .ifPresent(oldest -> jobs.remove(oldest.order().id()));
        }
    }

    private void ended(JobEnd end) {
        jobs.computeIfPresent(
                end.id(), (id, job) -> new Job(job.order(), job.end().or(() -> Optional.of(end))));
    }
}
