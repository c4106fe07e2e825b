package io.patchline.outcome;

import io.patchline.patch.CommitId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A commit that waits for a review, as {@code git log} tells it. All of it is text of strangers.
 *
 * @param author the name and address that its author gave
 * @param run the number of the run that made it; absent where a person did
 * @param message all of it, trailers too, as far as there is room
 * @param omittedCharacters how much of the message, its end, is not here; 0 where it is whole; of one that is longer than what is read, 1 at least
 */
public record LoggedCommit(
        CommitId commit, String author, Optional<Integer> run, String message, long omittedCharacters) {
    /** Names, numbers and the hash, in bytes of JSON: generously. */
    private static final long FIXED_BYTES = 180;

    private static final long MOST_AUTHOR_BYTES = 300;

    /** What it takes, in bytes of JSON. */
    long jsonSize() {
        return FIXED_BYTES + JsonSize.of(author) + JsonSize.of(message);
    }

    /** As much of these as takes at most so many bytes of JSON: each has the same share, and what one does not need those behind it have. */
    static List<LoggedCommit> within(List<LoggedCommit> commits, long most) {
        List<LoggedCommit> fitting = new ArrayList<>();
        long room = most;
        for (LoggedCommit commit : commits) {
            LoggedCommit cut = commit.within(room / (commits.size() - fitting.size()));
            room -= cut.jsonSize();
            fitting.add(cut);
        }
        return fitting;
    }

    private LoggedCommit within(long most) {
        if (jsonSize() <= most) {
            return this;
        }
        String who = author.substring(0, JsonSize.fittingBeginning(author, Math.min(MOST_AUTHOR_BYTES, most / 2)));
        String text = message.substring(
                0, JsonSize.fittingBeginning(message, Math.max(0, most - FIXED_BYTES - JsonSize.of(who))));
        return new LoggedCommit(commit, who, run, text, omittedCharacters + message.length() - text.length());
    }
}
