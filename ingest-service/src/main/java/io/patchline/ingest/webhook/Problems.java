package io.patchline.ingest.webhook;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is wrong with one submission: one problem for each place, the first that was found there, and no more than a model
 * can take in at once. It stays small however much is wrong. For one thread.
 */
final class Problems {
    private final int most;
    private final List<Problem> told = new ArrayList<>();
    private final Set<String> pointers = new HashSet<>();

    private boolean more;

    /**
     * @param most how many problems are told; of others only that there are some
     */
    Problems(int most) {
        this.most = most;
    }

    void add(ErrorCode code, String pointer, String detail) {
        if (pointers.contains(pointer)) {
            return;
        }
        if (told.size() == most) {
            more = true;
            return;
        }
        pointers.add(pointer);
        told.add(new Problem(code, pointer, detail));
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    /** The problems in the order found; where there are too many, the last one says so. */
    List<Problem> list() {
        List<Problem> all = new ArrayList<>(told);
        if (more) {
            all.add(new Problem(
                    ErrorCode.INVALID_PATCH, "", "There are more problems. Correct these " + most + " first."));
        }
        return List.copyOf(all);
    }
}
