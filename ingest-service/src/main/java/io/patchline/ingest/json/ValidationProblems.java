package io.patchline.ingest.json;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that is wrong with one submission: one problem for each place, the first that was found there, and no more than a model
 * can take in at once. It stays small however much is wrong. For one thread.
 */
public final class ValidationProblems {
    private final int most;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> pointers = new HashSet<>();

    private boolean more;

    /**
     * @param most how many problems are reported; of others only that there are some
     */
    public ValidationProblems(int most) {
        this.most = most;
    }

    /**
     * Notes a problem, unless one is noted at this place.
     *
     * @param detail asked only if there is room for the problem
     */
    void add(ErrorCode code, String pointer, Supplier<String> detail) {
        if (pointers.contains(pointer)) {
            return;
        }
        if (isFull()) {
            more = true;
            return;
        }
        pointers.add(pointer);
        problems.add(new Problem(code, pointer, detail.get()));
    }

    /** Notes what ended the reading, about the submission as a whole: reported before all others. */
    public void stop(ErrorCode code, String detail) {
        problems.addFirst(new Problem(code, "", detail));
    }

    /** Whether a further problem would not be reported: then nobody need look for what was meant. */
    public boolean isFull() {
        return problems.size() >= most;
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** The problems in the order found; where there are too many, the last one says so. */
    public List<Problem> list() {
        List<Problem> all = new ArrayList<>(problems);
        if (more) {
            all.add(new Problem(
                    ErrorCode.INVALID_PATCH, "", "There are more problems. Correct these " + most + " first."));
        }
        return List.copyOf(all);
    }
}
