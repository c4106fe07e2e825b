package io.patchline.ingest.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.CurrentSession;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.log.LogMessage;
import io.patchline.ingest.log.LogRangeReader;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.message.DeadLetterId;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists dead letters, and shows one: the patch from the log, and only where the log does not have it from the queue, where looking counts as a delivery. */
public final class DeadLetterViews {
    private static final int MOST_TEXT = 64 << 10;
    private static final Duration STORY_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOCK_WITHIN = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterViews.class);

    private final DeadLetterIndex index;
    private final Predicate<DeadLetterEntry> isHeld;
    private final PatchViews stories;
    private final CurrentSession current;
    private final DeadLetterLock.Source locks;

    /** @param isHeld whether the hold that a dead letter has part in still is */
    public DeadLetterViews(
            DeadLetterIndex index,
            Predicate<DeadLetterEntry> isHeld,
            PatchViews stories,
            CurrentSession current,
            DeadLetterLock.Source locks) {
        this.index = index;
        this.isHeld = isHeld;
        this.stories = stories;
        this.current = current;
        this.locks = locks;
    }

    /** A page of those that are wanted, the newest first. */
    public DeadLetterPage page(DeadLetterPage.Wanted wanted) {
        return DeadLetterPage.of(index, wanted, QueueDepths.now(current.session()), this::summary);
    }

    /** How many are listed at all. */
    int listed() {
        return index.size();
    }

    private DeadLetterSummary summary(DeadLetterEntry entry) {
        return DeadLetterSummary.of(entry, isHeld.test(entry));
    }

    /**
     * Without the outcome where there is no memory for it.
     *
     * @param memory of the answer
     */
    public Optional<DeadLetterView> of(DeadLetterId id, AnswerMemory.Share memory) {
        return index.find(id).map(entry -> view(entry, memory));
    }

    private DeadLetterView view(DeadLetterEntry entry, AnswerMemory.Share memory) {
        Optional<byte[]> body = body(entry);
        Optional<JsonNode> patch = body.flatMap(DeadLetterViews::json);
        Optional<String> text = patch.isPresent() ? Optional.empty() : body.map(DeadLetterViews::text);
        Optional<PatchView> story = entry.letter().isPresent()
                ? Optional.empty()
                : stories.now(entry.ref().patch(), OutputView.FULL, memory)
                        .await()
                        .atMost(STORY_WITHIN);
        return new DeadLetterView(summary(entry), patch, text, story);
    }

    private Optional<byte[]> body(DeadLetterEntry entry) {
        try {
            Optional<byte[]> logged = fromLog(entry);
            return logged.isPresent() ? logged : fromQueue(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<byte[]> fromLog(DeadLetterEntry entry) throws InterruptedException {
        if (entry.patchOffset().isEmpty() || current.session().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogRangeReader(current.session().orElseThrow())
                            .at(entry.patchOffset().getAsLong()))
                    .filter(message -> message.isOf(entry.ref().patch()))
                    .map(LogMessage::body);
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("cause", e.getMessage())
                    .log("The log does not reach back to a dead letter's patch");
            return Optional.empty();
        }
    }

    private Optional<byte[]> fromQueue(DeadLetterEntry entry) throws InterruptedException {
        AtomicReference<Optional<byte[]>> found = new AtomicReference<>(Optional.empty());
        try (DeadLetterLock lock = locks.take(LOCK_WITHIN)) {
            boolean complete = lock.walk(letter -> {
                boolean match = letter.id().equals(entry.id());
                if (match) {
                    found.set(Optional.of(letter.body()));
                }
                return !match;
            });
            LOG.atDebug().addKeyValue("complete", complete).log("A dead letter was looked up in its queue");
        } catch (IOException | DeadLetterLock.TakenException e) {
            LOG.atInfo().addKeyValue("cause", e.getMessage()).log("A dead letter's message cannot be shown now");
        }
        return found.get();
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            MessageCodec.readPatch(body);
            return Optional.of(JSON.readTree(body));
        } catch (IOException | MessageCodec.UndecodableException e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] body) {
        return new String(Arrays.copyOf(body, Math.min(body.length, MOST_TEXT)), StandardCharsets.UTF_8);
    }
}
