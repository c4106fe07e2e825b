package io.patchline.ingest.deadletters;

import io.patchline.message.DeadLetterId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the messages of these letters in hand on a walk along their queue, as far as there is memory for them. */
public final class CollectedDeadLetters implements DeadLetterQueueBrowser.Visitor {
    private static final int MOST_BYTES = 32 << 20;

    private final Map<DeadLetterId, DeadLetterEntry> wanted = new HashMap<>();
    private final Map<DeadLetterId, QueuedDeadLetter> letters = new HashMap<>();
    private long bytes;

    public CollectedDeadLetters(List<DeadLetterEntry> wanted) {
        wanted.forEach(entry -> this.wanted.put(entry.id(), entry));
    }

    @Override
    public boolean sees(QueuedDeadLetter letter) {
        DeadLetterEntry entry = wanted.get(letter.id());
        if (entry != null && entry.nextRun() == letter.nextRun()) {
            letters.putIfAbsent(letter.id(), letter);
            bytes += letter.body().length;
        }
        return letters.size() < wanted.size() && bytes < MOST_BYTES;
    }

    /** Its message; empty if it did not pass by. */
    public Optional<QueuedDeadLetter> letter(DeadLetterEntry entry) {
        return Optional.ofNullable(letters.get(entry.id()));
    }
}
