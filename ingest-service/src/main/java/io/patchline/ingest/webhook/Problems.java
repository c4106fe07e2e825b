package io.patchline.ingest.webhook;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is wrong with one submission: one problem for each place, the first that was found there, and no more than a model
 * can take in at once. For one thread.
 */
final class Problems {
    private final int most;
    private final List<Problem> told = new ArrayList<>();
    private final Set<String> pointers = new HashSet<>();

    /**
     * @param most how many problems are told; the others are counted
     */
    Problems(int most) {
        this.most = most;
    }

    void add(ErrorCode code, String pointer, String detail) {
        if (pointers.add(pointer) && told.size() < most) {
            told.add(new Problem(code, pointer, detail));
        }
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    /** The problems in the order found; where there are too many, the last one says how many more there are. */
    List<Problem> list() {
        int untold = pointers.size() - told.size();
        if (untold == 0) {
            return List.copyOf(told);
        }
        List<Problem> all = new ArrayList<>(told);
        all.add(new Problem(
                ErrorCode.INVALID_PATCH, "", "And " + untold + " more problems. Correct the ones above first."));
        return List.copyOf(all);
    }
}
