package io.patchline.ingest.jobs;

import io.patchline.ingest.deadletters.DeadLetterEntry;
import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.DeadLetterLock;
import io.patchline.ingest.deadletters.DeadLetterReplayer;
import io.patchline.ingest.deadletters.OperationResult;
import io.patchline.ingest.jobs.JobOrder.Act;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes orders for many dead letters: counted first, and taken only with the right count. */
public final class BulkOperations {
    private static final Duration LOCK_WITHIN = Duration.ofSeconds(15);

    private final DeadLetterIndex index;
    private final JobIndex jobs;
    private final DeadLetterLock.Source locks;
    private final DeadLetterReplayer sender;
    private final Clock clock;

    public BulkOperations(
            DeadLetterIndex index, JobIndex jobs, DeadLetterLock.Source locks, DeadLetterReplayer sender, Clock clock) {
        this.index = index;
        this.jobs = jobs;
        this.locks = locks;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * What an order would take.
     *
     * @param count how many: to be sent with the order
     * @param passedOver how many the filter takes besides, with which this cannot be done
     */
    record Count(int count, Map<ErrorCode, Long> groups, int passedOver) {}

    /** What came of an order. */
    sealed interface Answer {
        /** It is in the log. */
        record Ordered(JobView job) implements Answer {}

        /** It is not: this says why. */
        record NotOrdered(OperationResult.NotDone why) implements Answer {}
    }

    Count count(DeadLetterFilter filter, Act act) {
        List<DeadLetterEntry> scope = JobScope.of(filter, act, index);
        Map<ErrorCode, Long> groups = scope.stream()
                .collect(Collectors.groupingBy(DeadLetterEntry::reason, TreeMap::new, Collectors.counting()));
        return new Count(scope.size(), groups, index.matching(filter).size() - scope.size());
    }

    /**
     * @param expected how many dead letters the operator thinks that it takes
     */
    public Answer order(DeadLetterFilter filter, Act act, int expected, String by) {
        if (jobs.isFull()) {
            return notOrdered(
                    ErrorCode.OVERLOADED,
                    "As many jobs wait as may (" + JobIndex.MOST_OPEN
                            + "). Send the order again when one of them is over.");
        }
        try (DeadLetterLock lock = locks.take(LOCK_WITHIN)) {
            DeadLetterFilter known = filter.upTo(index.lastOffset());
            int count = count(known, act).count();
            if (count != expected) {
                return notOrdered(
                        ErrorCode.COUNT_CHANGED,
                        "The filter takes " + count + " dead letters now and not " + expected
                                + ". Nothing was done: look again, and send the new count.");
            }
            JobOrder order = new JobOrder(UUID.randomUUID().toString(), act, known, count, by, clock.instant());
            sender.write(order.toMessage());
            return new Answer.Ordered(JobView.of(new JobIndex.Job(order, Optional.empty()), index));
        } catch (DeadLetterLock.TakenException e) {
            return notOrdered(ErrorCode.DESK_TAKEN, "Somebody else is at the dead letters. Send the order again.");
        } catch (IOException e) {
            return notOrdered(
                    ErrorCode.BROKER_UNAVAILABLE, "The order is not taken: " + e.getMessage() + ". Send it again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notOrdered(ErrorCode.BROKER_UNAVAILABLE, "The service is shutting down. Send the order again.");
        }
    }

    Optional<JobView> job(String id) {
        return jobs.find(id).map(job -> JobView.of(job, index));
    }

    /** Ends a job; what it has done stays done. Empty if there is no such job. */
    public Optional<JobView> cancel(String id, String by) throws IOException {
        Optional<JobIndex.Job> job = jobs.find(id);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        JobEnd end = new JobEnd(id, Optional.of(by), clock.instant());
        if (job.get().end().isEmpty()) {
            sender.write(end.toMessage());
        }
        Optional<JobEnd> ended = job.get().end().or(() -> Optional.of(end));
        return Optional.of(JobView.of(new JobIndex.Job(job.get().order(), ended), index));
    }

    private static Answer notOrdered(ErrorCode code, String detail) {
        return new Answer.NotOrdered(OperationResult.NotDone.of(code, detail));
    }
}
