package io.patchline.ingest.output;

import io.patchline.event.OutputPiece;
import io.patchline.ingest.follow.OutputListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last of what a patch's commands wrote since somebody began to listen: of the newest attempt that was heard of, at most {@value #MOST_CHARACTERS} characters. Safe for
 * use by several threads.
 */
final class RecentOutput implements OutputListener {
    static final int MOST_CHARACTERS = 48 << 10;

    private final Deque<OutputPiece> pieces = new ArrayDeque<>();
    private int characters;

    @Override
    public synchronized void hear(OutputPiece piece) {
        if (!pieces.isEmpty() && isOlder(piece)) {
            return;
        }
        if (!pieces.isEmpty() && !isSameAttempt(piece)) {
            pieces.clear();
            characters = 0;
        }
        pieces.add(piece);
        characters += piece.text().length();
        while (characters > MOST_CHARACTERS && pieces.size() > 1) {
            characters -= pieces.removeFirst().text().length();
        }
    }

    /** What is kept of this attempt, in the order in which it came. */
    synchronized List<OutputPiece> of(int run, int attempt) {
        return pieces.stream()
                .filter(piece -> piece.ref().run() == run && piece.ref().attempt() == attempt)
                .toList();
    }

    private boolean isOlder(OutputPiece piece) {
        OutputPiece last = pieces.getLast();
        return piece.ref().run() < last.ref().run()
                || (piece.ref().run() == last.ref().run()
                        && piece.ref().attempt() < last.ref().attempt());
    }

    private boolean isSameAttempt(OutputPiece piece) {
        OutputPiece last = pieces.getLast();
        return piece.ref().run() == last.ref().run()
                && piece.ref().attempt() == last.ref().attempt();
    }
}
